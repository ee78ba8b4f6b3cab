import type { Life } from './life.ts'
import { leastAccount, refusalsOf, type StepContext } from './life-rules.ts'
import { type StepKind, stepKinds } from './life-words.ts'
import { routeFacts } from './route-facts.ts'
import type { StepFacts } from './steps.ts'

/**
 * The steps that somebody could take now, were what they write in order: for buttons, so that each sees only their own.
 *
 * @param officeFor - The office in which the person would take a step, or undefined.
 */
export function possibleSteps(
  life: Life,
  context: Omit<StepContext, 'office'>,
  officeFor: (kind: StepKind) => StepContext['office'] | undefined,
): readonly StepKind[] {
  return stepKinds.filter((kind) => {
    const office = officeFor(kind)
    // A version comes with its text; the rules see it when it is proposed.
    if (office === undefined || kind === 'conditions-added' || kind === 'emergency-called') return false
    if (kind === 'proposed') return life.candidate === undefined && life.ended === undefined && !calledOnly(life)
    return attempts(kind, life, context.on, office).some(
      (step) => refusalsOf(life, step, { ...context, office }).length === 0,
    )
  })
}

function calledOnly({ emergency }: Life): boolean {
  return emergency !== undefined && emergency.startedAt === undefined
}

/** Steps of a kind with all that they ask; where more than one could do, each. */
function attempts(kind: StepKind, life: Life, on: string, office: StepContext['office']): readonly StepFacts[] {
  const { candidate, emergency } = life
  const version = candidate?.version ?? emergency?.version ?? 0
  const text = ''
  const evidence = { hash: '', reference: '', day: on }
  switch (kind) {
    case 'proposed':
    case 'conditions-added':
    case 'emergency-called':
      return []
    case 'withdrawn':
    case 'asked':
      return [{ kind, version, text }]
    case 'advised':
      return [{ kind, version, text, outcome: 'positive' }]
    case 'submitted': {
      const routes = Object.entries(routeFacts) as [
        keyof typeof routeFacts,
        (typeof routeFacts)[keyof typeof routeFacts],
      ][]
      return routes.flatMap(([route, { bodies }]) =>
        bodies.map((body) => ({ kind, version, text, route, body, consequences: text, adviceAnswer: text }) as const),
      )
    }
    case 'answered':
      return (candidate?.openQuestions ?? []).map((question) => ({ kind, version, question, text }))
    case 'met':
      return [{ kind, version, day: on }]
    case 'represented': {
      const outcomes = candidate?.route === undefined ? [] : routeFacts[candidate.route].outcomes
      return outcomes.map((outcome) => {
        const conditions = outcome === 'consented-with-conditions' ? [{ id: 'a', what: {} }] : []
        return { kind, version, text, outcome, evidence, conditions, delegated: [] } as const
      })
    }
    case 'court-permitted':
      return [{ kind, version, evidence }]
    case 'decided':
    case 'activated':
    case 'narrowed':
    case 'emergency-started':
      return [{ kind, version }]
    case 'announced':
      return [{ kind, version, day: on, tellings: [] }]
    case 'suspended':
      return [{ kind, text, suspender: office === 'dpo' ? 'dpo' : 'employer' }]
    case 'objection-lifted':
    case 'resumed':
    case 'ended':
    case 'nullity-invoked':
    case 'nullity-withdrawn':
      return [{ kind, text }]
    case 'accounted':
      return [{ kind, text: '-'.repeat(leastAccount) }]
    case 'nullity-overturned':
      return [{ kind, evidence }]
    case 'regularised':
      return [{ kind, version, until: nextDay(on), text }]
    case 'emergency-extended':
      return [{ kind, until: nextDay(emergency?.accountBy ?? on), text }]
    case 'dialogue-held':
      return [{ kind, day: on, with: [], openPoints: [], text }]
  }
}

function nextDay(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}
