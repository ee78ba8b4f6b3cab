import SCIMMY from 'scimmy'
import { hidesCharacters } from './hidden-characters.ts'
import { isScimFilter } from './scim-filter.ts'

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** What the staff administration says of one person. Source: RFC 7643, sections 4.1 and 4.3. */
export type ScimPerson = {
  readonly userName: string
  readonly externalId: string | undefined
  readonly givenName: string
  readonly familyName: string
  readonly email: string
  readonly active: boolean
  readonly staffNumber: string | undefined
  readonly department: string | undefined
}

/** A person as SCIM shows one; `id` is ours. */
export type ScimStored = ScimPerson & { readonly id: string; readonly created: Date; readonly lastModified: Date }

/** What a SCIM request does to the house. Made for each request, so that it happens in its transaction. */
export type ScimActs = {
  read(id: string): Promise<ScimStored | undefined>
  /** @param exact - Only who has this name, where the filter asks for just that. */
  list(exact: { readonly name: 'userName' | 'externalId'; readonly value: string } | undefined): Promise<ScimStored[]>
  /**
   * @returns 'taken' where a name is another's, 'guarded' where another account for this person needs people to confirm it,
   * undefined where there is no such person.
   */
  write(id: string | undefined, person: ScimPerson): Promise<ScimStored | 'taken' | 'guarded' | undefined>
  /** @returns false where there is no such person. */
  remove(id: string): Promise<boolean>
}

/** What a client asked. */
export type ScimCall =
  | { readonly kind: 'read'; readonly id: string; readonly query: Readonly<Record<string, string>> }
  | { readonly kind: 'list'; readonly query: Readonly<Record<string, string>> }
  | { readonly kind: 'create'; readonly body: unknown }
  | { readonly kind: 'replace'; readonly id: string; readonly body: unknown }
  | { readonly kind: 'patch'; readonly id: string; readonly body: unknown }
  | { readonly kind: 'remove'; readonly id: string }

/** How it came out; `body` is undefined for 204. Source: RFC 7644, section 3.12 for errors. */
export type ScimAnswer = { readonly status: number; readonly body: object | undefined }

// Of one value. As long as the longest that can be entered by hand, an e-mail address.
const longestText = 254

// What a request met that is not SCIM's to explain; the library would turn it into "not found".
const faults = new WeakMap<ScimActs, unknown>()

/**
 * Prepares the SCIM model for people. Groups are not offered: who holds which office is decided in the house, never
 * in the directory.
 *
 * @param basePath - Path of the SCIM service, as locations show it.
 */
export function declareScim(basePath: string): void {
  const { User } = SCIMMY.Resources
  if (!SCIMMY.Resources.declared(User)) {
    SCIMMY.Resources.declare(User).extend(SCIMMY.Schemas.EnterpriseUser, false)
    // Differs from the library: no canonical values means any value, not none (RFC 7643, section 7).
    for (const name of ['roles', 'x509Certificates']) allowAnyType(name)
    User.ingress((resource, instance, acts: ScimActs) => keepFault(acts, () => ingress(resource.id, instance, acts)))
    User.egress((resource, acts: ScimActs) => keepFault(acts, () => egress(resource, acts)))
    User.degress((resource, acts: ScimActs) =>
      keepFault(acts, async () => {
        if (!(await acts.remove(resource.id ?? ''))) throw notFound(resource.id)
      }),
    )
  }
  User.basepath(basePath)
  SCIMMY.Config.set({ patch: true, filter: { supported: true, maxResults: 1000 } })
}

/** Answers one SCIM request. Errors of the client are answers; a fault of ours throws. */
export async function answerScim(call: ScimCall, acts: ScimActs): Promise<ScimAnswer> {
  const { User } = SCIMMY.Resources
  try {
    switch (call.kind) {
      case 'read':
        return { status: 200, body: withSchemas(await new User(call.id, wishOf(call.query)).read(acts)) }
      case 'list': {
        const found = await new User(undefined, wishOf(call.query)).read(withExact(acts, call.query.filter))
        return { status: 200, body: { ...found, Resources: listOf(found).map(withSchemas) } }
      }
      case 'create':
        return { status: 201, body: await new User().write(personIn(call.body), acts) }
      case 'replace':
        return { status: 200, body: await new User(call.id).write(personIn(call.body), acts) }
      case 'patch': {
        const operations = mendedPatch(call.body)
        // Only what is not kept was to change: then nothing does.
        if (operations.Operations.length === 0) return { status: 200, body: await new User(call.id).read(acts) }
        const body = await new User(call.id).patch(operations, acts)
        return body === undefined ? { status: 204, body } : { status: 200, body }
      }
      case 'remove':
        await new User(call.id).dispose(acts)
        return { status: 204, body: undefined }
    }
  } catch (error) {
    if (faults.has(acts)) throw faults.get(acts)
    if (error instanceof SCIMMY.Types.Error)
      return { status: error.status, body: scimError(error.status, error.message, error.scimType) }
    if (error instanceof TypeError) {
      return { status: 400, body: scimError(400, error.message, 'invalidValue') }
    }
    throw error
  }
}

