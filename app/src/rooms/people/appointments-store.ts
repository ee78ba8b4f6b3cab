import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { localDate } from './local-date.ts'
import type { Appointment, OfficeCode } from './offices.ts'

type Tables = {
  appointments: {
    id: string
    office: OfficeCode
    employee_id: string
    unit_id: string | null
    kind: 'holder' | 'deputy'
    valid_from: string
    valid_until: string | null
    appointed_by: string | null
    appointed_at: Date
    ended_by: string | null
    ended_at: Date | null
  }
}

const columns = [
  'id',
  'office',
  'employee_id',
  'unit_id',
  'kind',
  sql<string>`valid_from::text`.as('valid_from'),
  sql<string | null>`valid_until::text`.as('valid_until'),
] as const

type Row = Pick<
  Tables['appointments'],
  'id' | 'office' | 'employee_id' | 'unit_id' | 'kind' | 'valid_from' | 'valid_until'
>

function appointmentOf(row: Row): Appointment {
  return {
    id: row.id,
    office: row.office,
    employeeId: row.employee_id,
    unitId: row.unit_id,
    kind: row.kind,
    from: localDate(row.valid_from),
    until: row.valid_until === null ? null : localDate(row.valid_until),
  }
}

/** All appointments, past and future too. */
export async function allAppointments(tx: Tx): Promise<Appointment[]> {
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('appointments')
    .select(columns)
    .orderBy('valid_from')
    .orderBy('id')
    .execute()
  return rows.map(appointmentOf)
}

/** Appointments of one employee. */
export async function appointmentsOf(tx: Tx, employeeId: string): Promise<Appointment[]> {
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('appointments')
    .select(columns)
    .where('employee_id', '=', employeeId)
    .orderBy('valid_from')
    .execute()
  return rows.map(appointmentOf)
}

/** One appointment, or undefined. */
export async function findAppointment(tx: Tx, id: string): Promise<Appointment | undefined> {
  const row = await tx
    .withTables<Tables>()
    .selectFrom('appointments')
    .select(columns)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && appointmentOf(row)
}

/**
 * Stops other acts from appointing or ending until this transaction is over: two decisions taken at once could each
 * be right and together break an incompatibility, or end the last administrator twice.
 */
export async function lockAppointments(tx: Tx): Promise<void> {
  await sql`lock table appointments in share row exclusive mode`.execute(tx)
}

/** Writes appointments. `by` is null for those that come with the first start. */
export async function addAppointments(
  tx: Tx,
  appointments: readonly Appointment[],
  by: string | null,
  at: Date,
): Promise<void> {
  const rows = appointments.map((appointment) => ({
    id: appointment.id,
    office: appointment.office,
    employee_id: appointment.employeeId,
    unit_id: appointment.unitId,
    kind: appointment.kind,
    valid_from: appointment.from,
    valid_until: appointment.until,
    appointed_by: by,
    appointed_at: at,
    ended_by: null,
    ended_at: null,
  }))
  if (rows.length > 0) await tx.withTables<Tables>().insertInto('appointments').values(rows).execute()
}

/** Ends an appointment: `until` is the first day without the office. */
export async function endAppointment(tx: Tx, id: string, until: string, by: string | null, at: Date): Promise<void> {
  await tx
    .withTables<Tables>()
    .updateTable('appointments')
    .set({ valid_until: until, ended_by: by, ended_at: at })
    .where('id', '=', id)
    .execute()
}
