import type { Jurisdiction } from './legal-context.ts'
import type { Body, RepresentativesAnswer, Route } from './life-words.ts'

/** What a route asks before it counts. */
export type Asks = 'consequences' | 'clause' | 'reason' | 'meeting' | 'minutes'

/** One route of the representatives: of which law, through which bodies, with what evidence, and what they can answer. */
export type RouteFacts = {
  readonly jurisdiction: readonly Jurisdiction[]
  readonly bodies: readonly Body[]
  readonly asks: readonly Asks[]
  /** Empty: nobody is asked, and the decision follows at once. */
  readonly outcomes: readonly RepresentativesAnswer[]
  /** Whether an objection of the data protection officer stops it. The organisation's own rule, where no consent stands in the way. */
  readonly dpoBlocks: boolean
  /** Whether the council may invoke that the decision is void. Source: WOR art. 27(5). */
  readonly nullity: boolean
  readonly article: string
}

/** The closed table of routes, the strongest first: the first of a law is what a screen offers. */
export const routeFacts: { readonly [Of in Route]: RouteFacts } = {
  consent: {
    jurisdiction: ['nl'],
    bodies: ['works-council', 'central-works-council'],
    asks: ['consequences', 'meeting', 'minutes'],
    outcomes: ['consented', 'consented-with-conditions', 'refused'],
    dpoBlocks: false,
    nullity: true,
    article: 'WOR art. 27(1)(k)-(l), 27(2)',
  },
  'collective-agreement': {
    jurisdiction: ['nl'],
    bodies: ['works-council', 'central-works-council'],
    asks: ['clause'],
    outcomes: [],
    dpoBlocks: false,
    nullity: true,
    article: 'WOR art. 27(3)',
  },
  'staff-representation': {
    jurisdiction: ['nl'],
    bodies: ['staff-representation'],
    asks: ['consequences', 'meeting', 'minutes'],
    outcomes: ['heard'],
    dpoBlocks: true,
    nullity: false,
    article: 'WOR art. 35c',
  },
  'med-discussion': {
    jurisdiction: ['dk'],
    bodies: ['med', 'main-med'],
    asks: ['consequences', 'meeting', 'minutes'],
    outcomes: ['discussed'],
    dpoBlocks: true,
    nullity: false,
    article: 'MED framework agreement § 6-8; agreement on control measures',
  },
  'not-needed': {
    jurisdiction: ['nl', 'dk'],
    bodies: ['works-council', 'central-works-council', 'staff-representation', 'med', 'main-med'],
    asks: ['reason'],
    outcomes: [],
    dpoBlocks: true,
    nullity: true,
    article: 'WOR art. 27(1), closing words; MED framework agreement § 7(2)',
  },
}

/** The routes of a law, the strongest first. */
export function routesOf(jurisdiction: Jurisdiction): readonly Route[] {
  // Keys of a table that is closed.
  return (Object.keys(routeFacts) as Route[]).filter((route) => routeFacts[route].jurisdiction.includes(jurisdiction))
}
