import type { Act } from '../../platform/act.ts'
import { localDayAndHour } from '../../platform/outbox.ts'
import { holds } from '../people/appointing.ts'
import type { OfficeCode } from '../people/offices.ts'
import type { Waiting } from '../people/waiting.ts'
import type { TransparencyLog } from './log.ts'
import { overdueDelays } from './store.ts'

/** Offices that are told when something is wrong with the log: who keeps it, and who watches over it. */
const toldOffices: readonly OfficeCode[] = [
  'administrator',
  'ciso',
  'dpo',
  'works-council-member',
  'shop-steward',
  'union-consultant',
]
/** Offices that watch that notice does not wait too long, under secrecy. */
const secretOffices: readonly OfficeCode[] = ['dpo', 'works-council-member', 'shop-steward', 'union-consultant']

/** What can wait: a tile on the start page each. */
export const logWaitingCodes = ['log-fork', 'log-broken', 'log-witness-silent', 'log-notice-overdue'] as const

/** What about the log waits for whoever asks: an alarm, or notice that should have been given. */
export async function logWaitingFor(act: Act, log: TransparencyLog): Promise<Waiting[]> {
  if (!toldOffices.some((office) => holds(act, office))) return []
  const views = log.opened?.witnesses.view() ?? []
  const silent = views.filter(({ state }) => state === 'silent' || state === 'refused').length
  const isBroken = log.mismatch !== undefined || log.outbox.stopped('checkpoint') === 'disk'
  const { day } = localDayAndHour(act.at, log.outbox.timeZone)
  const watches = secretOffices.some((office) => holds(act, office))
  const overdue = watches ? (await overdueDelays(act.tx, day)).length : 0
  const tiles: readonly (readonly [code: (typeof logWaitingCodes)[number], count: number])[] = [
    ['log-fork', log.opened?.witnesses.forks.length ?? 0],
    ['log-broken', isBroken ? 1 : 0],
    ['log-witness-silent', silent],
    ['log-notice-overdue', overdue],
  ]
  return tiles.filter(([, count]) => count > 0).map(([code, count]) => ({ code, count, link: '/transparency' }))
}
