import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Database, openServer } from '../platform/database.ts'
import { openInMemory } from './prepared.ts'

/** A kind of database that the tests run on, opened empty; `close` ends it and removes it. */
export type TestDatabase = { readonly database: Database; close(): Promise<void> }

/** The kinds of database there are in this test run: the embedded one, and PostgreSQL where a server is running. */
export const everyDatabase: readonly { readonly name: string; open(): Promise<TestDatabase> }[] = [
  {
    name: 'PGlite',
    open: async () => {
      const database = openInMemory()
      return { database, close: () => database.destroy() }
    },
  },
  ...(process.env.OPENWACHT_TEST_POSTGRES_URL === undefined
    ? []
    : [{ name: 'PostgreSQL', open: () => openOnServer(process.env.OPENWACHT_TEST_POSTGRES_URL ?? '') }]),
]

async function openOnServer(url: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  const main = openServer(url)
  await sql.raw(`create database ${name}`).execute(main)
  const own = new URL(url)
  own.pathname = `/${name}`
  const database = openServer(own.href)
  return {
    database,
    close: async () => {
      await database.destroy()
      await sql.raw(`drop database ${name} with (force)`).execute(main)
      await main.destroy()
    },
  }
}
