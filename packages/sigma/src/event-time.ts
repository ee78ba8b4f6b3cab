// When something happened, from the event itself: for correlation, which knows no other clock.
import { type Event, lookUp } from './event.ts'
import { numberOf, textOf } from './value-test.ts'

/** Where the usual layouts have the time of an event; the first that an event has and that is a time counts. */
export const timeFields = [
  'UtcTime',
  '@timestamp',
  'Event.EventData.UtcTime',
  'Event.System.TimeCreated.#attributes.SystemTime',
  'eventTime',
  'CreationTime',
  'createdDateTime',
  'properties.createdDateTime',
  'time',
  'ts',
  'unixTime',
  'timestamp',
  'TimeCreated',
  'EventTime',
] as const

/**
 * The time of an event in whole milliseconds since 1970; `undefined` when none of the fields holds one. A date without a
 * zone is taken as UTC, a number as seconds, milliseconds, microseconds or nanoseconds, by its size.
 */
export function eventTime(event: Event, fields: readonly string[] = timeFields): number | undefined {
  for (const field of fields) {
    const [value] = lookUp(event, field).scalars
    const at = value === undefined || typeof value === 'boolean' ? undefined : parseTime(textOf(value))
    if (at !== undefined) return at
  }
  return undefined
}

const date =
  /^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[-+]\d{2}:?\d{2})?\s*$/i

/** Reads a date in the form of ISO 8601, or a number of seconds or their parts since 1970. */
export function parseTime(text: string): number | undefined {
  const found = date.exec(text)
  if (found === null) {
    const number = numberOf(text)
    return number === undefined || number <= 0 ? undefined : Math.floor(number * (1_000 / partsOfSecond(number)))
  }
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = found
  const [y, m, d, h, min, s] = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ] // six groups of digits
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3))
  const at = Date.UTC(y, m - 1, d, h, min, s, milliseconds)
  // What no calendar has would else become another day.
  const back = new Date(at)
  if (back.getUTCMonth() !== m - 1 || back.getUTCDate() !== d || h > 23 || min > 59 || s > 60) return undefined
  return at - offsetMs(zone)
}

function partsOfSecond(number: number): number {
  if (number < 1e11) return 1
  if (number < 1e14) return 1e3
  return number < 1e17 ? 1e6 : 1e9
}

function offsetMs(zone: string): number {
  const found = /^([-+])(\d{2}):?(\d{2})$/.exec(zone)
  if (found === null) return 0
  return (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) * 60_000
}
