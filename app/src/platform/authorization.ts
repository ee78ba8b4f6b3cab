import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import type { Language } from './messages.ts'

/** Who or what takes part in a question: type and id as the schema has them. */
export type EntityId = { readonly type: string; readonly id: string }
/** An entity with what the policies may ask of it. */
export type Entity = EntityId & {
  readonly attributes: Readonly<Record<string, string | boolean | number | readonly string[]>>
  readonly parents?: readonly EntityId[]
}
/** May this principal try this action on this resource, in these circumstances? */
export type Question = {
  readonly principal: Entity
  readonly action: string
  readonly resource: Entity
  readonly context: Readonly<Record<string, boolean | string | number>>
}
/** The decision, and the ids of the policies that decided it (none when nothing permitted it). */
export type Verdict = { readonly decision: 'allow' | 'deny'; readonly policies: readonly string[] }
/** One right as people read it. */
export type Right = {
  readonly id: string
  readonly effect: 'permit' | 'forbid'
  readonly explanation: Readonly<Record<Language, string>>
  readonly text: string
  /** The same in Cedar's JSON form, for what is worked out from it. */
  readonly policy: unknown
}

/** Types of entities that may ask for an action, and that it may be about; and what it is, in words. */
export type ActionScope = {
  readonly principals: readonly string[]
  readonly resources: readonly string[]
  readonly explanation: Readonly<Record<Language, string>>
}

/** The one decision point. `digest` names the exact schema and policies that decided. */
export type Authorizer = {
  decide(question: Question): Verdict
  readonly rights: readonly Right[]
  readonly actions: ReadonlyMap<string, ActionScope>
  readonly digest: string
  readonly schema: string
  readonly policyText: string
}

/**
 * Reads policies and schema, checks them against each other, and keeps them parsed.
 *
 * @param folders - Rooms; each has `policies.cedar` and `schema.cedarschema`.
 * @throws Where a policy does not parse or does not fit the schema, or where a policy or an action carries no
 *   explanation in nl, da and en.
 */
export function loadAuthorizer(folders: readonly string[]): Authorizer {
  const schema = folders.map((folder) => readFileSync(`${folder}/schema.cedarschema`, 'utf8')).join('\n')
  const policies = folders.map((folder) => readFileSync(`${folder}/policies.cedar`, 'utf8')).join('\n')
  return makeAuthorizer(schema, policies)
}

/**
 * The actions somebody may try now, on the house or on their own data. For screens that show only what can be done;
 * each act asks again.
 */
export function allowedActions(
  authorizer: Authorizer,
  principal: Entity,
  house: Entity,
  context: Question['context'],
): string[] {
  return [...authorizer.actions]
    .filter(([action, scope]) => {
      const resource = scope.resources.includes(house.type) ? house : principal
      if (!scope.principals.includes(principal.type) || !scope.resources.includes(resource.type)) return false
      return authorizer.decide({ principal, action, resource, context }).decision === 'allow'
    })
    .map(([action]) => action)
}

/** As `loadAuthorizer`, from texts. */
export function makeAuthorizer(schema: string, policyText: string): Authorizer {
  const rights = readRights(policyText)
  const staticPolicies = Object.fromEntries(rights.map((right) => [right.id, right.text]))
  const validation = cedar.validate({ schema, policies: { staticPolicies } })
  const faults =
    validation.type === 'failure'
      ? validation.errors.map((error) => error.message)
      : validation.validationErrors.map(({ policyId, error }) => `${policyId}: ${error.message}`)
  if (faults.length > 0) throw new Error(`policies do not fit the schema: ${faults.join('; ')}`)

  const digest = createHash('sha256').update(schema).update('\n').update(policyText).digest('hex')
  succeed(cedar.preparseSchema(digest, schema))
  succeed(cedar.preparsePolicySet(digest, { staticPolicies }))
  const actions = actionsOf(schema)
  return {
    decide: (question) =>
      isInScope(actions, question) ? decide(question, digest) : { decision: 'deny', policies: [] },
    rights,
    actions,
    digest,
    schema,
    policyText,
  }
}

