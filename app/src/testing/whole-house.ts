import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Config, configKeys, readConfig } from '../config.ts'
import { startHouse } from '../main.ts'
import type { Database } from '../platform/database.ts'
import type { House, RouteFacts } from '../platform/http.ts'
import { deriverOf } from '../platform/installation-key.ts'
import { makeLog } from '../platform/log.ts'
import { localDayAndHour } from '../platform/outbox.ts'
import { timeZoneOf } from '../platform/time-zone.ts'
import type { TransparencyLog } from '../rooms/log/log.ts'
import { openPrepared } from './prepared.ts'

/** A browser of one person, or of nobody: keeps the session cookie, sends JSON. */
export type Client = {
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>
  readonly cookie: string
  /** Set-Cookie lines of the sign-in, flags and all. */
  readonly setCookies: readonly string[]
}
/** An answer as a test looks at it. `json` is what was parsed, or undefined. */
export type Answer = {
  readonly status: number
  readonly text: string
  readonly json: unknown
  readonly headers: Headers
}

/** A whole demonstration house on a port of its own, for tests of everything together. */
export type WholeHouse = {
  readonly url: string
  readonly house: House
  readonly log: TransparencyLog
  readonly routes: readonly RouteFacts[]
  readonly lines: string[]
  /** Time of the house; a test may move it. */
  clock: { now: Date }
  /** The day by the clock of the organisation, or so many days after it, 'YYYY-MM-DD'. Around midnight UTC has another one. */
  today(later?: number): string
  /** Signs in as a persona through the real sign-in, redirects and all. */
  as(persona: string, before?: { readonly cookie: string }): Promise<Client>
  readonly nobody: Client
  /** Somebody who brings along these headers, whatever they are worth. */
  with(headers: Readonly<Record<string, string>>): Client
  stop(): Promise<void>
}

/** Starts a demonstration house in memory, or on a database that the caller opened. */
export async function openWholeHouse(country: 'nl' | 'dk' = 'nl', own?: Database): Promise<WholeHouse> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'openwacht-house-'))
  const lines: string[] = []
  const clock = { now: new Date() }
  const start = (database: Database, folder: string) => {
    const log = makeLog(
      'debug',
      (line) => lines.push(line),
      () => clock.now,
    )
    const derive = deriverOf(new Uint8Array(32).fill(9))
    return startHouse(configOf(country, folder), { database, derive, log, now: () => clock.now })
  }
  const database =
    own ?? (await openPrepared(country, dataFolder, async (made, folder) => (await start(made, folder)).stop()))
  const running = await start(database, dataFolder)
  const { url } = running
  return {
    url,
    house: running.house,
    log: running.log,
    routes: running.routes,
    lines,
    clock,
    today: (later = 0) => localDayAndHour(new Date(clock.now.getTime() + later * 86_400_000), timeZoneOf(country)).day,
    as: (persona, before) => signIn(url, persona, before?.cookie),
    nobody: clientOf(url, {}),
    with: (headers) => clientOf(url, headers),
    stop: async () => {
      await running.stop()
      await database.destroy()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

function configOf(country: 'nl' | 'dk', dataFolder: string): Config {
  const environment = {
    [configKeys.dataFolder.environment]: dataFolder,
    [configKeys.demonstration.environment]: country,
    [configKeys.port.environment]: '0',
    [configKeys.requestsPerMinute.environment]: '10000000',
  }
  const read = readConfig(environment, '/nowhere')
  if (read.kind === 'faults') throw new Error(JSON.stringify(read.faults))
  return read.config
}

/** A machine with a key that the administrator made for one purpose. */
export async function machineWith(house: WholeHouse, purpose: string): Promise<Client> {
  const administrator = await house.as('administrator')
  const made = await administrator.ask('POST', '/api/v1/credentials', { purpose, label: 'test', days: 1 })
  // The shape is checked by the route that sends it.
  const { secret } = made.json as { secret?: string }
  if (secret === undefined) throw new Error(`no key for "${purpose}": ${made.text}`)
  return {
    ...house.nobody,
    ask: (method, path, body, headers) =>
      house.nobody.ask(method, path, body, { ...headers, authorization: `Bearer ${secret}` }),
  }
}

async function signIn(url: string, persona: string, cookieBefore = ''): Promise<Client> {
  const jar = new Map<string, string>()
  const setCookies: string[] = []
  const [, nameBefore, valueBefore] = /^([^=]+)=(.*)$/.exec(cookieBefore) ?? []
  if (nameBefore !== undefined && valueBefore !== undefined) jar.set(nameBefore, valueBefore)
  let next = `${url}/sign-in/start?persona=${persona}&to=/`
  for (let hops = 0; hops < 12; hops++) {
    const response = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: cookieHeader(jar), accept: 'text/html' },
    })
    for (const line of response.headers.getSetCookie()) {
      setCookies.push(line)
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    const location = response.headers.get('location')
    if (location?.startsWith('/sign-in?refused=')) throw new Error(`sign-in as "${persona}" ended at ${location}`)
    if (location === null) {
      if (response.status !== 200)
        throw new Error(`sign-in as "${persona}" ended with ${response.status}: ${await response.text()}`)
      break
    }
    next = new URL(location, next).href
  }
  const session = jar.get('__Host-openwacht')
  if (session === undefined) throw new Error(`sign-in as "${persona}" gave no session`)
  return clientOf(url, { cookie: `__Host-openwacht=${session}` }, setCookies)
}

function cookieHeader(jar: ReadonlyMap<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}

function clientOf(url: string, own: Readonly<Record<string, string>>, setCookies: readonly string[] = []): Client {
  return {
    cookie: own.cookie ?? '',
    setCookies,
    ask: async (method, path, body, headers = {}) => {
      const plain = typeof body === 'string' || body instanceof Uint8Array
      const response = await fetch(url + path, {
        method,
        redirect: 'manual',
        headers: {
          ...own,
          ...(body === undefined || plain ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        // Bytes in tests never lie in shared memory, which is what the narrower type rules out.
        ...(body === undefined
          ? {}
          : { body: plain ? (body as string | Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, text, json: parsed(text), headers: response.headers }
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
