import { randomBytes } from 'node:crypto'
import { after, describe } from 'node:test'
import { sql } from 'kysely'
import { type Database, openServer } from '../platform/database.ts'
import { openInMemory } from './prepared.ts'

/** Opens an empty database that is gone after the tests of its group. */
export type OpenDatabase = () => Promise<Database>

/** Environment variable with the server of this test run. Whoever runs the tests sets it. */
const serverVariable = 'OPENWACHT_TEST_POSTGRES_URL'

/**
 * The same tests on the embedded database and on a PostgreSQL server. Without a server the second group is skipped, and
 * the report of the test run says why.
 *
 * @param define - Defines the tests of one group. What it opens is closed and removed at its end.
 */
export function eachDatabase(title: string, define: (open: OpenDatabase) => void): void {
  describe(`${title}, embedded`, () => {
    const opened: Database[] = []
    define(async () => {
      const database = openInMemory()
      opened.push(database)
      return database
    })
    // Hooks run in their order: what the group opened on a database ends before the database does.
    after(async () => {
      for (const database of opened) await database.destroy()
    })
  })
  const server = process.env[serverVariable]
  const skip = server === undefined && `no PostgreSQL server: install it, or name one in ${serverVariable}`
  describe(`${title}, on a PostgreSQL server`, { skip }, () => {
    const opened: { readonly database: Database; readonly name: string }[] = []
    define(async () => {
      const name = `openwacht_test_${randomBytes(6).toString('hex')}`
      await onServer(server ?? '', `create database ${name}`)
      const url = new URL(server ?? '')
      url.pathname = `/${name}`
      const database = openServer(url.href)
      opened.push({ database, name })
      return database
    })
    after(async () => {
      for (const { database, name } of opened) {
        await database.destroy()
        await onServer(server ?? '', `drop database ${name} with (force)`)
      }
    })
  })
}

async function onServer(url: string, statement: string): Promise<void> {
  const database = openServer(url)
  try {
    await sql.raw(statement).execute(database)
  } finally {
    await database.destroy()
  }
}
