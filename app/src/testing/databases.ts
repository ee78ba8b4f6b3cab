import { randomBytes } from 'node:crypto'
import { after, describe } from 'node:test'
import { sql } from 'kysely'
import { type Database, openServer } from '../platform/database.ts'
import { openInMemory } from './prepared.ts'

/** A database that was opened empty; `close` ends it and removes it. */
export type TestDatabase = { readonly database: Database; close(): Promise<void> }

/** Opens an empty database that is gone after the tests of its group. */
export type OpenDatabase = () => Promise<Database>

/** Environment variable with the server of this test run. Whoever runs the tests sets it. */
const serverVariable = 'OPENWACHT_TEST_POSTGRES_URL'
const server = process.env[serverVariable]

/** The kinds of database there are in this test run: the embedded one, and PostgreSQL where a server is running. */
export const everyDatabase: readonly { readonly name: string; open(): Promise<TestDatabase> }[] = [
  { name: 'PGlite', open: openEmbedded },
  ...(server === undefined ? [] : [{ name: 'PostgreSQL', open: () => openOn(server) }]),
]

/**
 * The same tests on the embedded database and on a PostgreSQL server. Without a server the second group is skipped, and
 * the report of the test run says why.
 *
 * @param define - Defines the tests of one group. What it opens is closed and removed at its end.
 */
export function eachDatabase(title: string, define: (open: OpenDatabase) => void): void {
  const skip = server === undefined && `no PostgreSQL server: install it, or name one in ${serverVariable}`
  describe(`${title}, embedded`, () => defineOn(openEmbedded, define))
  describe(`${title}, on a PostgreSQL server`, { skip }, () => defineOn(() => openOn(server ?? ''), define))
}

function defineOn(open: () => Promise<TestDatabase>, define: (open: OpenDatabase) => void): void {
  const opened: TestDatabase[] = []
  define(async () => {
    const one = await open()
    opened.push(one)
    return one.database
  })
  // Hooks run in their order: what the group opened on a database ends before the database does.
  after(async () => {
    for (const one of opened) await one.close()
  })
}

async function openEmbedded(): Promise<TestDatabase> {
  const database = openInMemory()
  return { database, close: () => database.destroy() }
}

async function openOn(url: string): Promise<TestDatabase> {
  const name = `openwacht_test_${randomBytes(6).toString('hex')}`
  await onServer(url, `create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  const database = openServer(own.href)
  return {
    database,
    close: async () => {
      await database.destroy()
      await onServer(url, `drop database ${name} with (force)`)
    },
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const database = openServer(url)
  try {
    await sql.raw(statement).execute(database)
  } finally {
    await database.destroy()
  }
}
