import type { LocalDate } from './local-date.ts'
import type { WorkerType } from './offices.ts'
import { columnOf, type ImportColumn, plain, requiredColumns, type StaffLanguage } from './staff-columns.ts'
import { type CsvRecord, readCsv } from './staff-csv.ts'
import {
  fault,
  type ImportFault,
  type ImportFaultCode,
  type ImportFlag,
  type ImportHeader,
  readLine,
  type StaffLine,
  type UnitIds,
} from './staff-line.ts'

/** A person as the register has them now. */
export type KnownPerson = {
  readonly staffNumber: string
  readonly userName: string
  readonly givenName: string
  readonly familyName: string
  readonly email: string
  /** What the sign-in provider calls this person; null: cannot sign in yet. */
  readonly subject: string | null
  readonly unitId: string | null
  readonly workerType: WorkerType
  readonly language: StaffLanguage | null
  readonly startsOn: LocalDate
  readonly lastDay: LocalDate | null
}

/** A person as a file must not change them. `kept`: the directory keeps the data. `guarded`: what needs a second person. */
export type RegisteredPerson = KnownPerson & {
  readonly kept: boolean
  readonly guarded: { readonly departure: boolean; readonly signInLink: boolean }
}

/** What the register has now: everybody, also those who have left, and all units. */
export type KnownStaff = {
  readonly persons: readonly RegisteredPerson[]
  readonly units: readonly { readonly id: string; readonly name: string; readonly externalId: string | null }[]
}

/** A good line: the person as they will be. `newUnit` is the name of a unit to make; then `unitId` is `null`. */
export type ImportRow = KnownPerson & {
  readonly line: number
  readonly kind: 'new' | 'changed' | 'same'
  readonly newUnit: string | null
  readonly changes: readonly ImportColumn[]
  readonly flags: readonly ImportFlag[]
}

/**
 * What the import would do. `badLines`: lines with a fault. `returning`: people who had left and come back. `leaving`: people
 * whose last day becomes known. `notInFile`: known persons that the file does not name.
 */
export type ImportPreview = {
  readonly columns: ImportHeader
  readonly rows: readonly ImportRow[]
  readonly faults: readonly ImportFault[]
  readonly newUnits: readonly string[]
  readonly counts: {
    readonly new: number
    readonly changed: number
    readonly same: number
    readonly badLines: number
    readonly flagged: number
    readonly returning: number
    readonly leaving: number
    readonly notInFile: number
  }
}

type Persons = ReadonlyMap<string, RegisteredPerson>

/**
 * Shows what a file of staff would do, without doing it.
 *
 * A column that is not in the file, and an empty cell of an optional column, leave a known person as they are; only an empty unit
 * takes the person out of the unit. So an import never undoes a departure by saying nothing about it.
 *
 * @param bytes - The file, at most `importLimits.sizeBytes`.
 * @param on - Today: first day of a new person whose line does not say it.
 * @returns Every bad line with its line number, column and code, in the order of the lines. Nothing is thrown, whatever the bytes.
 * `rows` holds the good lines alone; with faults the caller imports nothing, unless a person chose the good lines.
 */
export function previewImport(bytes: Uint8Array, known: KnownStaff, on: LocalDate): ImportPreview {
  const csv = readCsv(bytes, chooseDelimiter)
  const csvFaults = csv.faults.map(({ line, code }) => fault(line, null, code))
  const [header, ...records] = csv.records
  if (header === undefined) return preview([], [], csvFaults, known)
  const columns = header.cells.map((cell) => ({ header: cell.trim(), column: columnOf(cell) ?? null }))
  const headerFaults = judgeHeader(header, columns)
  if (headerFaults.length > 0) return preview(columns, [], [...csvFaults, ...headerFaults], known)
  if (records.length === 0 && csvFaults.length === 0) {
    return preview(columns, [], [fault(header.line, null, 'no-rows')], known)
  }
  const persons: Persons = new Map(known.persons.map((person) => [person.staffNumber, person]))
  const units = unitsByName(known)
  const lines = records.map((record) => readLine(record, columns, units))
  const faults = [
    ...csvFaults,
    ...lines.flatMap((line) => line.faults),
    ...lines.flatMap((line) => termFaults(line, persons, on)),
    ...lines.flatMap((line) => guardFaults(line, persons.get(line.staffNumber ?? ''), on)),
    ...faultsOfPairs(lines, persons, known),
  ]
  const bad = new Set(faults.map((one) => one.line))
  const broken = lines.filter((line) => bad.has(line.line)).flatMap(insideBrokenRecord)
  const rows = lines.flatMap((line) => (bad.has(line.line) ? [] : toRow(line, persons.get(line.staffNumber ?? ''), on)))
  return preview(columns, rows, [...faults, ...broken], known, lines)
}

