import assert from 'node:assert/strict'
import { listAt, look } from './look.ts'
import { samples } from './samples.ts'
import { type Answer, type Client, machineWith, type WholeHouse } from './whole-house.ts'

type Route = WholeHouse['routes'][number]
type Persona = { readonly id: string; readonly office: string }

/**
 * Tries every route as every persona and as a machine of every purpose.
 *
 * @returns The table of who may use what, sorted, as `docs/permissions.tsv` has it.
 */
export async function permissionsTable(house: WholeHouse): Promise<string> {
  const personas = await personasOf(house)
  const clients = new Map<string, Client>()
  for (const { id, office } of personas) clients.set(office, await house.as(id))
  for (const purpose of ['scim', 'authzen', 'metrics'])
    clients.set(`machine:${purpose}`, await machineWith(house, purpose))
  const lines: string[] = []
  for (const route of house.routes.filter(({ method }) => method !== 'HEAD')) {
    const allowed: string[] = []
    for (const [who, client] of route.access?.kind === 'public' ? [] : clients) {
      if (await mayUse(house, route, client, who, personas)) allowed.push(who)
    }
    lines.push(`${route.method}\t${route.url}\t${whoMay(route, allowed, personas)}`)
  }
  return ['method\troute\twho may', ...lines.sort(), ''].join('\n')
}

/** Sends the sample request of a route. */
export function callRoute(route: Route, client: Client): Promise<Answer> {
  const sample = samples[`${route.method} ${route.url}`]
  if (sample === undefined)
    return assert.fail(`no sample request for ${route.method} ${route.url}: add one to testing/samples.ts`)
  return client.ask(route.method, sample.path ?? route.url, sample.body, sample.headers)
}

function whoMay(route: Route, allowed: readonly string[], personas: readonly Persona[]): string {
  if (route.access?.kind === 'public') return 'everybody'
  const everyOffice = personas.every(({ office }) => allowed.includes(office))
  const machines = allowed.filter((who) => who.startsWith('machine:'))
  return everyOffice ? ['every employee', ...machines].join(' ') : [...allowed].sort().join(' ')
}

async function personasOf(house: WholeHouse): Promise<Persona[]> {
  const { json } = await house.nobody.ask('GET', '/api/v1/personas')
  return listAt(json, 'personas').map((one) => ({ id: String(look(one, 'id')), office: String(look(one, 'office')) }))
}

async function mayUse(
  house: WholeHouse,
  route: Route,
  client: Client,
  who: string,
  personas: readonly Persona[],
): Promise<boolean> {
  // Signing out is tried with a session of its own, or the rest of the walk would be nobody's.
  const persona = personas.find(({ office }) => office === who)
  const ends = route.method === 'DELETE' && route.url === '/api/v1/session'
  const { status, text } = await callRoute(route, ends && persona !== undefined ? await house.as(persona.id) : client)
  assert.ok(
    status < 500,
    `${who}: ${route.method} ${route.url} gave ${status}: ${text} ${house.lines.filter((line) => line.includes('"fault"')).join('')}`,
  )
  assert.notEqual(
    status,
    400,
    `${who}: ${route.method} ${route.url} was not understood, so its permission was not tried: ${text}`,
  )
  return status !== 401 && status !== 403
}
