import { randomUUID } from 'node:crypto'
import type { Config } from '../../config.ts'
import type { Database, Tx } from '../../platform/database.ts'
import { addAppointments } from './appointments-store.ts'
import { demonstration } from './demonstration.ts'
import { newPasskeyHandle } from './people.ts'
import { addEmployees, addOrganisation, addUnits, findOrganisation, holdsMadeUpPeople } from './store.ts'

const timeZones = { nl: 'Europe/Amsterdam', dk: 'Europe/Copenhagen' } as const

/**
 * Names the organisation at the very first start, and fills the demonstration.
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
    const found = await findOrganisation(tx)
    if (found !== undefined) {
      await refuseMixture(tx, config)
      return 'nothing'
    }
    const timeZone = timeZones[config.jurisdiction]
    if (config.demonstration === 'off') {
      await addOrganisation(tx, {
        name: config.organisationName,
        jurisdiction: config.jurisdiction,
        timeZone,
        language: config.language,
      })
      return 'named'
    }
    const made = demonstration(config.demonstration, at)
    await addOrganisation(tx, { ...made.organisation, timeZone, language: config.language })
    await addUnits(tx, made.units)
    await addEmployees(
      tx,
      made.employees.map((employee) => ({ ...employee, passkeyHandle: newPasskeyHandle() })),
      at,
    )
    await addAppointments(
      tx,
      made.appointments.map((appointment) => ({ ...appointment, id: appointment.id ?? randomUUID() })),
      null,
      at,
    )
    return 'demonstration'
  })
}

/** Made-up people must never be able to sign in to a real house, nor real people without a password. */
async function refuseMixture(tx: Tx, config: Config): Promise<void> {
  const madeUp = await holdsMadeUpPeople(tx)
  if (madeUp && config.demonstration === 'off') {
    throw new Error('this database holds the demonstration: name another data folder or database')
  }
  if (!madeUp && config.demonstration !== 'off') {
    throw new Error('this database belongs to a real organisation: name another data folder for the demonstration')
  }
}