/** What this service offers, for clients that ask. Source: RFC 7644, section 4. */
export function scimDescription(
  kind: 'ServiceProviderConfig' | 'ResourceTypes' | 'Schemas',
  basePath: string,
): Promise<object> {
  const { ServiceProviderConfig, ResourceType, Schema } = SCIMMY.Resources
  const resource =
    kind === 'ServiceProviderConfig' ? ServiceProviderConfig : kind === 'ResourceTypes' ? ResourceType : Schema
  resource.basepath(basePath)
  return new resource().read()
}

/** An error in the form clients of SCIM read, also for states the library has none for. Source: RFC 7644, section 3.12. */
export function scimError(status: number, detail: string, scimType?: string | null): object {
  const type = scimType ? { scimType } : {}
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), ...type, detail }
}

async function keepFault<T>(acts: ScimActs, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SCIMMY.Types.Error || error instanceof TypeError)) faults.set(acts, error)
    throw error
  }
}

async function ingress(id: string | undefined, instance: SCIMMY.Schemas.User, acts: ScimActs): Promise<Shown> {
  const stored = await acts.write(id, personOf(instance))
  if (stored === 'taken')
    throw new SCIMMY.Types.Error(409, 'uniqueness', 'userName, externalId or employeeNumber is taken')
  // Source: RFC 7644, section 3.12: "the attempted modification is not compatible with the target attribute's mutability".
  if (stored === 'guarded')
    throw new SCIMMY.Types.Error(
      400,
      'mutability',
      'externalId of somebody who oversees, administers or leads is changed in Openwacht, by two people',
    )
  if (stored === undefined) throw notFound(id)
  return resourceOf(stored)
}

async function egress(
  { id, filter }: Pick<SCIMMY.Resources.User, 'id' | 'filter'>,
  acts: ScimActs,
): Promise<Shown | Shown[]> {
  if (id === undefined) {
    const all = (await acts.list(undefined)).map(resourceOf)
    // The library leaves it to us. Whoever is shown but was not asked for is taken for the person who was.
    if (filter === undefined || exactName(filter.expression) !== undefined) return all
    return all.filter((one) => filter.match([{ emails: [], ...one }]).length > 0)
  }
  const stored = await acts.read(id)
  if (stored === undefined) throw notFound(id)
  return resourceOf(stored)
}

function notFound(id: string | undefined): Error {
  return new SCIMMY.Types.Error(404, '', `Resource ${id ?? ''} not found`)
}

function personOf(instance: SCIMMY.Schemas.User): ScimPerson {
  // The schema checked the types of all attributes; the extension stands under its urn.
  const user: {
    userName: string
    externalId?: string
    displayName?: string
    name?: { givenName?: string; familyName?: string }
    emails?: readonly { value?: string; primary?: boolean }[]
    active?: boolean
    [enterprise]?: { employeeNumber?: string; department?: string }
  } = JSON.parse(JSON.stringify(instance))
  const [first = user.userName, ...rest] = (user.displayName ?? user.userName).split(' ')
  const email = user.emails?.find((found) => found.primary) ?? user.emails?.[0]
  const person = {
    userName: user.userName,
    externalId: user.externalId,
    givenName: user.name?.givenName ?? first,
    familyName: user.name?.familyName ?? rest.join(' '),
    email: email?.value ?? '',
    active: user.active ?? true,
    staffNumber: user[enterprise]?.employeeNumber,
    department: user[enterprise]?.department,
  }
  const empty = [
    ...(isBlank(person.userName) ? ['userName'] : []),
    ...(isBlank(person.externalId) ? ['externalId'] : []),
    ...(isBlank(person.staffNumber) ? ['employeeNumber'] : []),
  ]
  // Source: RFC 7643, section 4.1.1: userName is "REQUIRED" and must be "non-empty"; the other two name a person as well.
  if (empty.length > 0)
    throw new SCIMMY.Types.Error(400, 'invalidValue', `${empty.join(', ')}: expected a value that is not empty`)
  const texts = Object.values(person).filter((value) => typeof value === 'string')
  if (texts.some(hidesCharacters))
    throw new SCIMMY.Types.Error(400, 'invalidValue', 'a value holds characters that nobody sees')
  if (texts.some((text) => text.length > longestText))
    throw new SCIMMY.Types.Error(400, 'invalidValue', `a value is longer than ${longestText} characters`)
  return person
}

function isBlank(value: string | undefined): boolean {
  return value?.trim() === ''
}

/** A person as the library takes one to show. */
type Shown = Omit<SCIMMY.Schemas.User, 'schemas' | 'meta'> & {
  readonly [enterprise]: object
  readonly meta: { readonly created: Date; readonly lastModified: Date }
}

