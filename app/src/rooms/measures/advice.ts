import { articlesUnder } from './articles.ts'
import type { Declaration } from './declaration.ts'
import { saysAnythingOfPersons } from './grounds.ts'
import { runs } from './life-rules.ts'
import type { Measure } from './measure.ts'
import { routeFacts, routesOf } from './route-facts.ts'

/**
 * A line of advice on a planned measure. It refuses nothing: the law that applies, something milder that is commonly enough, and
 * what was said of a measure of the same kind before.
 */
export type Advice = {
  readonly kind: 'law' | 'milder' | 'earlier'
  readonly code: string
  readonly article: string | undefined
  readonly measure: string | undefined
}

type Rule = { readonly code: string; readonly article: string; readonly when: (declaration: Declaration) => boolean }

const reachesStaff = (declaration: Declaration): boolean => saysAnythingOfPersons(declaration)
const medium = (...media: readonly Declaration['sources'][number]['medium'][]) => {
  return ({ sources }: Declaration): boolean => sources.some((one) => media.includes(one.medium))
}
const capability = (...kinds: readonly Declaration['capabilities'][number]['kind'][]) => {
  return ({ capabilities }: Declaration): boolean => capabilities.some((one) => kinds.includes(one.kind))
}

/** Law that applies to a measure as it is declared. A line names what to do, not whether it may be. */
const law: readonly Rule[] = [
  {
    code: 'route-nl',
    article: routeFacts.consent.article,
    when: (one) => one.jurisdiction === 'nl' && reachesStaff(one),
  },
  {
    code: 'route-dk',
    article: routeFacts['med-discussion'].article,
    when: (one) => one.jurisdiction === 'dk' && reachesStaff(one),
  },
  {
    code: 'notice-dk',
    article: 'agreement on control measures § 3; length to be confirmed',
    when: (one) => one.jurisdiction === 'dk' && reachesStaff(one),
  },
  { code: 'told-before', article: 'GDPR Art. 13; ECtHR 61496/08, § 121', when: reachesStaff },
  { code: 'dpia-list', article: 'GDPR Art. 35(4)', when: reachesStaff },
  {
    code: 'terminal-equipment',
    article: 'Directive 2002/58 art. 5(3)',
    when: ({ reach }) => reach.organisationDevices !== 'none' || reach.personalDevices !== 'none',
  },
  {
    code: 'ai-workers',
    article: 'Regulation 2024/1689 Annex III(4), art. 26(7), 27',
    when: capability('evaluates-workers'),
  },
  {
    code: 'content',
    article: 'GDPR Art. 5(1)(c); ECtHR 61496/08, § 121',
    when: (one) => capability('reads-content')(one) || medium('mailbox', 'mail-log')(one),
  },
  {
    code: 'location',
    article: 'WP29 Opinion 2/2017',
    when: (one) => capability('locates')(one) || medium('position')(one),
  },
  {
    code: 'camera-dk',
    article: 'Tv-overvågningsloven § 3 a-3 b, 4 c(4)-(5)',
    when: (one) => one.jurisdiction === 'dk' && medium('camera')(one),
  },
  {
    code: 'foi',
    article: 'Woo art. 4.1a; Archiefwet 1995',
    when: ({ jurisdiction, retention }) => jurisdiction === 'nl' && retention.length > 0,
  },
  {
    code: 'whistleblower',
    article: 'Directive 2019/1937 art. 16',
    when: medium('mail-log', 'web-log', 'mailbox', 'network-log'),
  },
  {
    code: 'test-is-control',
    article: 'agreement on control measures § 3; WOR art. 27(1)(l)',
    when: ({ methods }) => methods.length > 0,
  },
]

/** Milder alternatives that are commonly enough. Source: WP29 Opinion 2/2017; UTR 5.1.1; the five source documents. */
const milder: readonly Rule[] = [
  { code: 'forget', article: 'GDPR Art. 5(1)(e)', when: ({ monitoring }) => monitoring === 'retained' },
  { code: 'block-first', article: 'WP29 Opinion 2/2017', when: medium('web-log', 'mail-log') },
  {
    code: 'coarser-time',
    article: 'GDPR Art. 5(1)(c)',
    when: ({ looks }) => looks.some(({ precision, level }) => precision === 'hour' && level !== 'pseudonym'),
  },
  {
    code: 'group-first',
    article: 'UTR 5.2.2',
    when: ({ looks }) =>
      looks.some(({ level }) => level === 'pseudonym') && !looks.some(({ level }) => level !== 'pseudonym'),
  },
  {
    code: 'drop-text',
    article: 'GDPR Art. 5(1)(c)',
    when: ({ sources }) =>
      sources.some(({ fields }) => fields.some((one) => one.class === 'text' && one.treatment === 'keep')),
  },
  { code: 'work-part', article: 'UTR 3.1.6', when: ({ reach }) => reach.personalDevices !== 'none' },
  {
    code: 'person-decides',
    article: 'GDPR Art. 22(1)',
    when: ({ responses }) => responses.some(({ automatic }) => automatic),
  },
  {
    code: 'lock-it',
    article: 'GDPR Art. 25',
    when: ({ capabilities }) => capabilities.some(({ state, kind }) => state === 'off' && kind !== 'ordinary'),
  },
  {
    code: 'higher-levels',
    article: 'GDPR Art. 5(1)(c)',
    when: ({ envelope }) => envelope.levels.includes('informational'),
  },
  { code: 'named-tags', article: 'GDPR Art. 5(1)(b)', when: ({ envelope }) => envelope.tagsAllowed.includes('*') },
]

/**
 * Advice on a planned measure.
 *
 * @param others - The measures there are; what was decided on one of the same kind is worth reading first.
 */
export function adviceOn(declaration: Declaration, others: readonly Measure[]): readonly Advice[] {
  const of = (kind: 'law' | 'milder', rules: readonly Rule[]): readonly Advice[] =>
    rules
      .filter(({ when }) => when(declaration))
      .map(({ code, article }) => ({
        ...{ kind, code, measure: undefined },
        article: articlesUnder(article, declaration.jurisdiction),
      }))
  return [...of('law', law), ...of('milder', milder), ...earlier(declaration, others)]
}

function earlier({ id, kind }: Declaration, others: readonly Measure[]): readonly Advice[] {
  return others
    .filter(({ name, head, life }) => name !== id && head.kind === kind && life.steps > 0)
    .map(({ id: measure, life }) => ({
      kind: 'earlier',
      code: life.ended !== undefined ? 'ended' : runs(life) ? 'runs' : (life.candidate?.outcome ?? 'proposed'),
      article: undefined,
      measure,
    }))
}

/** All codes of advice, for the messages. */
export const adviceCodes = {
  law: law.map(({ code }) => code),
  milder: milder.map(({ code }) => code),
  earlier: ['ended', 'runs', 'proposed', 'consented', 'consented-with-conditions', 'refused', 'heard', 'discussed'],
} as const

/** The strongest route of a law, which a form offers first. */
export function usualRoute(jurisdiction: Declaration['jurisdiction']) {
  return routesOf(jurisdiction)[0]
}
