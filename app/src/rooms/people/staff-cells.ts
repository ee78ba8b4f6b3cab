import { hidesCharacters } from './hidden-characters.ts'
import { importLimits } from './import-limits.ts'
import { type LocalDate, parseLocalDate } from './local-date.ts'
import type { WorkerType } from './offices.ts'
import { languageOf, type StaffLanguage, workerTypeOf } from './staff-columns.ts'

/** Why one cell is not understood; the codes are those of `people.import.<code>`. */
export type CellCode =
  | 'too-long'
  | 'control-character'
  | 'replacement-character'
  | 'staff-number-invalid'
  | 'user-name-invalid'
  | 'email-invalid'
  | 'date-invalid'
  | 'worker-type-unknown'
  | 'worker-type-ambiguous'
  | 'language-unknown'

/** A value, or the code of what is wrong with the cell. */
export type CellReading<T> = { readonly value: T } | { readonly code: CellCode }

/**
 * Cleans a cell: composed characters (NFC), single spaces, none at the ends.
 * Hidden characters are refused: a name with them shows as another name.
 */
export function readText(cell: string): CellReading<string> {
  const value = cell.normalize('NFC').replace(/^[\s\uFEFF]+|[\s\uFEFF]+$/g, '')
  if (value.length > importLimits.cellLength) return { code: 'too-long' }
  // U+FFFD stands where another program has already lost a letter.
  if (value.includes('\uFFFD')) return { code: 'replacement-character' }
  if (hidesCharacters(value)) return { code: 'control-character' }
  return { value: value.replace(/\s+/g, ' ') }
}

/** Up to 32 letters, digits, and `. _ - /` between them. Leading zeros stay: a staff number is a name, not a quantity. */
export function readStaffNumber(text: string): CellReading<string> {
  return /^[\p{L}\d][\p{L}\d._/-]{0,31}$/u.test(text) ? { value: text } : { code: 'staff-number-invalid' }
}

/** Up to 128 characters without spaces, as directories know them (`jan`, `DUIN\jan`, `jan@duinwaard.example`). */
export function readUserName(text: string): CellReading<string> {
  return /^[\p{L}\d][\p{L}\d._@\\+-]{0,127}$/u.test(text) ? { value: text } : { code: 'user-name-invalid' }
}

/**
 * An address with one @, a domain of at least two labels, at most 254 characters. Quoted local parts are refused.
 * Source: RFC 5321, section 4.5.3.1.
 */
export function readEmail(text: string): CellReading<string> {
  const [local, domain, ...rest] = text.split('@')
  const fits = text.length <= 254 && rest.length === 0 && local !== undefined && domain !== undefined
  const localFits = /^[\p{L}\d!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\d!#$%&'*+/=?^_`{|}~-]+)*$/u.test(local ?? '')
  const domainFits = /^([\p{L}\d]([\p{L}\d-]{0,61}[\p{L}\d])?\.)+[\p{L}\d-]{2,63}$/u.test(domain ?? '')
  return fits && local.length <= 64 && localFits && domainFits ? { value: text } : { code: 'email-invalid' }
}

/** `2026-11-24`, or day, month, year with `-`, `/` or `.` between them, as written in both countries. Never month first. */
export function readDate(text: string): CellReading<LocalDate> {
  const dayFirst = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(text)
  const [, day = '', , month = '', year = ''] = dayFirst ?? []
  const date = parseLocalDate(dayFirst === null ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
  return date === undefined ? { code: 'date-invalid' } : { value: date }
}

/** A kind of worker in Dutch, Danish or English. */
export function readWorkerType(text: string): CellReading<WorkerType> {
  const value = workerTypeOf(text)
  if (value === 'ambiguous') return { code: 'worker-type-ambiguous' }
  return value === undefined ? { code: 'worker-type-unknown' } : { value }
}

/** A language by code or name. */
export function readLanguage(text: string): CellReading<StaffLanguage> {
  const value = languageOf(text)
  return value === undefined ? { code: 'language-unknown' } : { value }
}

/** Whether a spreadsheet would run the cell as a formula when it is exported again. Source: OWASP, CSV Injection. */
export function looksLikeFormula(cell: string): boolean {
  return /^[=+\-@\t\r]/.test(cell)
}