// Each line that went into a bad record is named, because it may be a person of its own.
function insideBrokenRecord({ line, lastLine }: StaffLine): readonly ImportFault[] {
  return Array.from({ length: lastLine - line }, (_, n) => fault(line + n + 1, null, 'inside-broken-record', line))
}

function termFaults(line: StaffLine, persons: Persons, on: LocalDate): readonly ImportFault[] {
  const { startsOn, lastDay } = termOf(line, persons.get(line.staffNumber ?? ''), on)
  return lastDay !== null && lastDay < startsOn ? [fault(line.line, 'lastDay', 'ends-before-start')] : []
}

// By file as by hand: what the directory keeps is changed there, and what needs a second person is not changed by one.
function guardFaults(line: StaffLine, was: RegisteredPerson | undefined, on: LocalDate): readonly ImportFault[] {
  if (was === undefined || line.faults.length > 0) return []
  const changes = toRow(line, was, on).flatMap((row) => row.changes)
  if (was.kept) return changes.length > 0 ? [fault(line.line, null, 'kept-elsewhere')] : []
  const guarded = changes.filter((column) =>
    column === 'subject' ? was.guarded.signInLink : termColumns.includes(column) && was.guarded.departure,
  )
  return guarded.map((column) => fault(line.line, column, 'second-person'))
}

// A first day that is put off takes somebody out as a last day does.
const termColumns: readonly ImportColumn[] = ['startsOn', 'lastDay']

function termOf(
  line: StaffLine,
  was: KnownPerson | undefined,
  on: LocalDate,
): { startsOn: LocalDate; lastDay: LocalDate | null } {
  return { startsOn: line.startsOn ?? was?.startsOn ?? on, lastDay: line.lastDay ?? was?.lastDay ?? null }
}

function chooseDelimiter(header: string): string {
  const known = (delimiter: string) =>
    header.split(delimiter).filter((cell) => columnOf(cell.replaceAll('"', '')) !== undefined).length
  return [';', ',', '\t'].reduce((best, next) => (known(next) > known(best) ? next : best))
}

function judgeHeader(header: CsvRecord, columns: ImportHeader): readonly ImportFault[] {
  const found = columns.flatMap((one) => one.column ?? [])
  if (found.length === 0) return [fault(header.line, null, 'header-unknown')]
  const missing = requiredColumns.filter((column) => !found.includes(column))
  const twice = [...new Set(found.filter((column, n) => found.indexOf(column) !== n))]
  return [
    ...missing.map((column) => fault(header.line, column, 'header-missing')),
    ...twice.map((column) => fault(header.line, column, 'header-twice')),
  ]
}

// A unit is found by its name or by its number in the staff administration.
function unitsByName(known: KnownStaff): UnitIds {
  const named = known.units.flatMap(({ id, name, externalId }) =>
    [name, externalId].flatMap((word) => (word === null ? [] : [{ word: plain(word), id }])),
  )
  return new Map(
    [...Map.groupBy(named, (one) => one.word)].map(([word, ones]) => [word, [...new Set(ones.map((one) => one.id))]]),
  )
}

// Of two lines with the same number nobody can say which one is right, so both are bad.
function faultsOfPairs(lines: readonly StaffLine[], persons: Persons, known: KnownStaff): readonly ImportFault[] {
  const owners = new Map(known.persons.map((person) => [person.userName.toLowerCase(), person.staffNumber]))
  const addresses = new Map(known.persons.map((person) => [person.email.toLowerCase(), person.staffNumber]))
  const userName = (line: StaffLine) => line.userName ?? persons.get(line.staffNumber ?? '')?.userName ?? line.email
  const taken = (line: StaffLine, value: string | undefined, by: ReadonlyMap<string, string>) => {
    const owner = value === undefined ? undefined : by.get(value.toLowerCase())
    return owner !== undefined && line.staffNumber !== undefined && owner !== line.staffNumber
  }
  const userNameTaken = lines.filter((line) => taken(line, userName(line), owners))
  const subjects = new Map(
    known.persons.flatMap(({ subject, staffNumber }) => (subject === null ? [] : [[subject, staffNumber] as const])),
  )
  const subjectTaken = lines.filter((line) => {
    const owner = line.subject === undefined ? undefined : subjects.get(line.subject)
    return owner !== undefined && line.staffNumber !== undefined && owner !== line.staffNumber
  })
  const emailTaken = lines.filter((line) => taken(line, line.email, addresses))
  return [
    ...twice(lines, (line) => line.staffNumber, 'staffNumber', 'staff-number-twice'),
    ...twice(lines, userName, 'userName', 'user-name-twice'),
    ...twice(lines, (line) => line.email, 'email', 'email-twice'),
    ...twice(lines, (line) => line.subject, 'subject', 'subject-twice'),
    ...userNameTaken.map((line) => fault(line.line, 'userName', 'user-name-taken')),
    ...emailTaken.map((line) => fault(line.line, 'email', 'email-taken')),
    ...subjectTaken.map((line) => fault(line.line, 'subject', 'subject-taken')),
  ]
}

