/** One reason inside a problem: at a field (`path`), at a line of a file, or of the whole. Worded by the server. */
export type ProblemReason = {
  readonly code: string
  readonly detail: string
  readonly path?: string
  readonly line?: number
  readonly column?: number
}

/**
 * Why a request did not do what was asked.
 *
 * `said`: the server's own words in the language of the person (RFC 9457). `unsaid`: there is no answer to read, so the
 * screen finds the words: no connection, no answer in time, or an answer that is not ours.
 */
export type Problem =
  | {
      readonly kind: 'said'
      readonly code: string
      readonly status: number
      readonly title: string
      readonly detail: string
      readonly reference: string
      readonly reasons: readonly ProblemReason[]
      /** Seconds after which another try makes sense. */
      readonly retryAfterS: number | undefined
    }
  | { readonly kind: 'unsaid'; readonly code: 'offline' | 'too-slow' | 'unreadable' }

/** Thrown by requests to the API. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem, cause?: unknown) {
    super(`request failed: ${problem.code}`, { cause })
    this.problem = problem
  }
}

/** True when the server understood the question and said no to this person. */
export function isDenied(problem: Problem): boolean {
  return problem.kind === 'said' && problem.status === 403
}

/** True when there is nothing under the address that was asked for, also where no such address could exist. */
export function isMissing(problem: Problem): boolean {
  return problem.kind === 'said' && (problem.status === 404 || problem.status === 400)
}

/** Reads an error answer of the server. Source: RFC 9457, section 3; RFC 9110, section 10.2.3 (Retry-After, seconds). */
export async function readProblem(response: Response): Promise<Problem> {
  if (response.headers.get('content-type')?.startsWith('application/problem+json') !== true)
    return { kind: 'unsaid', code: 'unreadable' }
  try {
    const body: unknown = await response.json()
    return problemOf(body, response)
  } catch {
    return { kind: 'unsaid', code: 'unreadable' }
  }
}

function problemOf(body: unknown, response: Response): Problem {
  if (typeof body !== 'object' || body === null) return { kind: 'unsaid', code: 'unreadable' }
  const fields: Readonly<Record<string, unknown>> = { ...body }
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return {
    kind: 'said',
    status: response.status,
    code: textOf(fields.code),
    title: textOf(fields.title),
    detail: textOf(fields.detail),
    reference: textOf(fields.reference),
    reasons: Array.isArray(fields.reasons) ? fields.reasons.map(reasonOf) : [],
    retryAfterS: Number.isFinite(seconds) ? seconds : undefined,
  }
}

function reasonOf(reason: unknown): ProblemReason {
  const fields: Readonly<Record<string, unknown>> = typeof reason === 'object' && reason !== null ? { ...reason } : {}
  return {
    code: textOf(fields.code),
    detail: textOf(fields.detail),
    ...(typeof fields.path === 'string' ? { path: fields.path } : {}),
    ...(typeof fields.line === 'number' ? { line: fields.line } : {}),
    ...(typeof fields.column === 'number' ? { column: fields.column } : {}),
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
