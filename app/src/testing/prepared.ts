// What many tests begin with, made once in a test run and copied from then on: making a database costs four seconds of processor.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Database, embeddedDatabase } from '../platform/database.ts'
import { startEmbedded } from '../platform/embedded-postgres.ts'

/** Folder of this test run. Whoever runs the tests makes and removes it; without it everything is made anew. */
const folder = process.env.OPENWACHT_TEST_PREPARED

/** An empty embedded database in memory. */
export function openInMemory(): Database {
  return embeddedDatabase(async () => startEmbedded(undefined, await blank()))
}

/**
 * Gives a database and fills a data folder as `make` left them the first time it was asked for this name.
 *
 * @param make - Fills both, and has stopped when it is done.
 */
export async function openPrepared(
  name: string,
  dataFolder: string,
  make: (database: Database, dataFolder: string) => Promise<void>,
): Promise<Database> {
  if (folder === undefined) {
    const database = openInMemory()
    await make(database, dataFolder)
    return database
  }
  const place = join(folder, name)
  if (!existsSync(place)) {
    await keep(place, async (unfinished) => {
      const started = startEmbedded(undefined, await blank())
      const database = embeddedDatabase(() => started)
      const own = join(unfinished, 'data')
      mkdirSync(own)
      await make(database, own)
      writeFileSync(join(unfinished, 'database.tar'), await (await started).snapshot())
      await database.destroy()
    })
  }
  cpSync(join(place, 'data'), dataFolder, { recursive: true })
  return embeddedDatabase(() => startEmbedded(undefined, bytesOf(join(place, 'database.tar'))))
}

async function blank(): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (folder === undefined) return undefined
  const place = join(folder, 'blank')
  if (!existsSync(place)) {
    await keep(place, async (unfinished) => {
      const embedded = await startEmbedded(undefined)
      writeFileSync(join(unfinished, 'database.tar'), await embedded.snapshot())
      await embedded.close()
    })
  }
  return bytesOf(join(place, 'database.tar'))
}

/** Two files of tests may make the same at once: a folder is complete or absent, and the first one stays. */
async function keep(place: string, make: (unfinished: string) => Promise<void>): Promise<void> {
  mkdirSync(dirname(place), { recursive: true })
  const unfinished = mkdtempSync(`${place}-`)
  await make(unfinished)
  try {
    renameSync(unfinished, place)
  } catch (error) {
    if (!existsSync(place)) throw error
    rmSync(unfinished, { recursive: true })
  }
}

function bytesOf(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(path))
}
