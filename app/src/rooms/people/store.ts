import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import type { Language } from '../../platform/messages.ts'

/** Kind of working relation; `elsewhere` is a person not in our service, such as a shared DPO. */
export type WorkerType = 'employee' | 'external' | 'intern' | 'agency' | 'payroll' | 'volunteer' | 'elsewhere'
/** Where the row of an employee comes from, and who may change it. */
export type Source = 'scim' | 'csv' | 'hand' | 'demonstration'

type EmployeeRow = {
  id: string
  staff_number: string
  user_name: string
  external_id: string | null
  subject: string | null
  given_name: string
  family_name: string
  email: string
  unit_id: string | null
  worker_type: WorkerType
  language: Language | null
  starts_on: string
  leaves_at: Date | null
  removed_at: Date | null
  source: Source
  passkey_handle: string
  created_at: Date
  changed_at: Date
  identity_changed_at: Date | null
}

type Tables = {
  organisation: { id: string; name: string; jurisdiction: 'nl' | 'dk'; time_zone: string; language: Language }
  units: { id: string; name: string; parent_id: string | null; external_id: string | null }
  employees: EmployeeRow
}

/** The organisation whose house this is. */
export type Organisation = {
  readonly name: string
  readonly jurisdiction: 'nl' | 'dk'
  readonly timeZone: string
  readonly language: Language
}
/** A part of the organisation; `parentId` is null at the top. */
export type Unit = {
  readonly id: string
  readonly name: string
  readonly parentId: string | null
  readonly externalId: string | null
}
/** A person who works here or acts for the organisation. `leavesAt` is the first instant without access. */
export type Employee = {
  readonly id: string
  readonly staffNumber: string
  readonly userName: string
  readonly externalId: string | null
  /** What the sign-in provider calls this person, for life; null: cannot sign in. */
  readonly subject: string | null
  readonly givenName: string
  readonly familyName: string
  readonly email: string
  readonly unitId: string | null
  readonly workerType: WorkerType
  readonly language: Language | null
  /** Local date, 'YYYY-MM-DD'. */
  readonly startsOn: string
  readonly leavesAt: Date | null
  /** When the staff administration removed this person; they stay for what they did. */
  readonly removedAt: Date | null
  readonly source: Source
  readonly createdAt?: Date
  readonly changedAt?: Date
  /** When name or account last changed, or were entered; null: longer ago than this is kept. */
  readonly identityChangedAt?: Date | null
}

/** Lets one starting server at a time look whether the organisation has its name yet. */
export async function lockOrganisation(tx: Tx): Promise<void> {
  await sql`lock table organisation in share row exclusive mode`.execute(tx)
}

/** The organisation, or undefined before the first start has named it. */
export async function findOrganisation(tx: Tx): Promise<Organisation | undefined> {
  const row = await tx
    .withTables<Tables>()
    .selectFrom('organisation')
    .select(['name', 'jurisdiction', 'time_zone', 'language'])
    .executeTakeFirst()
  return row && { name: row.name, jurisdiction: row.jurisdiction, timeZone: row.time_zone, language: row.language }
}

/** Names the organisation, once. */
export async function addOrganisation(tx: Tx, organisation: Organisation): Promise<void> {
  const { name, jurisdiction, timeZone, language } = organisation
  await tx
    .withTables<Tables>()
    .insertInto('organisation')
    .values({ id: 'self', name, jurisdiction, time_zone: timeZone, language })
    .execute()
}

/** Gives the organisation another name. */
export async function renameOrganisation(tx: Tx, name: string): Promise<void> {
  await tx.withTables<Tables>().updateTable('organisation').set({ name }).execute()
}

/** All units, by name. */
export async function allUnits(tx: Tx): Promise<Unit[]> {
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('units')
    .select(['id', 'name', 'parent_id', 'external_id'])
    .orderBy('name')
    .execute()
  return rows.map((row) => ({ id: row.id, name: row.name, parentId: row.parent_id, externalId: row.external_id }))
}

