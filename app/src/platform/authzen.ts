// AuthZEN NL GOV profile, `sections/` at 040cc416 (1.0.0, working version): access evaluation and access evaluations.
// Search is not offered, and the metadata say so by leaving it out.
import { type Static, Type } from 'typebox'
import type { Act, Principal } from './act.ts'
import type { Authorizer, EntityId, Question, Verdict } from './authorization.ts'
import { loggedEntity } from './authorization-decision-log.ts'
import type { House } from './http.ts'
import { type Fault, InputError } from './problem.ts'
import { recordProcessing, sealedId } from './processing.ts'
import type { DecisionBody } from './processing-records.ts'
import { newSpanId } from './trace-context.ts'

const closed = { additionalProperties: false }
const open = Type.Record(Type.String(), Type.Unknown())
const word = Type.String({ pattern: '^[\\w.:/#-]{1,200}$' })
const entityShape = Type.Object(
  { type: word, id: Type.String({ minLength: 1, maxLength: 300, personal: true }), properties: Type.Optional(open) },
  closed,
)
const actionShape = Type.Object({ name: word, properties: Type.Optional(open) }, closed)
const parts = {
  subject: Type.Optional(entityShape),
  action: Type.Optional(actionShape),
  resource: Type.Optional(entityShape),
  context: Type.Optional(open),
}

/** Evaluations in one request at most. Arbitrary: a screen that asks for more should ask for less. */
const mostEvaluations = 100

