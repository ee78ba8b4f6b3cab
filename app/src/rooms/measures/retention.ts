import type { Declaration, Period } from './declaration.ts'
import type { Jurisdiction } from './legal-context.ts'
import { fitsIn } from './period.ts'
import { namedRetention, type Refusal, refusal } from './refusal.ts'
import type { RetentionKind } from './vocabulary.ts'

/** What the law of a country says about how long one kind of data is kept. */
export type RetentionLimit = {
  readonly kind: RetentionKind
  readonly jurisdiction: Jurisdiction
  readonly atMost?: Period
  readonly atLeast?: Period
  readonly article: string
}

/** The limits with a number in law or in a standard that the house must follow. */
export const retentionLimits: readonly RetentionLimit[] = [
  {
    kind: 'camera-images',
    jurisdiction: 'dk',
    atMost: { amount: 30, unit: 'days' },
    article: 'Tv-overvågningsloven § 4 c(4)',
  },
  {
    kind: 'departed-mailbox',
    jurisdiction: 'dk',
    atMost: { amount: 12, unit: 'months' },
    article: 'Datatilsynet, mailbox of a departed employee',
  },
  {
    kind: 'system-utility-logs',
    jurisdiction: 'nl',
    atLeast: { amount: 6, unit: 'months' },
    article: 'BIO2 8.18.02',
  },
  { kind: 'incident-records', jurisdiction: 'nl', atLeast: { amount: 3, unit: 'years' }, article: 'BIO2 5.28.01' },
]

/** Faults of how long data are kept. */
export function retentionRefusals(declaration: Declaration): readonly Refusal[] {
  const { retention, monitoring } = declaration
  const found = retention.flatMap((one, index) => ofOne(one, `/retention/${index}`, declaration.jurisdiction))
  const events = retention.findIndex(({ kind }) => kind === 'events')
  if (events !== -1 && monitoring !== 'retained') {
    found.push(refusal('retention-against-model', `/retention/${events}/kind`))
  }
  const declared = new Set(retention.map(({ kind }) => kind))
  const missing = neededKinds(declaration).filter((kind) => !declared.has(kind))
  return [
    ...found,
    ...missing.map((kind) => refusal('retention-missing', '/retention', { kind: namedRetention(kind) })),
  ]
}

function ofOne({ kind, keep }: { kind: RetentionKind; keep: Period }, path: string, country: Jurisdiction): Refusal[] {
  return retentionLimits
    .filter((limit) => limit.kind === kind && limit.jurisdiction === country)
    .flatMap(({ atMost, atLeast, article }): Refusal[] => {
      const here = `${path}/keep`
      // What may pass the limit in some months passes it.
      if (atMost !== undefined && !fitsIn(keep, atMost)) {
        return [refusal('kept-too-long', here, { ...atMost }, article)]
      }
      if (atLeast !== undefined && !fitsIn(atLeast, keep)) {
        return [refusal('kept-too-short', here, { ...atLeast }, article)]
      }
      return []
    })
}

/** Kinds of data that a measure of this shape makes, so that each must have an end. */
function neededKinds({ monitoring, sources, envelope, looks, responses }: Declaration): readonly RetentionKind[] {
  const media = new Set(sources.map(({ medium }) => medium))
  const needed: (readonly [RetentionKind, boolean])[] = [
    ['events', monitoring === 'retained' && envelope.logsources.length > 0],
    ['signals', envelope.logsources.length > 0],
    ['inventory', media.has('inventory')],
    ['test-results', media.has('test-report')],
    ['camera-images', media.has('camera')],
    ['held-messages', responses.some(({ response }) => response === 'hold-message')],
    ['look-records', looks.length > 0],
    ['command-records', responses.length > 0],
  ]
  return needed.filter(([, isNeeded]) => isNeeded).map(([kind]) => kind)
}
