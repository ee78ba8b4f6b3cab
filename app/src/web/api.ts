import type { Language } from './messages.ts'
import { ProblemError, readProblem } from './problem.ts'

/** How long an answer may take before we stop waiting. */
const patienceMs = 30_000
/** The same for a file: a staff list of the largest size takes minutes on a small machine. */
const filePatienceMs = 600_000

/** Where requests go, and what happens around them. */
export type ApiParts = {
  /** Scheme, host and port, without a slash at the end; empty for the site of the page itself. */
  readonly origin: string
  readonly language: () => Language
  /** The session is over: asks the person to sign in again; true when they did and the request can be repeated. */
  readonly askSignIn: () => Promise<boolean>
  /** Asks the person for their passkey; true when that worked and the request can be repeated. */
  readonly askPasskey: () => Promise<boolean>
  readonly patienceMs?: number
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * The API of the house. Paths are below `/api/v1`. Every function throws `ProblemError`, or the reason of the signal
 * when it was aborted. An answer without content gives `null`.
 *
 * The type of an answer is the caller's word: the server sends exactly the fields of its schema.
 */
export type Api = {
  get<T>(path: string, signal?: AbortSignal): Promise<T>
  /** A file that is text, to the letter. */
  getText(path: string): Promise<string>
  send<T>(method: Exclude<Method, 'GET'>, path: string, body?: unknown, signal?: AbortSignal): Promise<T>
  /** Sends a file byte by byte, such as a CSV file, and waits longer than for anything else. */
  sendFile<T>(path: string, file: Blob, mediaType: string): Promise<T>
}

/** Makes the functions that talk to the API. */
export function createApi(parts: ApiParts): Api {
  return {
    get: (path, signal) => ask(parts, { method: 'GET', path, signal }),
    getText: (path) => ask(parts, { method: 'GET', path, isText: true }),
    send: (method, path, body, signal) =>
      ask(parts, {
        method,
        path,
        signal,
        ...(body === undefined ? {} : { body: JSON.stringify(body), mediaType: 'application/json' }),
      }),
    sendFile: (path, file, mediaType) =>
      ask(parts, { method: 'POST', path, body: file, mediaType, patienceMs: filePatienceMs }),
  }
}

type Question = {
  readonly method: Method
  readonly path: string
  readonly body?: string | Blob
  readonly patienceMs?: number
  readonly mediaType?: string
  readonly isText?: true
  readonly signal?: AbortSignal | undefined
}

async function ask<T>(parts: ApiParts, question: Question): Promise<T> {
  // Each cure once: a second refusal after it is an answer, not a question.
  const tried = new Set<Cure>()
  for (;;) {
    const response = await exchange(parts, question)
    if (response.ok) return read(response, question.isText ?? false)
    const problem = await readProblem(response)
    const cure = response.status === 401 ? 'sign-in' : problem.code === 'passkey-required' ? 'passkey' : undefined
    if (cure === undefined || tried.has(cure)) throw new ProblemError(problem)
    tried.add(cure)
    const isCured = await (cure === 'sign-in' ? parts.askSignIn() : parts.askPasskey())
    if (!isCured) throw new ProblemError(problem)
  }
}

/** What a person can do so that a refused request is allowed. */
type Cure = 'sign-in' | 'passkey'

async function exchange(parts: ApiParts, question: Question): Promise<Response> {
  const tooSlow = AbortSignal.timeout(question.patienceMs ?? parts.patienceMs ?? patienceMs)
  const signals = question.signal === undefined ? [tooSlow] : [tooSlow, question.signal]
  try {
    return await fetch(`${parts.origin}/api/v1${question.path}`, {
      method: question.method,
      headers: {
        accept: `${question.isText ? 'text/plain' : 'application/json'}, application/problem+json`,
        'accept-language': parts.language(),
        ...(question.mediaType === undefined ? {} : { 'content-type': question.mediaType }),
      },
      credentials: 'same-origin',
      redirect: 'error',
      signal: AbortSignal.any(signals),
      ...(question.body === undefined ? {} : { body: question.body }),
    })
  } catch (cause) {
    if (question.signal?.aborted === true) throw cause
    throw new ProblemError({ kind: 'unsaid', code: tooSlow.aborted ? 'too-slow' : 'offline' }, cause)
  }
}

async function read<T>(response: Response, isText: boolean): Promise<T> {
  try {
    // What the server sends has gone through the schema of the route, which is where the type comes from.
    return (response.status === 204 ? null : await (isText ? response.text() : response.json())) as T
  } catch (cause) {
    throw new ProblemError({ kind: 'unsaid', code: 'unreadable' }, cause)
  }
}