/** Adds units. */
export async function addUnits(tx: Tx, units: readonly Unit[]): Promise<void> {
  const rows = units.map((unit) => ({
    id: unit.id,
    name: unit.name,
    parent_id: unit.parentId,
    external_id: unit.externalId,
  }))
  if (rows.length > 0) await tx.withTables<Tables>().insertInto('units').values(rows).execute()
}

const employeeColumns = [
  'id',
  'staff_number',
  'user_name',
  'external_id',
  'subject',
  'given_name',
  'family_name',
  'email',
  'unit_id',
  'worker_type',
  'language',
  sql<string>`starts_on::text`.as('starts_on'),
  'leaves_at',
  'removed_at',
  'source',
  'created_at',
  'changed_at',
  'identity_changed_at',
] as const

type SelectedEmployee = Omit<EmployeeRow, 'passkey_handle'>

function employeeOf(row: SelectedEmployee): Employee {
  return {
    id: row.id,
    staffNumber: row.staff_number,
    userName: row.user_name,
    externalId: row.external_id,
    subject: row.subject,
    givenName: row.given_name,
    familyName: row.family_name,
    email: row.email,
    unitId: row.unit_id,
    workerType: row.worker_type,
    language: row.language,
    startsOn: row.starts_on,
    leavesAt: row.leaves_at,
    removedAt: row.removed_at,
    source: row.source,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    identityChangedAt: row.identity_changed_at,
  }
}

/**
 * Stops other acts from entering or renaming people until this transaction is over: two that look at once whether a name
 * is free would both find it so. Reading goes on.
 */
export async function lockStaff(tx: Tx): Promise<void> {
  await sql`lock table employees, units in share row exclusive mode`.execute(tx)
}

/** One employee, or undefined. */
export async function findEmployee(tx: Tx, id: string): Promise<Employee | undefined> {
  const row = await tx
    .withTables<Tables>()
    .selectFrom('employees')
    .select(employeeColumns)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && employeeOf(row)
}

/** Columns that name one person only. */
export type NamedBy = 'subject' | 'staff_number' | 'user_name' | 'external_id' | 'email'

/** The employee with a name that is theirs alone. For user names and addresses case does not matter (RFC 7643, section 4.1.1). */
export async function findEmployeeNamed(tx: Tx, column: NamedBy, value: string): Promise<Employee | undefined> {
  const people = tx.withTables<Tables>().selectFrom('employees').select(employeeColumns)
  const named =
    column === 'user_name' || column === 'email'
      ? people.where(sql`lower(${sql.ref(column)})`, '=', value.toLowerCase())
      : people.where(column, '=', value)
  const row = await named.executeTakeFirst()
  return row && employeeOf(row)
}

/** Everybody whom the staff administration may see: all but those it removed. */
export async function provisionedEmployees(tx: Tx): Promise<Employee[]> {
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('employees')
    .select(employeeColumns)
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map(employeeOf)
}

/** Everybody, also who left: to hold a staff list against. A ministry has 175,000; other questions have their own query. */
export async function allEmployees(tx: Tx): Promise<Employee[]> {
  const rows = await tx.withTables<Tables>().selectFrom('employees').select(employeeColumns).orderBy('id').execute()
  return rows.map(employeeOf)
}

/** Everybody who has or had an office, also who left. */
export async function officeHolders(tx: Tx): Promise<Employee[]> {
  const rows = await tx
    .withTables<Tables & { appointments: { employee_id: string } }>()
    .selectFrom('employees')
    .select(employeeColumns)
    .where('id', 'in', (appointments) => appointments.selectFrom('appointments').select('employee_id'))
    .execute()
  return rows.map(employeeOf)
}

/**
 * The people by whom the tasks of a house are judged: everybody with an office, and of each unit one who is there and the
 * first few who could take an office. Nobody else can change the assessment, and a ministry has 175,000 people.
 *
 * @param perUnit - How many without an office are enough; at least as many as are proposed for one office.
 */
