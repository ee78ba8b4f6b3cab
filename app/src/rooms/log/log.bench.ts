// What the log costs through the database: entering, appending with synced files, a page, proofs, and a start.
import { startPostgres } from '../../../../tools/postgres.ts'
import { type Database, openEmbedded, openServer } from '../../platform/database.ts'
import { enterEntry } from '../../platform/outbox.ts'
import { readAbsence } from './absence.ts'
import { listEntries } from './reading-store.ts'
import { about, changed, type SmallLog, smallLog } from './testing/small-log.ts'

const total = 20_000
const batch = 256

async function bench(name: string, database: Database): Promise<void> {
  const log = await smallLog(database)
  try {
    const entering = await seconds(() => enterMany(database, log))
    say(
      name,
      `entering ${total} entries, ${batch} in a transaction, every other one about a person`,
      perSecond(entering),
    )
    const { sequencer } = await log.start()
    const appending = await seconds(async () => {
      while ((await sequencer.append()) !== undefined);
    })
    say(name, 'appending them: index, tiles, bundles and checkpoints, all synced', perSecond(appending))
    const starting = await seconds(() => log.start().then(() => undefined))
    say(name, `a start on these entries: every file verified, the map computed anew`, `${starting.toFixed(1)} s`)
    const query = {
      kinds: undefined,
      measure: 'measure-07',
      from: undefined,
      until: undefined,
      before: 10_000,
      limit: 50,
    }
    const page = await seconds(async () => {
      for (let at = 0; at < 20; at++) await database.transaction().execute((tx) => listEntries(tx, query))
    })
    say(name, 'a page of 50 entries of a measure', `${((page / 20) * 1000).toFixed(1)} ms`)
    const period = { from: '2026-08-01', until: '2026-08-31' }
    const asking = await seconds(async () => {
      for (let at = 0; at < 100; at++)
        await sequencer.reading(async (_tree, map) => readAbsence(map, period, () => new Uint8Array(32).fill(at)))
    })
    say(name, 'what a person finds in a month', `${((asking / 100) * 1000).toFixed(2)} ms`)
  } finally {
    log.close()
    await database.destroy()
  }
}

async function enterMany(database: Database, { house }: SmallLog): Promise<void> {
  const at = house.now()
  for (let from = 0; from < total; from += batch) {
    await database.transaction().execute(async (tx) => {
      const place = { tx, at, outbox: house.outbox, seal: house.seal }
      for (let one = from; one < Math.min(total, from + batch); one++) {
        if (one % 2 === 0) await enterEntry(place, changed, { measure: 'measure-07', way: 'wider' })
        else await enterEntry(place, about, { count: one }, { about: [`person ${one % 400}`], details: { part: one } })
      }
    })
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

function perSecond(spent: number): string {
  return `${Math.round(total / spent).toLocaleString('en')} entries/s`
}

function say(name: string, what: string, figure: string): void {
  console.log(`${name}: ${what}: ${figure}`)
}

await bench('PGlite', openEmbedded(undefined))
const server = await startPostgres()
try {
  if (server === undefined) console.log('PostgreSQL: not on this machine')
  else await bench('PostgreSQL', openServer(server.url))
} finally {
  await server?.stop()
}