function twice(
  lines: readonly StaffLine[],
  value: (line: StaffLine) => string | undefined,
  column: ImportColumn,
  code: ImportFaultCode,
): readonly ImportFault[] {
  const groups = Map.groupBy(lines, (line) => value(line)?.toLowerCase())
  return [...groups].flatMap(([key, same]) => {
    const [first, second] = same
    if (key === undefined || first === undefined || second === undefined) return []
    return same.map((line) => fault(line.line, column, code, line === first ? second.line : first.line))
  })
}

function toRow(line: StaffLine, was: KnownPerson | undefined, on: LocalDate): readonly ImportRow[] {
  const { staffNumber, givenName, familyName, email } = line
  // Invariant: a line without fault has the required cells; a line with one does not come here.
  if (staffNumber === undefined || givenName === undefined || familyName === undefined || email === undefined) return []
  const person: KnownPerson = {
    staffNumber,
    givenName,
    familyName,
    email,
    subject: line.subject ?? was?.subject ?? null,
    userName: line.userName ?? was?.userName ?? email.toLowerCase(),
    unitId: line.unit === undefined ? (was?.unitId ?? null) : line.unit.unitId,
    workerType: line.workerType ?? was?.workerType ?? 'employee',
    language: line.language ?? was?.language ?? null,
    ...termOf(line, was, on),
  }
  const newUnit = line.unit?.newUnit ?? null
  const changes = was === undefined ? [] : changesOf(was, person, newUnit)
  const kind = was === undefined ? 'new' : changes.length > 0 ? 'changed' : 'same'
  const flags = [...line.flags, ...departureFlags(was, person, on)]
  return [{ ...person, line: line.line, kind, newUnit, changes, flags }]
}

function changesOf(was: KnownPerson, will: KnownPerson, newUnit: string | null): readonly ImportColumn[] {
  const fields = [
    'userName',
    'givenName',
    'familyName',
    'email',
    'subject',
    'workerType',
    'language',
    'startsOn',
    'lastDay',
  ] as const
  const changed: ImportColumn[] = fields.filter((field) => was[field] !== will[field])
  return newUnit !== null || was.unitId !== will.unitId ? [...changed, 'unit'] : changed
}

function departureFlags(was: KnownPerson | undefined, will: KnownPerson, on: LocalDate): readonly ImportFlag[] {
  const gone = (person: KnownPerson) => person.lastDay !== null && person.lastDay < on
  if (was !== undefined && gone(was)) return gone(will) ? [] : [{ column: 'lastDay', code: 'returns-after-departure' }]
  return gone(will) ? [{ column: 'lastDay', code: 'last-day-passed' }] : []
}

function preview(
  columns: ImportHeader,
  rows: readonly ImportRow[],
  faults: readonly ImportFault[],
  known: KnownStaff,
  lines: readonly StaffLine[] = [],
): ImportPreview {
  const named = new Set(lines.map((line) => line.staffNumber))
  const count = (kind: ImportRow['kind']) => rows.filter((row) => row.kind === kind).length
  const unitNames = rows.flatMap(({ newUnit }) => newUnit ?? [])
  const spellings = [...Map.groupBy(unitNames, plain).values()]
  return {
    columns,
    rows,
    faults: faults.toSorted((a, b) => a.line - b.line),
    newUnits: spellings.flatMap(([first]) => first ?? []),
    counts: {
      new: count('new'),
      changed: count('changed'),
      same: count('same'),
      badLines: new Set(faults.map((one) => one.line)).size,
      flagged: rows.filter((row) => row.flags.length > 0).length,
      returning: rows.filter((row) => row.flags.some(({ code }) => code === 'returns-after-departure')).length,
      leaving: rows.filter((row) => row.lastDay !== null && (row.kind === 'new' || row.changes.includes('lastDay')))
        .length,
      notInFile: lines.length === 0 ? 0 : known.persons.filter((person) => !named.has(person.staffNumber)).length,
    },
  }
}