export async function assessedPeople(tx: Tx, at: Date, on: string, perUnit: number): Promise<Employee[]> {
  const here = sql`(leaves_at is null or leaves_at > ${at}) and starts_on <= ${on}::date`
  const could = sql`leaves_at is null and starts_on <= ${on}::date and worker_type = 'employee'
    and not exists (select from appointments where employee_id = employees.id)`
  const { rows } = await sql<{ id: string }>`
    select employee_id as id from appointments
    union select found.id from units cross join lateral
      (select id from employees where unit_id = units.id and ${here} order by id limit 1) as found
    union select found.id from units cross join lateral
      (select id from employees where unit_id = units.id and ${could} order by id limit ${perUnit}) as found
    union (select id from employees where unit_id is null and ${could} order by id limit ${perUnit})`.execute(tx)
  return employeesWithIds(
    tx,
    rows.map((row) => row.id),
  )
}

/** The employees with these ids, in the order of the ids. */
export async function employeesWithIds(tx: Tx, ids: readonly string[]): Promise<Employee[]> {
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('employees')
    .select(employeeColumns)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .orderBy('id')
    .execute()
  return rows.map(employeeOf)
}

/** Number of people who work in each unit at an instant, by the unit's id. */
export async function peopleByUnit(tx: Tx, at: Date): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('employees')
    .select(['unit_id', sql<number>`count(*)::int`.as('people')])
    .where(sql<boolean>`leaves_at is null or leaves_at > ${at}`)
    .groupBy('unit_id')
    .execute()
  return new Map(rows.flatMap((row) => (row.unit_id === null ? [] : [[row.unit_id, row.people]])))
}

/** Number of people whose departure is known and still to come. */
export async function countLeaving(tx: Tx, at: Date): Promise<number> {
  const row = await tx
    .withTables<Tables>()
    .selectFrom('employees')
    .select(sql<number>`count(*)::int`.as('total'))
    .where('leaves_at', '>', at)
    .executeTakeFirst()
  return row?.total ?? 0
}

/** Who of the staff list: in service, not yet, with a last day ahead, gone, or everybody. */
export type StaffState = 'here' | 'coming' | 'leaving' | 'left' | 'all'

/**
 * One page of the staff list, by family name.
 *
 * @param search - Matches part of a name, or the start of a staff number; case and marks on letters do not matter.
 * @param page - 1-based; `sizeRows` a page.
 */
export async function employeesPage(
  tx: Tx,
  wish: {
    readonly search: string | undefined
    readonly unitId: string | undefined
    readonly state: StaffState
    /** Now, as instant and as day of the organisation. */
    readonly when: { readonly at: Date; readonly on: string }
    readonly page: number
    readonly sizeRows: number
  },
): Promise<{ employees: Employee[]; total: number }> {
  let found = tx.withTables<Tables>().selectFrom('employees')
  if (wish.unitId !== undefined) found = found.where('unit_id', '=', wish.unitId)
  const { at, on } = wish.when
  switch (wish.state) {
    case 'here':
      found = found
        .where(sql<boolean>`starts_on <= ${on}::date`)
        .where(({ eb, or }) => or([eb('leaves_at', 'is', null), eb('leaves_at', '>', at)]))
      break
    case 'coming':
      found = found
        .where(sql<boolean>`starts_on > ${on}::date`)
        .where(({ eb, or }) => or([eb('leaves_at', 'is', null), eb('leaves_at', '>', at)]))
      break
    case 'leaving':
      found = found.where('leaves_at', '>', at)
      break
    case 'left':
      found = found.where('leaves_at', '<=', at)
      break
    case 'all':
      break
  }
  const words = (wish.search ?? '')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
  for (const word of words) {
    // Characters with a meaning in LIKE are themselves here.
    const plain = word.replace(/[\\%_]/g, '\\$&')
    found = found.where(({ eb, or }) =>
      or([
        sql<boolean>`search_name like '%' || plain_letters(${plain}) || '%'`,
        sql<boolean>`search_name like '%' || spelled_letters(${plain}) || '%'`,
        eb('staff_number', 'ilike', `${plain}%`),
      ]),
    )
  }
  const total = await found.select(sql<number>`count(*)::int`.as('total')).executeTakeFirst()
  const rows = await found
    .select(employeeColumns)
    .orderBy('family_name')
    .orderBy('given_name')
    .orderBy('id')
    .limit(wish.sizeRows)
    .offset((wish.page - 1) * wish.sizeRows)
    .execute()
  return { employees: rows.map(employeeOf), total: total?.total ?? 0 }
}

