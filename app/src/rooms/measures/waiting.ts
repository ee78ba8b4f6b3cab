import type { Act } from '../../platform/act.ts'
import { holds } from '../people/appointing.ts'
import { addDays } from '../people/local-date.ts'
import type { OfficeCode } from '../people/offices.ts'
import { today } from '../people/people.ts'
import type { Waiting } from '../people/waiting.ts'
import type { Measure } from './measure.ts'
import { reviewState, runState, type WaitedStep, waitsOf } from './standing.ts'
import { allMeasures } from './store.ts'

/** The tile of each step that is waited for; a step without one is nobody's duty. */
const tiles: { readonly [Step in WaitedStep]?: string } = {
  proposed: 'regularise',
  advised: 'advice',
  submitted: 'submit',
  answered: 'question',
  represented: 'representatives',
  decided: 'decide',
  announced: 'announce',
  activated: 'activate',
  narrowed: 'activate',
  'emergency-started': 'confirm',
  accounted: 'account',
  'nullity-invoked': 'nullity',
}

/** Offices that watch over reviews: those that own measures and those that oversee them. */
const reviewers: readonly OfficeCode[] = [
  'privacy-officer',
  'ciso',
  'dpo',
  'works-council-member',
  'municipal-secretary',
]

/** Offices that are told of everything that starts or changes, in every case. */
const toldOffices: readonly OfficeCode[] = ['works-council-member', 'dpo', 'shop-steward']

/** How long what changed is told. Longer than the term in which a decision can be voided would be noise. */
const toldDays = 30

/** What waits among the measures for whoever asks, for the start page. */
export async function measuresWaitingFor(act: Act): Promise<Waiting[]> {
  const on = await today(act)
  const measures = await allMeasures(act.tx)
  const holdsAny = (offices: readonly OfficeCode[]): boolean => offices.some((office) => holds(act, office))
  const found = new Map<string, Measure[]>()
  const add = (tile: string, measure: Measure): void => {
    const those = found.get(tile) ?? []
    if (!those.includes(measure)) found.set(tile, [...those, measure])
  }
  for (const measure of measures) {
    for (const { step, offices } of waitsOf(measure.life, on)) {
      const tile = tiles[step]
      if (tile !== undefined && holdsAny(offices)) add(tile, measure)
    }
    const review = reviewState(measure.life, on)
    if ((review === 'soon' || review === 'overdue') && holdsAny(reviewers)) add(`review-${review}`, measure)
    if (holdsAny(toldOffices)) {
      const state = runState(measure.life, on)
      if (state.kind === 'runs' && state.running.by === 'emergency') add('emergency-told', measure)
      else if (state.kind === 'runs' && state.running.since >= addDays(on, -toldDays)) add('told', measure)
    }
  }
  return [...found].map(([tile, those]) => ({
    code: `measures-${tile}`,
    count: those.length,
    link: those.length === 1 ? `/measures/${those[0]?.id}` : '/measures',
  }))
}
