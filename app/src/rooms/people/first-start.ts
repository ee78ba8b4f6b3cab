import type { Config } from '../../config.ts'
import type { Database, Tx } from '../../platform/database.ts'
import { OperatorError } from '../../platform/operator-error.ts'
import { timeZoneOf } from '../../platform/time-zone.ts'
import { addAppointments } from './appointments-store.ts'
import { type DemonstrationEmployee, demonstration } from './demonstration.ts'
import { type LocalDate, lastDayOf } from './local-date.ts'
import { newPasskeyHandle } from './people.ts'
import { startOfDay } from './start-of-day.ts'
import {
  addEmployees,
  addOrganisation,
  addUnits,
  type Employee,
  findOrganisation,
  holdsMadeUpPeople,
  lockOrganisation,
  type Organisation,
  renameOrganisation,
} from './store.ts'

/**
 * Names the organisation at the very first start, and fills the demonstration. Later starts give it the name that the
 * settings have now; the law it is under stays.
 *
 * @returns What was done, for the person who started it.
 * @throws Where the data folder belongs to a real organisation and the demonstration is asked for, or the other way round.
 */
export async function firstStart(
  database: Database,
  config: Config,
  at: Date,
): Promise<'nothing' | 'named' | 'demonstration'> {
  return database.transaction().execute(async (tx) => {
    await lockOrganisation(tx)
    const found = await findOrganisation(tx)
    if (found !== undefined) {
      await refuseMixture(tx, config, found)
      const { organisationName: name } = config
      if (config.demonstration === 'off' && name !== undefined && name !== found.name)
        await renameOrganisation(tx, name)
      return 'nothing'
    }
    const timeZone = timeZoneOf(config.jurisdiction)
    if (config.demonstration === 'off') {
      await addOrganisation(tx, {
        name: config.organisationName ?? 'Organisation without a name',
        jurisdiction: config.jurisdiction,
        timeZone,
        language: config.language,
      })
      return 'named'
    }
    const made = demonstration(config.demonstration, lastDayOf(new Date(at.getTime() + 1), timeZone))
    await addOrganisation(tx, {
      name: made.organisation.name,
      jurisdiction: config.jurisdiction,
      timeZone,
      language: config.language,
    })
    await addUnits(
      tx,
      made.units.map((unit) => ({ ...unit, externalId: null })),
    )
    await addEmployees(
      tx,
      made.employees.map((employee) => ({ ...madeUp(employee, timeZone), passkeyHandle: newPasskeyHandle() })),
      at,
    )
    await addAppointments(tx, made.appointments, null, at)
    return 'demonstration'
  })
}

/** A made-up person as a row: known to the demonstration provider by the user name. */
function madeUp(employee: DemonstrationEmployee, timeZone: string): Employee {
  const { id, staffNumber, userName, givenName, familyName, email, unitId, workerType, startsOn, lastDay } = employee
  return {
    ...{ id, staffNumber, userName, givenName, familyName, email, unitId, workerType, startsOn },
    externalId: null,
    subject: userName,
    language: null,
    leavesAt: lastDay === null ? null : startOfDay(lastDay, 1, timeZone),
    removedAt: null,
    source: 'demonstration',
  }
}

/** The people one can play, each with the name the provider has for them. */
export function playablePeople(country: 'nl' | 'dk', on: LocalDate) {
  const { personas, employees } = demonstration(country, on)
  const byId = new Map(employees.map((employee) => [employee.id, employee]))
  return personas.flatMap((persona) => {
    const employee = byId.get(persona.employeeId)
    if (employee === undefined) return []
    const name = `${employee.givenName} ${employee.familyName}`
    return [{ id: persona.id, office: persona.office, line: persona.line, name, subject: employee.userName }]
  })
}

/** Made-up people must never be able to sign in to a real house, nor real people without a password. */
async function refuseMixture(tx: Tx, config: Config, found: Organisation): Promise<void> {
  const madeUp = await holdsMadeUpPeople(tx)
  if (madeUp && config.demonstration === 'off') {
    throw new OperatorError(
      'this database holds the demonstration',
      'Name another data folder (OPENWACHT_DATA) or another database: made-up people never stand beside real ones.',
    )
  }
  if (!madeUp && config.demonstration !== 'off') {
    throw new OperatorError(
      'this database belongs to a real organisation',
      'Name another data folder for the demonstration (OPENWACHT_DATA).',
    )
  }
  if (!madeUp && config.jurisdiction !== found.jurisdiction) {
    throw new OperatorError(
      `this database is of an organisation under the law of "${found.jurisdiction}", and jurisdiction is "${config.jurisdiction}"`,
      `Set jurisdiction to ${found.jurisdiction} (OPENWACHT_JURISDICTION), or name another database.`,
    )
  }
  if (madeUp && config.demonstration !== found.jurisdiction) {
    throw new OperatorError(
      `this database holds the demonstration of "${found.jurisdiction}"`,
      'Start that one, or name another data folder (OPENWACHT_DATA).',
    )
  }
}
