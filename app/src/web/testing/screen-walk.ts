import type { BrowserHouse, Visitor } from '../../testing/browser.ts'
import type { Client } from '../../testing/whole-house.ts'
import type { Personas, Session } from '../answers.ts'
import { openTo, type ScreenEntry, screens } from '../screens.ts'

/** Finds, in a running house, a value for a part of an address. */
type FindPart = (administrator: Client) => Promise<string>

// A screen whose address has a part for anything needs a row here, or every walk fails.
const partsOf: Readonly<Record<string, Readonly<Record<string, FindPart>>>> = {
  employee: { id: firstEmployee },
}

/** Every screen, as one list without the differences of each. */
export const everyScreen: readonly ScreenEntry[] = screens

/** Opens a screen as somebody who may open it: nobody where it is open to everybody. */
export async function openScreen(house: BrowserHouse, screen: ScreenEntry, language: string): Promise<Visitor> {
  const who = await whoOpens(house, screen)
  const visitor = who === undefined ? await nobodyOf(house) : await house.signInAs(who)
  await visitor.speak(language)
  await visitor.open(await addressOf(house, screen))
  return visitor
}

/** The address of a screen with its parts filled in. */
export async function addressOf(house: BrowserHouse, screen: ScreenEntry): Promise<string> {
  let address: string = screen.path
  for (const [, part = ''] of screen.path.matchAll(/:(\w+)/g)) {
    const find = partsOf[screen.id]?.[part]
    if (find === undefined) throw new Error(`screen "${screen.id}" has no value for ":${part}" in the walk`)
    address = address.replace(`:${part}`, encodeURIComponent(await find(await house.whole.as('administrator'))))
  }
  return address
}

/** The first persona that may open a screen, the plain employee first; undefined where nobody need be signed in. */
export async function whoOpens(house: BrowserHouse, screen: ScreenEntry): Promise<string | undefined> {
  if (screen.audience === 'everybody') return undefined
  if (screen.needs === undefined) return 'employee'
  const known = openers.get(screen.needs)
  if (known !== undefined) return known
  // The list of the API, as its schema says.
  const { personas } = (await house.whole.nobody.ask('GET', '/api/v1/personas')).json as Personas
  for (const { id } of [...personas].sort((a, b) => likelihood(b.id) - likelihood(a.id))) {
    const client = await house.whole.as(id)
    const { allowed } = (await client.ask('GET', '/api/v1/session')).json as Session
    if (openTo([screen], { signedIn: true, allowed }).length === 0) continue
    openers.set(screen.needs, id)
    return id
  }
  throw new Error(`no persona may open screen "${screen.id}", which needs "${screen.needs}"`)
}

/** Persona by the action that it may try: the same in every house of one file. */
const openers = new Map<string, string>()

const nobodies = new WeakMap<BrowserHouse, Promise<Visitor>>()

/** The one visitor of a house who is not signed in. */
export function nobodyOf(house: BrowserHouse): Promise<Visitor> {
  const nobody = nobodies.get(house) ?? house.visitor()
  nobodies.set(house, nobody)
  return nobody
}

/** Only saves time: those who may do most are asked first. */
function likelihood(persona: string): number {
  return ['ciso', 'dpo', 'administrator'].indexOf(persona)
}

async function firstEmployee(administrator: Client): Promise<string> {
  const { json } = await administrator.ask('GET', '/api/v1/employees')
  // The list of the API, as its schema says.
  const { employees } = json as { employees: readonly { id: string }[] }
  const [first] = employees
  if (first === undefined) throw new Error('the demonstration has no employees')
  return first.id
}