export const evaluationShape = Type.Object(
  { subject: entityShape, action: actionShape, resource: entityShape, context: Type.Optional(open) },
  closed,
)
export const evaluationsShape = Type.Object(
  {
    ...parts,
    evaluations: Type.Optional(Type.Array(Type.Object(parts, closed), { maxItems: mostEvaluations })),
    options: Type.Optional(
      Type.Object(
        {
          evaluations_semantic: Type.Optional(
            Type.Union([
              Type.Literal('execute_all'),
              Type.Literal('deny_on_first_deny'),
              Type.Literal('permit_on_first_permit'),
            ]),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
)
export const decisionShape = Type.Object({ decision: Type.Boolean(), context: Type.Optional(open) })
export const decisionsShape = Type.Object({
  decision: Type.Optional(Type.Boolean()),
  context: Type.Optional(open),
  evaluations: Type.Optional(Type.Array(decisionShape)),
})

type Evaluation = Static<typeof evaluationShape>
type Decision = Static<typeof decisionShape>

/** What the house knows of somebody who is asked about; undefined for who is not known or has no access. */
export type FindPrincipal = (act: Pick<Act, 'tx' | 'at'>, asked: EntityId) => Promise<Principal | undefined>

/** Answers one question. What the caller says of a subject does not count: the house knows who holds which office. */
export async function evaluate(act: Act, house: House, find: FindPrincipal, asked: Evaluation): Promise<Decision> {
  const result = await resultOf(act, house, find, asked)
  await keep(act, house, result.question, result.verdict, {
    'adl.core.request': loggedEvaluation(house, asked),
    'adl.core.response': result.decision,
  })
  return result.decision
}

/** Answers several questions in the order in which they stand. One call leaves one record, with every answer in it. */
export async function evaluateSeveral(
  act: Act,
  house: House,
  find: FindPrincipal,
  body: Static<typeof evaluationsShape>,
): Promise<Static<typeof decisionsShape>> {
  const { evaluations = [], options, ...defaults } = body
  if (evaluations.length === 0) return evaluate(act, house, find, complete([defaults], 'body')[0])
  const all = complete(
    evaluations.map((evaluation) => ({ ...defaults, ...evaluation })),
    'body/evaluations',
  )
  const stopAt = { execute_all: undefined, deny_on_first_deny: false, permit_on_first_permit: true }
  const semantic = options?.evaluations_semantic ?? 'execute_all'
  const results: Result[] = []
  for (const one of all) {
    const result = await resultOf(act, house, find, one)
    results.push(result)
    if (result.decision.decision === stopAt[semantic]) break
  }
  const decisions = results.map(({ decision }) => decision)
  const failed = results.some(({ verdict }) => verdict === undefined)
  const allowed = decisions.every(({ decision }) => decision)
  const { principal } = act
  const question: Question = {
    principal: principal.entity,
    action: 'platform.evaluate',
    resource: { type: 'House', id: 'self', attributes: {} },
    context: {},
  }
  await keep(act, house, question, failed ? undefined : { decision: allowed ? 'allow' : 'deny', policies: [] }, {
    'adl.core.request': {
      evaluations: all.map((one) => loggedEvaluation(house, one)),
      options: { evaluations_semantic: semantic },
    },
    'adl.core.response': { evaluations: decisions },
  })
  return { evaluations: decisions }
}

type Result = { readonly question: Question; readonly verdict: Verdict | undefined; readonly decision: Decision }

async function resultOf(act: Act, house: House, find: FindPrincipal, asked: Evaluation): Promise<Result> {
  const { subject, action, resource, context = {} } = asked
  const principal = await find(act, subject)
  const about = resource.type === subject.type && resource.id === subject.id ? principal : await find(act, resource)
  const concerned = [principal, about].flatMap((found) => (found?.entity.type === 'Employee' ? [found.entity.id] : []))
  act.concerns(concerned)
  const question: Question = {
    principal: principal?.entity ?? { ...idOf(subject), attributes: {} },
    action: action.name,
    resource: about?.entity ?? { ...idOf(resource), attributes: {} },
    context: {
      passkeyFresh: context.passkeyFresh === true,
      holdsPasskey: principal?.holdsPasskey ?? false,
      demonstration: house.demonstration,
    },
  }
  const denied: Verdict = { decision: 'deny', policies: [] }
  const no = (reason: string, verdict: Verdict | undefined = denied): Result => ({
    ...{ question, verdict },
    decision: { decision: false, context: { reason } },
  })
  if (!house.authorizer.actions.has(action.name)) return no('unknown-action')
  if (principal === undefined) return no('unknown-subject')
  try {
    const verdict = house.authorizer.decide(question)
    if (verdict.decision === 'allow')
      return { question, verdict, decision: { decision: true, context: { policies: verdict.policies } } }
    return no(passkeyWouldDo(house.authorizer, question) ? 'passkey-required' : 'not-permitted', verdict)
  } catch {
    // Nothing could be decided: that is recorded as a fault of ours, and answered with no.
    return no('no-decision', undefined)
  }
}

function passkeyWouldDo(authorizer: Authorizer, question: Question): boolean {
  const fresh = { ...question, context: { ...question.context, passkeyFresh: true } }
  return authorizer.decide(fresh).decision === 'allow'
}

/** One record for one call, below the act that carried it. */
function keep(
  act: Act,
  house: House,
  question: Question,
  verdict: Verdict | undefined,
  body: DecisionBody,
): Promise<void> {
  return recordProcessing(act.tx, house.seal, {
    trace: { traceId: act.span.traceId, parentSpanId: act.span.spanId },
    spanId: newSpanId(),
    name: 'Answer a question about permission',
    activity: undefined,
    startedAt: act.at,
    endedAt: house.now(),
    status: verdict === undefined ? 'Error' : 'Unset',
    question,
    verdict,
    policyDigest: house.authorizer.digest,
    subjects: [],
    body,
  })
}

/** A question as the log keeps it: ids sealed, and of the rest only what was looked at. */
function loggedEvaluation(house: House, { subject, action, resource, context = {} }: Evaluation) {
  const known = ['passkeyFresh', 'traceparent', 'time'].flatMap((key) =>
    typeof context[key] === 'string' || typeof context[key] === 'boolean' ? [[key, context[key]]] : [],
  )
  return {
    subject: loggedEntity(subject.type, sealedId(house.seal, subject)),
    action: { name: action.name },
    resource: loggedEntity(resource.type, sealedId(house.seal, resource)),
    context: Object.fromEntries(known),
  }
}

function idOf({ type, id }: EntityId): EntityId {
  return { type, id }
}

/** Each question with its defaults filled in, or every place where something lacks. */
function complete(evaluations: readonly Partial<Evaluation>[], path: string): readonly [Evaluation, ...Evaluation[]] {
  const faults: Fault[] = []
  const whole = evaluations.flatMap((evaluation, at) => {
    const { subject, action, resource, context } = evaluation
    const place = path === 'body' ? path : `${path}/${at}`
    for (const part of ['subject', 'action', 'resource'] as const) {
      if (evaluation[part] === undefined) faults.push({ path: `${place}/${part}`, code: 'missing' })
    }
    if (subject === undefined || action === undefined || resource === undefined) return []
    return [{ subject, action, resource, ...(context === undefined ? {} : { context }) }]
  })
  const [first, ...rest] = whole
  if (faults.length > 0 || first === undefined) throw new InputError(faults)
  return [first, ...rest]
}
