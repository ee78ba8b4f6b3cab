import type { Evidence, MeasureAnswer } from '../shapes.ts'
import type { LifeStep, StepField } from './life-steps.ts'

/** What somebody typed and chose in the form of a step. */
export type StepEntry = {
  readonly outcome: string
  readonly route: string
  readonly body: string
  readonly text: string
  readonly consequences: string
  readonly adviceAnswer: string
  readonly question: string
  readonly conditions: readonly string[]
  readonly delegated: readonly string[]
  readonly day: string
  readonly until: string
  readonly tellings: readonly string[]
  readonly with: readonly string[]
  readonly openPoints: string
  readonly evidence: Partial<Evidence>
}

/** Before anything was typed. `openPoints` begins with the points that are open, so that none is closed by forgetting it. */
export function firstEntry({ routes, on, measure, openPoints }: MeasureAnswer): StepEntry {
  const [route] = routes
  return {
    outcome: '',
    route: measure.candidate?.route ?? route?.route ?? '',
    body: measure.candidate?.body ?? route?.bodies[0] ?? '',
    text: '',
    consequences: '',
    adviceAnswer: '',
    question: '',
    conditions: [''],
    delegated: [],
    day: on,
    until: '',
    tellings: [],
    with: [],
    openPoints: openPoints.join('\n'),
    evidence: { day: on },
  }
}

/** The fields that this step asks for now, given what was chosen so far. */
export function fieldsNow({ fields }: LifeStep, entry: StepEntry, answer: MeasureAnswer): readonly StepField[] {
  const route = answer.routes.find(({ route: one }) => one === entry.route)
  const advice = answer.steps.findLast(({ kind }) => kind === 'advised')
  return fields.filter((field) => {
    switch (field) {
      case 'consequences':
        return route?.asks.includes('consequences') ?? false
      case 'adviceAnswer':
        return advice?.outcome !== undefined && advice.outcome !== 'positive'
      case 'conditions':
        return entry.outcome === 'consented-with-conditions'
      case 'delegated':
        return entry.outcome === 'consented' || entry.outcome === 'consented-with-conditions'
      default:
        return true
    }
  })
}

/** Fields that must be filled in and are not. */
export function missingIn(step: LifeStep, entry: StepEntry, answer: MeasureAnswer): readonly StepField[] {
  return fieldsNow(step, entry, answer).filter((field) => {
    const isOptional = step.optional?.includes(field) ?? false
    switch (field) {
      case 'evidence': {
        const { hash = '', reference = '', day = '' } = entry.evidence
        // The day is filled in beforehand: alone it names no paper.
        if (isOptional && hash === '' && reference.trim() === '') return false
        return hash === '' || reference.trim() === '' || day === ''
      }
      case 'conditions':
        return entry.conditions.every((one) => one.trim() === '')
      case 'tellings':
      case 'with':
      case 'delegated':
        return !isOptional && entry[field].length === 0
      case 'route':
        return entry.route === '' || entry.body === ''
      default:
        return !isOptional && entry[field].trim() === ''
    }
  })
}

/** What goes to the API. Conditions become part of the declaration, so they are in the language that its law asks for. */
export function stepBody(
  step: LifeStep,
  entry: StepEntry,
  answer: MeasureAnswer,
  version: number | undefined,
): Readonly<Record<string, unknown>> {
  const body: Record<string, unknown> = step.ofVersion ? { version } : {}
  for (const field of fieldsNow(step, entry, answer)) {
    switch (field) {
      case 'route':
        Object.assign(body, { route: entry.route, body: entry.body })
        break
      case 'question':
        body.question = Number(entry.question)
        break
      case 'conditions':
        body.conditions = conditionsOf(entry.conditions, answer.measure.jurisdiction === 'dk' ? 'da' : 'nl')
        break
      case 'openPoints':
        body.openPoints = linesOf(entry.openPoints)
        break
      case 'evidence':
        if (entry.evidence.hash) body.evidence = { ...entry.evidence, reference: entry.evidence.reference?.trim() }
        break
      case 'delegated':
        if (entry.delegated.length > 0) body.delegated = entry.delegated
        break
      case 'tellings':
      case 'with':
        body[field] = entry[field]
        break
      default:
        if (entry[field].trim() !== '') body[field] = entry[field].trim()
    }
  }
  return body
}

function conditionsOf(typed: readonly string[], language: string) {
  return typed
    .map((words) => words.trim())
    .filter((words) => words !== '')
    .map((words, index) => ({ id: `condition-${index + 1}`, what: { [language]: words } }))
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
