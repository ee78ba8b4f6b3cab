import type { Act, Ground } from '../../platform/act.ts'
import { enterEntry } from '../../platform/outbox.ts'
import { Refused } from '../../platform/problem.ts'
import { newSpanId } from '../../platform/trace-context.ts'
import { demonstration } from '../people/demonstration.ts'
import type { OfficeCode } from '../people/offices.ts'
import { today } from '../people/people.ts'
import { type StoryMove, storyOf } from './demonstration-story.ts'
import { changeDraft, makeMeasure } from './drafting.ts'
import { modelText } from './models.ts'
import { callEmergency, propose, takeStep } from './stepping.ts'
import { findDraft, findMeasureNamed } from './store.ts'

const dayMs = 86_400_000

/**
 * Gives the made-up municipality its measures, by the same acts and rules as people do it, in the past.
 *
 * All or nothing: a story that a rule refuses is a fault of ours and stops the start.
 */
export async function demonstrateMeasures(ground: Ground, country: 'nl' | 'dk'): Promise<void> {
  const now = ground.now()
  await ground.database.transaction().execute(async (tx) => {
    const on = await today({ tx, at: now })
    const personas = new Map(demonstration(country, on).personas.map(({ office, employeeId }) => [office, employeeId]))
    for (const move of storyOf(country, on, (kind) => modelText(kind, country) ?? '')) {
      const at = new Date(now.getTime() - move.daysAgo * dayMs)
      const employee = personas.get(move.office)
      if (employee === undefined) throw new Error(`the demonstration has nobody in the office "${move.office}"`)
      const done = await carryOut(actAs(ground, tx, at, employee, move.office), move)
      if (done instanceof Refused) {
        const why = done.because.map(({ code, path }) => `${code} ${path ?? ''}`.trim()).join(', ')
        throw new Error(`the story of "${move.measure}" was refused ${move.daysAgo} days ago: ${why}`)
      }
    }
  })
}

async function carryOut(act: Act, { measure, act: what }: StoryMove): Promise<unknown> {
  if (what.kind === 'emergency') return callEmergency(act, what)
  const found = await findMeasureNamed(act.tx, measure)
  if (what.kind === 'step') return takeStep(act, found?.id ?? '', what.step)
  const { text } = what
  if (found === undefined) {
    const made = await makeMeasure(act, text)
    return made instanceof Refused || what.kind === 'draft' ? made : propose(act, made.id, made.revision)
  }
  const revision = (await findDraft(act.tx, found.id))?.revision ?? 0
  const saved = await changeDraft(act, found.id, { text, revision })
  return saved instanceof Refused ? saved : propose(act, found.id, saved.revision)
}

/** An act of a made-up person at an instant in the past. It leaves its entries, and no record of processing. */
function actAs(ground: Ground, tx: Act['tx'], at: Date, employee: string, office: OfficeCode): Act {
  const { outbox, seal } = ground
  return {
    ...{ tx, at },
    principal: {
      entity: { type: 'Employee', id: employee, attributes: { offices: ['employee', office] } },
      passkeyFresh: true,
      holdsPasskey: false,
      sessionId: undefined,
    },
    span: { traceId: '0'.repeat(32), spanId: newSpanId() },
    concerns: () => undefined,
    happened: () => undefined,
    enter: (kind, facts, outside) => enterEntry({ tx, at, outbox, seal }, kind, facts, outside),
  }
}
