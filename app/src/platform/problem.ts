/** One thing that was not understood: where, and a code that the messages explain. */
export type Fault = {
  readonly path: string
  readonly code: string
  readonly line?: number
  readonly column?: number
  readonly values?: Values
}
/** Values that a message may show. */
export type Values = Readonly<Record<string, string | number>>
/** A value that is worded for the person: another message, a day 'YYYY-MM-DD' in words, or words by language. */
export type WordedValue =
  | string
  | number
  | { readonly key: string }
  | { readonly day: string }
  | { readonly texts: Readonly<Record<string, string>> }
/** One reason for a refusal. `key` names the message that explains it. */
export type Reason = {
  readonly code: string
  readonly key: string
  readonly values?: Readonly<Record<string, WordedValue>>
  readonly path?: string
  /** Where it stands in a text that was sent, counted from 1. */
  readonly line?: number
  readonly column?: number
}
/** Input that was not understood, with all places. */
export class InputError extends Error {
  readonly faults: readonly Fault[]
  constructor(faults: readonly Fault[]) {
    super(`input not understood: ${faults.map((fault) => fault.code).join(', ')}`)
    this.faults = faults
  }
}

/** Full for now; `retryAfterS` seconds is when another try makes sense. */
export class BusyError extends Error {
  readonly retryAfterS: number
  constructor(what: string, retryAfterS: number) {
    super(`busy: ${what}`)
    this.retryAfterS = retryAfterS
  }
}

/**
 * The transparency log cannot give what an act needs, so the act does not happen.
 *
 * `disk`: the log cannot be written. `no-witness`: too few witnesses answer. `fork`: a witness saw another log. `behind`: the
 * files and the database do not belong together. `slow`: it took too long.
 */
export class LogStopped extends Error {
  readonly code: 'disk' | 'no-witness' | 'fork' | 'behind' | 'slow'
  constructor(code: LogStopped['code']) {
    super(`transparency log stopped: ${code}`)
    this.code = code
  }
}

/**
 * The answer of an act that a rule refused. A value, not an error: the record of the act is kept.
 *
 * What the act wrote is undone. `kept`: it stays, because undoing it would let somebody try again with what is spent.
 */
export class Refusal {
  readonly writes: 'undone' | 'kept'
  constructor(writes: Refusal['writes'] = 'undone') {
    this.writes = writes
  }
}

/** A rule said no. Every reason, not only the first. */
export class Refused extends Refusal {
  readonly kind = 'refused'
  readonly status: 403 | 404 | 409 | 422
  readonly because: readonly Reason[]
  constructor(status: Refused['status'], because: readonly Reason[], writes?: Refusal['writes']) {
    super(writes)
    this.status = status
    this.because = because
  }
}

/** Codes of the platform's own problems. Each has a title and a detail in every language. */
export type ProblemCode =
  | 'not-understood'
  | 'not-signed-in'
  | 'not-permitted'
  | 'passkey-required'
  | 'foreign-origin'
  | 'not-found'
  | 'method-not-allowed'
  | 'too-large'
  | 'media-type'
  | 'refused'
  | 'too-many-requests'
  | 'busy'
  | 'log-stopped'
  | 'fault'

/** An error answer as it leaves the server. Source: RFC 9457, section 3. */
export type ProblemAnswer = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly reference: string
  readonly reasons?: readonly {
    readonly code: string
    readonly detail: string
    readonly path?: string
    readonly line?: number
    readonly column?: number
  }[]
}

/** Says a message in the language of the person. */
export type Say = ((key: string, values?: Values) => string) & { readonly language: string }

const statusOf: { readonly [Code in ProblemCode]: number } = {
  'not-understood': 400,
  'not-signed-in': 401,
  'not-permitted': 403,
  'passkey-required': 403,
  'foreign-origin': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  refused: 409,
  'too-large': 413,
  'media-type': 415,
  'too-many-requests': 429,
  busy: 503,
  'log-stopped': 503,
  fault: 500,
}

/** A problem of the platform, in words. */
export function problemAnswer(
  code: ProblemCode,
  reference: string,
  say: Say,
  more: { readonly status?: number; readonly reasons?: ProblemAnswer['reasons']; readonly values?: Values } = {},
): ProblemAnswer {
  return {
    type: `/problems/${code}`,
    title: say(`problem.${code}.title`, more.values),
    status: more.status ?? statusOf[code],
    detail: say(`problem.${code}.detail`, { reference, ...more.values }),
    code,
    reference,
    ...(more.reasons === undefined ? {} : { reasons: more.reasons }),
  }
}

/** The answer to a refusal: each reason in words, with what one can do now. */
export function refusalAnswer(refused: Refused, reference: string, say: Say): ProblemAnswer {
  const reasons = refused.because.map((reason) => ({
    code: reason.code,
    detail: sayReason(reason, say),
    ...(reason.path === undefined ? {} : { path: reason.path }),
    ...(reason.line === undefined ? {} : { line: reason.line }),
    ...(reason.column === undefined ? {} : { column: reason.column }),
  }))
  return problemAnswer('refused', reference, say, { status: refused.status, reasons })
}

/** A reason in words. */
export function sayReason(reason: Reason, say: Say): string {
  const worded = Object.entries(reason.values ?? {}).map(([name, value]) => [name, wordsOf(value, say)])
  return say(reason.key, Object.fromEntries(worded))
}

function wordsOf(value: WordedValue, say: Say): string | number {
  if (typeof value !== 'object') return value
  if ('texts' in value) return value.texts[say.language] ?? ''
  return 'key' in value ? say(value.key) : dayInWords(value.day, say)
}

// Making a format costs more than using it a hundred times.
const dayFormats = new Map<string, Intl.DateTimeFormat>()

/** A day 'YYYY-MM-DD' in words. What is no day is given back as it is. */
export function dayInWords(day: string, { language }: Pick<Say, 'language'>): string {
  const date = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return day
  const format = dayFormats.get(language) ?? new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
  dayFormats.set(language, format)
  return format.format(date)
}

/** The answer to input that was not understood: each place in words. */
export function inputAnswer(error: InputError, reference: string, say: Say): ProblemAnswer {
  const reasons = error.faults.map((fault) => ({
    code: fault.code,
    path: fault.path,
    detail: say(`problem.fault.${fault.code}`, fault.values),
    ...(fault.line === undefined ? {} : { line: fault.line }),
    ...(fault.column === undefined ? {} : { column: fault.column }),
  }))
  return problemAnswer('not-understood', reference, say, { reasons })
}
