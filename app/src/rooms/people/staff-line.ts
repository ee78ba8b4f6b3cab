import type { LocalDate } from './local-date.ts'
import type { WorkerType } from './offices.ts'
import {
  type CellCode,
  type CellReading,
  looksLikeFormula,
  readDate,
  readEmail,
  readLanguage,
  readStaffNumber,
  readText,
  readUserName,
  readWorkerType,
} from './staff-cells.ts'
import { type ImportColumn, plain, requiredColumns, type StaffLanguage } from './staff-columns.ts'
import type { CsvFault, CsvRecord } from './staff-csv.ts'

/** Something to look at before importing that does not stop the line; words in `people.import.<code>`. */
export type ImportFlag = {
  readonly column: ImportColumn | null
  readonly code: 'formula' | 'several-lines' | 'returns-after-departure' | 'last-day-passed'
}

/** Codes of everything that can be wrong; words in `people.import.<code>`. */
export type ImportFaultCode =
  | CsvFault['code']
  | CellCode
  | 'header-unknown'
  | 'header-missing'
  | 'header-twice'
  | 'no-rows'
  | 'cell-count'
  | 'inside-broken-record'
  | 'required'
  | 'unit-ambiguous'
  | 'ends-before-start'
  | 'staff-number-twice'
  | 'user-name-twice'
  | 'email-twice'
  | 'user-name-taken'
  | 'email-taken'
  | 'subject-twice'
  | 'subject-taken'
  | 'kept-elsewhere'
  | 'second-person'

/** One fault: the line (1-based), the column where there is one, and for something that stands twice the other line. */
export type ImportFault = {
  readonly line: number
  readonly column: ImportColumn | null
  readonly code: ImportFaultCode
  readonly otherLine: number | null
}

/** The header of a file: each cell as it stands and the column it names, `null` for one that is skipped. */
export type ImportHeader = readonly { readonly header: string; readonly column: ImportColumn | null }[]

/** One line as read: what it says of a person, `undefined` where it says nothing. */
export type StaffLine = {
  readonly line: number
  readonly lastLine: number
  readonly faults: readonly ImportFault[]
  readonly flags: readonly ImportFlag[]
  readonly staffNumber: string | undefined
  readonly userName: string | undefined
  readonly givenName: string | undefined
  readonly familyName: string | undefined
  readonly email: string | undefined
  readonly subject: string | undefined
  readonly unit: { readonly unitId: string | null; readonly newUnit: string | null } | undefined
  readonly workerType: WorkerType | undefined
  readonly language: StaffLanguage | undefined
  readonly startsOn: LocalDate | undefined
  readonly lastDay: LocalDate | undefined
}

/** Identifiers of the units that a name or external number means, by the `plain` form of the word. */
export type UnitIds = ReadonlyMap<string, readonly string[]>

/** Reads one line; a fault for each cell that is not understood, and none for what it means together with other lines. */
export function readLine(record: CsvRecord, columns: ImportHeader, units: UnitIds): StaffLine {
  const faults: ImportFault[] = []
  const flags: ImportFlag[] = []
  // Two forgotten quotes make one good record of all lines between them: only a person can see that.
  if (record.lastLine > record.line) flags.push({ column: null, code: 'several-lines' })
  // Spreadsheets leave empty cells at the end; a full cell too many, or one too few, means that the line has shifted.
  const extra = record.cells.slice(columns.length)
  const shifted = record.cells.length < columns.length || extra.some((cell) => cell.trim() !== '')
  if (shifted) faults.push(fault(record.line, null, 'cell-count'))
  const texts = new Map<ImportColumn, string>()
  columns.forEach(({ column }, n) => {
    const cell = record.cells[n]
    if (column === null || cell === undefined || shifted) return
    if (looksLikeFormula(cell)) flags.push({ column, code: 'formula' })
    const text = readText(cell)
    if ('code' in text) faults.push(fault(record.line, column, text.code))
    else texts.set(column, text.value)
  })
  const read = <T>(column: ImportColumn, reader: (text: string) => CellReading<T>): T | undefined => {
    const text = texts.get(column)
    if (text === undefined || text === '') return undefined
    const cell = reader(text)
    if ('value' in cell) return cell.value
    faults.push(fault(record.line, column, cell.code))
    return undefined
  }
  const unitName = texts.get('unit')
  const unitIds = units.get(plain(unitName ?? '')) ?? []
  if (unitIds.length > 1) faults.push(fault(record.line, 'unit', 'unit-ambiguous'))
  for (const column of requiredColumns) {
    if (texts.get(column) === '') faults.push(fault(record.line, column, 'required'))
  }
  const family = texts.get('familyName')
  return {
    line: record.line,
    lastLine: record.lastLine,
    faults,
    flags,
    staffNumber: read('staffNumber', readStaffNumber),
    userName: read('userName', readUserName),
    givenName: texts.get('givenName'),
    familyName: family === undefined ? undefined : `${texts.get('infix') ?? ''} ${family}`.trim(),
    email: read('email', readEmail),
    subject: texts.get('subject') || undefined,
    unit: unitName === undefined ? undefined : unitOf(unitName, unitIds),
    workerType: read('workerType', readWorkerType),
    language: read('language', readLanguage),
    startsOn: read('startsOn', readDate),
    lastDay: read('lastDay', readDate),
  }
}

function unitOf(name: string, unitIds: readonly string[]): { unitId: string | null; newUnit: string | null } {
  if (name === '') return { unitId: null, newUnit: null }
  const unitId = unitIds[0]
  return unitId === undefined ? { unitId: null, newUnit: name } : { unitId, newUnit: null }
}

/** Makes a fault; without a column it concerns the whole line. */
export function fault(
  line: number,
  column: ImportColumn | null,
  code: ImportFaultCode,
  otherLine: number | null = null,
): ImportFault {
  return { line, column, code, otherLine }
}