/** Adds employees. `passkeyHandle` is the random name an authenticator knows a person by. */
export async function addEmployees(
  tx: Tx,
  employees: readonly (Employee & { readonly passkeyHandle: string })[],
  at: Date,
): Promise<void> {
  const rows = employees.map((employee) => ({
    ...columnsOf(employee),
    id: employee.id,
    passkey_handle: employee.passkeyHandle,
    created_at: at,
    changed_at: at,
    identity_changed_at: employee.source === 'demonstration' ? null : at,
  }))
  // PostgreSQL takes at most 65,535 parameters in a statement.
  for (let from = 0; from < rows.length; from += 1000) {
    await tx
      .withTables<Tables>()
      .insertInto('employees')
      .values(rows.slice(from, from + 1000))
      .execute()
  }
}

/** Writes what is known of an employee now. */
export async function changeEmployee(tx: Tx, employee: Employee, at: Date): Promise<void> {
  const { subject, givenName, familyName } = employee
  const identityChangedAt = sql<Date | null>`case when row(subject, given_name, family_name)
    is distinct from row(${subject}::text, ${givenName}::text, ${familyName}::text)
    then ${at}::timestamptz else identity_changed_at end`
  await tx
    .withTables<Tables>()
    .updateTable('employees')
    .set({ ...columnsOf(employee), changed_at: at, identity_changed_at: identityChangedAt })
    .where('id', '=', employee.id)
    .execute()
}

/** Writes the language of an employee and nothing else: whoever chooses one while they leave must not come back by it. */
export async function changeLanguage(tx: Tx, id: string, language: Language | null, at: Date): Promise<void> {
  await tx
    .withTables<Tables>()
    .updateTable('employees')
    .set({ language, changed_at: at })
    .where('id', '=', id)
    .execute()
}

function columnsOf(employee: Employee) {
  return {
    staff_number: employee.staffNumber,
    user_name: employee.userName,
    external_id: employee.externalId,
    subject: employee.subject,
    given_name: employee.givenName,
    family_name: employee.familyName,
    email: employee.email,
    unit_id: employee.unitId,
    worker_type: employee.workerType,
    language: employee.language,
    starts_on: employee.startsOn,
    leaves_at: employee.leavesAt,
    removed_at: employee.removedAt,
    source: employee.source,
  }
}

/** Random name by which authenticators know an employee; base64url. */
export async function passkeyHandleOf(tx: Tx, employeeId: string): Promise<string> {
  const row = await tx
    .withTables<Tables>()
    .selectFrom('employees')
    .select('passkey_handle')
    .where('id', '=', employeeId)
    .executeTakeFirstOrThrow()
  return row.passkey_handle
}

/** Number of employees, also who left. */
export async function countEmployees(tx: Tx): Promise<number> {
  const row = await tx
    .withTables<Tables>()
    .selectFrom('employees')
    .select(sql<number>`count(*)::int`.as('total'))
    .executeTakeFirst()
  return row?.total ?? 0
}

/** True where the people of the demonstration live in this database. */
export async function holdsMadeUpPeople(tx: Tx): Promise<boolean> {
  const row = await tx
    .withTables<Tables>()
    .selectFrom('employees')
    .select('id')
    .where('source', '=', 'demonstration')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