function resourceOf(stored: ScimStored): Shown {
  const { staffNumber, department } = stored
  return {
    id: stored.id,
    ...(stored.externalId === undefined ? {} : { externalId: stored.externalId }),
    userName: stored.userName,
    name: { givenName: stored.givenName, familyName: stored.familyName },
    active: stored.active,
    ...(stored.email === '' ? {} : { emails: [{ value: stored.email, type: 'work', primary: true }] }),
    [enterprise]: {
      ...(staffNumber === undefined ? {} : { employeeNumber: staffNumber }),
      ...(department === undefined ? {} : { department }),
    },
    meta: { created: stored.created, lastModified: stored.lastModified },
  }
}

/** Directories look people up one by one, by name: that must not read the whole house. */
function withExact(acts: ScimActs, filter: string | undefined): ScimActs {
  const exact = exactName(filter)
  return exact === undefined ? acts : { ...acts, list: () => acts.list(exact) }
}

function exactName(filter = ''): { readonly name: 'userName' | 'externalId'; readonly value: string } | undefined {
  const [, name, value] = /^\s*(userName|externalId)\s+eq\s+"([^"\\]*)"\s*$/i.exec(filter) ?? []
  if (name === undefined || value === undefined) return undefined
  return { name: name.toLowerCase() === 'username' ? 'userName' : 'externalId', value }
}

function wishOf(
  query: Readonly<Record<string, string>>,
): NonNullable<ConstructorParameters<typeof SCIMMY.Resources.User>[1]> {
  const { filter, attributes, excludedAttributes, startIndex, count } = query
  if (filter !== undefined && !isScimFilter(filter))
    throw new SCIMMY.Types.Error(400, 'invalidFilter', 'the filter could not be read')
  return {
    ...(filter === undefined ? {} : { filter }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(excludedAttributes === undefined ? {} : { excludedAttributes }),
    ...(startIndex === undefined ? {} : { startIndex: Number(startIndex) }),
    ...(count === undefined ? {} : { count: Number(count) }),
  }
}

function objectOf(body: unknown): object {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new TypeError('expected one JSON object')
  return body
}

/** A person as a client sends one. Source: RFC 7643, section 3: `schemas` MUST be there. */
function personIn(body: unknown): object {
  const person = objectOf(body)
  const schemas = 'schemas' in person && Array.isArray(person.schemas) ? person.schemas : []
  if (!schemas.includes(core)) throw new SCIMMY.Types.Error(400, 'invalidSyntax', `expected "${core}" in schemas`)
  return person
}

/** `schemas` stands in every representation, also where a client asked for other attributes only. */
function withSchemas(resource: object): object {
  // The library keeps what it leaves out behind the object: only what would be sent counts.
  const sent: object = JSON.parse(JSON.stringify(resource))
  return 'schemas' in sent ? sent : { schemas: [core], ...sent }
}

function listOf(answer: object): readonly object[] {
  return 'Resources' in answer && Array.isArray(answer.Resources) ? answer.Resources : []
}

// What a house keeps of a person; directories send much more, which is let go unread.
const kept =
  /^(userName|externalId|displayName|name|emails|active|urn:ietf:params:scim:schemas:extension:enterprise:2\.0:User(:(employeeNumber|department))?)(?![\w:])/i

/**
 * A PATCH as directories send it, made into one as RFC 7644, section 3.5.2 has it: booleans as texts become booleans,
 * attributes that are not kept are left out, and a value for an e-mail of a type that is not there yet is added.
 */
function mendedPatch(body: unknown): PatchOp {
  const message: { schemas?: unknown; Operations?: unknown } = objectOf(body)
  if (!Array.isArray(message.Operations) || message.Operations.length === 0) throw new TypeError('expected Operations')
  const operations = message.Operations.flatMap((operation: { op?: unknown; path?: unknown; value?: unknown }) => {
    const op = String(operation.op).toLowerCase()
    if (typeof operation.path !== 'string') {
      const value = mendedValues(operation.value)
      const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0
      return isEmpty ? [] : [{ op, value }]
    }
    if (!kept.test(operation.path)) return []
    if (/^active$/i.test(operation.path)) return [{ ...operation, op, value: booleanOf(operation.value) }]
    if (/^emails\[.*\]\.value$/i.test(operation.path) && op !== 'remove') {
      return [{ op: 'replace', path: 'emails', value: [{ value: operation.value, type: 'work', primary: true }] }]
    }
    return [{ ...operation, op }]
  })
  // The library checks both, and names what is wrong.
  return { schemas: message.schemas, Operations: operations } as PatchOp
}

type PatchOp = Parameters<SCIMMY.Resources.User['patch']>[0]

function mendedValues(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const fields = Object.entries(value).filter(([name]) => kept.test(name))
  return Object.fromEntries(fields.map(([name, field]) => [name, /^active$/i.test(name) ? booleanOf(field) : field]))
}

function booleanOf(value: unknown): unknown {
  if (typeof value !== 'string') return value
  return /^true$/i.test(value) ? true : /^false$/i.test(value) ? false : value
}

function allowAnyType(name: string): void {
  const attribute = SCIMMY.Schemas.User.definition.attribute(name)
  if (!('subAttributes' in attribute)) return
  const type = attribute.subAttributes.find((part) => part.name === 'type')
  if (type !== undefined) type.config.canonicalValues = false
}
