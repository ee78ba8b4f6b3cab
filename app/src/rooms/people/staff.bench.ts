// What a house of 175,000 people costs: the pages an administrator opens, a staff file of everybody, a sign-in.
// Compared with the demonstration of some hundred people on the same machine and the same embedded database.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Client, openWholeHouse } from '../../testing/whole-house.ts'
import { newPasskeyHandle } from './people.ts'
import { addEmployees, addUnits, type Employee } from './store.ts'

const everybody = 175_000
const unitCount = 1_500
const rounds = 5

const house = await openWholeHouse('nl')
try {
  const administrator = await house.as('administrator')
  print('demonstration', await pages(administrator))
  const units = Array.from({ length: unitCount }, (_, at) => ({
    id: randomUUID(),
    name: `Unit ${at}`,
    parentId: null,
    externalId: null,
  }))
  const people = Array.from({ length: everybody }, (_, at) => person(at, units[at % unitCount]?.id ?? null))
  await house.house.database.transaction().execute(async (tx) => {
    await addUnits(tx, units)
    await addEmployees(
      tx,
      people.map((one) => ({ ...one, passkeyHandle: newPasskeyHandle() })),
      house.clock.now,
    )
  })
  await sql`analyze`.execute(house.house.database)
  print(`${everybody} people`, await pages(administrator))
  const file = csvOf(people)
  const body = { 'content-type': 'text/csv' }
  const preview = await timed(() => ask(administrator, 'POST', '/api/v1/imports/preview', file, body))
  console.log(`preview of a file of everybody (${(file.length / 1e6).toFixed(1)} MB): ${preview.toFixed(0)} ms`)
  console.log(`resident: ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`)
} finally {
  await house.stop()
}

async function pages(client: Client): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>()
  for (const path of [
    '/api/v1/session',
    '/api/v1/start',
    '/api/v1/employees?page=1',
    '/api/v1/units',
    '/api/v1/appointments',
    '/api/v1/tasks',
  ]) {
    const times: number[] = []
    for (let round = 0; round < rounds; round++) times.push(await timed(() => ask(client, 'GET', path)))
    found.set(path, times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0)
  }
  for (const path of ['/api/v1/employees/search', '/api/v1/candidates/search']) {
    const times: number[] = []
    for (let round = 0; round < rounds; round++)
      times.push(await timed(() => ask(client, 'POST', path, { search: 'jansen' })))
    found.set(path, times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0)
  }
  return found
}

async function ask(client: Client, method: string, path: string, body?: unknown, headers = {}): Promise<void> {
  const { status, text } = await client.ask(method, path, body, headers)
  if (status !== 200) throw new Error(`${method} ${path} gave ${status}: ${text.slice(0, 300)}`)
}

async function timed(work: () => Promise<void>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

function print(title: string, figures: ReadonlyMap<string, number>): void {
  console.log(`${title}, median of ${rounds}, HTTP in and out:`)
  for (const [path, ms] of figures) console.log(`  ${path.padEnd(40)} ${ms.toFixed(1)} ms`)
}

function person(at: number, unitId: string | null): Employee {
  return {
    id: randomUUID(),
    staffNumber: `N${at}`,
    userName: `n${at}`,
    externalId: null,
    subject: null,
    givenName: 'Bo',
    familyName: at % 500 === 0 ? 'Jansen' : `Naam${at % 9973}`,
    email: `n${at}@voorbeeld.example`,
    unitId,
    workerType: 'employee',
    language: null,
    startsOn: '2020-01-01',
    leavesAt: null,
    removedAt: null,
    source: 'csv',
  }
}

function csvOf(people: readonly Employee[]): string {
  const lines = people.map((one) => `${one.staffNumber};${one.givenName};${one.familyName};${one.email}`)
  return ['personeelsnummer;voornaam;achternaam;email', ...lines].join('\n')
}
