// The names that go into every computation: measure, epoch, identity, field class. Each has one spelling, in ASCII.
import { concatBytes, encodeText, lengthPrefixed } from './bytes.ts'
import { maxIdentityLength } from './limits.ts'
import { SealedError } from './sealed-error.ts'

/** A measure and one of its epochs: what a pseudonym is for. */
export type MeasureEpoch = {
  /** Id of the measure: `measure-07`. */
  readonly measure: string
  /** First day of the epoch, `2026-11-22`; `2026-11-22.2` is the epoch that goes on for it after K was lost. */
  readonly epoch: string
}

/** Number of a person in the directory, with the first day of employment where numbers are used again. Never a name. */
export type Identity = string & { readonly brand: 'Identity' }

/** What stands for a person, or an unknown value, in the events of one measure and epoch: 32 lower-case hex characters. */
export type Pseudonym = string & { readonly brand: 'Pseudonym' }

/** Kind of field that an unknown value stood in: `account`, `device`, `address`. Equal values of two classes differ. */
export type FieldClass = string & { readonly brand: 'FieldClass' }

/**
 * Reads a measure and an epoch.
 *
 * @throws SealedError `not-a-measure`, `not-an-epoch`; the epoch is a day that exists.
 */
export function parseMeasureEpoch(measure: string, epoch: string): MeasureEpoch {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(measure)) throw new SealedError('not-a-measure', 'measure')
  const parts = /^((\d{4})-(\d{2})-(\d{2}))(\.([2-9]|[1-9]\d{1,2}))?$/.exec(epoch)
  const [, , year, month, day] = parts ?? []
  const exists = parts !== null && Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month))
  if (!exists) throw new SealedError('not-an-epoch', 'epoch')
  return { measure, epoch }
}

/**
 * The epoch that follows when K was lost before its epoch ended.
 *
 * @throws SealedError `not-an-epoch` after the 999th.
 */
export function nextSubEpoch({ measure, epoch }: MeasureEpoch): MeasureEpoch {
  const [day = '', number = '1'] = epoch.split('.')
  return parseMeasureEpoch(measure, `${day}.${Number(number) + 1}`)
}

/** Reads an identity. @throws SealedError `not-an-identity`. */
export function parseIdentity(text: string): Identity {
  const isPrintable = /^[!-~]([ -~]*[!-~])?$/.test(text)
  if (!isPrintable || text.length > maxIdentityLength) throw new SealedError('not-an-identity', 'identity')
  return text as Identity
}

/** Reads a field class. @throws SealedError `not-a-field-class`. */
export function parseFieldClass(text: string): FieldClass {
  if (!/^[a-z][a-z-]{0,31}$/.test(text)) throw new SealedError('not-a-field-class', 'field class')
  return text as FieldClass
}

/** `lp(m) ‖ lp(e)`. */
export function encodeMeasureEpoch({ measure, epoch }: MeasureEpoch): Uint8Array {
  return concatBytes(lengthPrefixed(encodeText(measure)), lengthPrefixed(encodeText(epoch)))
}

/** A domain string of the design, such as `sealed-identity/v1 pseudonym`. */
export function domain(word: string): Uint8Array {
  return encodeText(`sealed-identity/v1 ${word}`)
}

function daysIn(year: number, month: number): number {
  if (month < 1 || month > 12) return 0
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}
