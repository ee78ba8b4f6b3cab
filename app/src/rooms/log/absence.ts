// The questions that an absence proof answers, and its answer in words of days.
import { bandKeys } from '@openwacht/tlog/absence-hashes.ts'
import type { AbsenceMap } from '@openwacht/tlog/absence-map.ts'
import { maxProvenKeys } from '@openwacht/tlog/limits.ts'
import { bandOf } from '../../platform/entry-kind.ts'
import { delayBandsOf } from '../../platform/entry-marks.ts'
import type { Absence, Period } from './shapes.ts'

/** Days that one question may ask about: some ten years. With the bands their keys fit in one proof. */
export const maxPeriodDays = 3_660

/** The days of a period, the first and the last included; undefined where it is no period, or too long. */
export function daysOf({ from, until }: Period): readonly string[] | undefined {
  const [first, last] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${until}T00:00:00Z`)]
  const count = (last - first) / 86_400_000 + 1
  if (!(count >= 1) || count > Math.min(maxPeriodDays, maxProvenKeys)) return undefined
  return Array.from({ length: count }, (_, at) => new Date(first + at * 86_400_000).toISOString().slice(0, 10))
}

/** The keys of a question: one for each day, and those of the bands of delayed entries. */
export function keysOfQuestion(period: Period, days: readonly Uint8Array[]): readonly Uint8Array[] {
  const bands = delayBandsOf(period.from, period.until).map(bandKeys)
  return [...days, ...bands.flatMap(({ delayed, revealed }) => [delayed, revealed])]
}

/** What a map says of a period. */
export function readAbsence(
  map: Pick<AbsenceMap, 'find'>,
  period: Period,
  keyOn: (day: string) => Uint8Array,
): Pick<Absence, 'from' | 'until' | 'days' | 'delayed'> {
  const days = (daysOf(period) ?? []).flatMap((day) => {
    const entries = [...map.find(keyOn(day))]
    return entries.length === 0 ? [] : [{ day, entries }]
  })
  const delayed = delayBandsOf(period.from, period.until).map((band) => {
    const keys = bandKeys(band)
    return { band, undisclosed: bandOf(map.find(keys.delayed).length - map.find(keys.revealed).length) }
  })
  return { ...period, days, delayed }
}