/** A question outside the schema (a machine that asks for what only people do) has one answer. An unknown action is a fault. */
function isInScope(actions: ReadonlyMap<string, ActionScope>, { principal, action, resource }: Question): boolean {
  const scope = actions.get(action)
  if (scope === undefined) throw new Error(`unknown action "${action}"`)
  return scope.principals.includes(principal.type) && scope.resources.includes(resource.type)
}

function decide(question: Question, digest: string): Verdict {
  const answer = cedar.statefulIsAuthorized({
    principal: { type: question.principal.type, id: question.principal.id },
    action: { type: 'Action', id: question.action },
    resource: { type: question.resource.type, id: question.resource.id },
    context: { ...question.context },
    // Without the schema, references inside attributes are read as texts and decisions silently become "deny".
    preparsedSchemaName: digest,
    preparsedPolicySetId: digest,
    validateRequest: true,
    entities: entitiesOf(question),
  })
  if (answer.type === 'failure')
    throw new Error(`no decision on "${question.action}": ${answer.errors.map((error) => error.message).join('; ')}`)
  const { decision, diagnostics } = answer.response
  if (diagnostics.errors.length > 0)
    throw new Error(`policy "${diagnostics.errors[0]?.policyId}" could not be evaluated`)
  return { decision, policies: [...diagnostics.reason].sort() }
}

function entitiesOf(question: Question): cedar.EntityJson[] {
  const both = [question.principal, question.resource]
  // One entity may be both: an employee who reads their own data. It is named once.
  const distinct = both.filter(
    (entity, at) => both.findIndex((other) => other.type === entity.type && other.id === entity.id) === at,
  )
  return distinct.map((entity) => ({
    uid: { type: entity.type, id: entity.id },
    attrs: Object.fromEntries(
      Object.entries(entity.attributes).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
    ),
    parents: (entity.parents ?? []).map(({ type, id }) => ({ type, id })),
  }))
}

function readRights(policyText: string): Right[] {
  const parts = cedar.policySetTextToParts(policyText)
  if (parts.type === 'failure')
    throw new Error(`policies do not parse: ${parts.errors.map((error) => error.message).join('; ')}`)
  const rights = parts.policies.map((text) => {
    const answer = cedar.policyToJson(text)
    if (answer.type === 'failure') throw new Error('policy does not parse')
    const { id, nl, da, en } = answer.json.annotations ?? {}
    if (!id || !nl || !da || !en) throw new Error(`policy "${id ?? text.slice(0, 60)}" needs @id, @nl, @da and @en`)
    return { id, effect: answer.json.effect, explanation: { nl, da, en }, text, policy: answer.json }
  })
  const twice = rights.find((right, at) => rights.findIndex((other) => other.id === right.id) !== at)
  if (twice !== undefined) throw new Error(`policy "${twice.id}" stands there twice`)
  return rights
}

function actionsOf(schema: string): ReadonlyMap<string, ActionScope> {
  const answer = cedar.schemaToJson(schema)
  if (answer.type === 'failure') {
    throw new Error(`schema does not parse: ${answer.errors.map((error) => error.message).join('; ')}`)
  }
  const actions = Object.values(answer.json).flatMap((namespace) => Object.entries(namespace.actions))
  return new Map(
    actions.flatMap(([name, { appliesTo, annotations }]) => {
      // Without a scope it is a group of actions, not one that can be asked for.
      if (!appliesTo || appliesTo.principalTypes.length === 0) return []
      const { nl, da, en } = annotations ?? {}
      if (!nl || !da || !en) throw new Error(`action "${name}" needs @nl, @da and @en`)
      const scope = { principals: appliesTo.principalTypes, resources: appliesTo.resourceTypes }
      return [[name, { ...scope, explanation: { nl, da, en } }]]
    }),
  )
}

function succeed(answer: cedar.CheckParseAnswer): void {
  if (answer.type === 'failure') throw new Error(answer.errors.map((error) => error.message).join('; '))
}
