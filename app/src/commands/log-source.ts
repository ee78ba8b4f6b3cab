import type { Dirent } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { OperatorError } from '../platform/operator-error.ts'
import { mostBytesOf } from '../rooms/log/file-sizes.ts'

// Where a log is read from: a folder, or an address. Whoever is at the other end is not trusted: sizes, times and redirects have
// limits, and only public paths are asked for.

/** A log to read. */
export type LogSource = {
  /** Gives a file by its path; `undefined` when it is not there. Throws OperatorError when it cannot be had. */
  readonly read: (path: string) => Promise<Uint8Array | undefined>
  /** Paths of all files; `undefined` for an address, which cannot be asked for a list. */
  readonly listed: readonly string[] | undefined
}

/** Limits of one file from an address. Arbitrary; a bundle of the largest entries at 1 MB/s fits, and a limit for each minute. */
const limits = { timeoutMs: 60_000, tries: 4, waitMs: 1_000, mostWaitMs: 61_000, redirects: 3 } as const

/** Opens a log at an address (`http:`, `https:`) or in a folder. Throws OperatorError when there is none. */
export async function openLogSource(place: string, folder: string): Promise<LogSource> {
  if (/^https?:\/\//i.test(place)) return { read: readerAt(place), listed: undefined }
  const top = resolve(folder, place)
  const found = await stat(top).catch(() => undefined)
  if (found?.isDirectory() !== true) {
    throw new OperatorError(`there is no folder at ${top}`, 'Name the folder of a log, or an address with https://.')
  }
  return { read: (path) => readBounded(join(top, path), path), listed: await filesIn(top) }
}

async function filesIn(top: string): Promise<readonly string[]> {
  const found = await readdir(top, { recursive: true, withFileTypes: true }).catch((error) => {
    throw new OperatorError(`could not list ${top} (${error.code})`, 'Choose a folder that you may read.')
  })
  const pathOf = (one: Dirent): string => relative(top, join(one.parentPath, one.name)).split(sep).join('/')
  return found.filter((one) => !one.isDirectory()).map(pathOf)
}

async function readBounded(file: string, path: string): Promise<Uint8Array | undefined> {
  try {
    const opened = await open(file, 'r')
    try {
      const { size } = await opened.stat()
      if (size > mostBytesOf(path)) throw tooLarge(path)
      return await opened.readFile()
    } finally {
      await opened.close()
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    if (error instanceof OperatorError) throw error
    throw new OperatorError(`could not read ${path} (${code})`, 'Nothing was proven. Try again.', { cause: error })
  }
}

function readerAt(address: string): LogSource['read'] {
  const base = new URL(address)
  base.search = ''
  base.hash = ''
  if (!base.pathname.endsWith('/')) base.pathname += '/'
  return async (path) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await getOnce(new URL(path, base), path).catch((error: unknown): Answer => {
        if (error instanceof OperatorError) throw error
        return { kind: 'failed', why: reasonOf(error), waitMs: limits.waitMs * attempt }
      })
      if (answer.kind === 'found') return answer.bytes
      if (answer.kind === 'absent') return undefined
      if (attempt === limits.tries) {
        throw new OperatorError(`could not get ${path}: ${answer.why}`, 'Nothing was proven. Try again later.')
      }
      await new Promise((done) => setTimeout(done, Math.min(answer.waitMs, limits.mostWaitMs)))
    }
  }
}

type Answer =
  | { readonly kind: 'found'; readonly bytes: Uint8Array }
  | { readonly kind: 'absent' }
  /** Worth another try. */
  | { readonly kind: 'failed'; readonly why: string; readonly waitMs: number }

async function getOnce(first: URL, path: string): Promise<Answer> {
  const signal = AbortSignal.timeout(limits.timeoutMs)
  let url = first
  for (let redirects = 0; ; redirects++) {
    const response = await fetch(url.href, { redirect: 'manual', signal, credentials: 'omit' })
    const to = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
    if (to === null) return answerOf(response, path)
    await response.body?.cancel()
    const next = URL.canParse(to, url.href) ? new URL(to, url.href) : undefined
    if (next === undefined || redirects === limits.redirects || !maySendTo(url, next)) {
      throw new OperatorError(`${path} sends us elsewhere: ${to.slice(0, 200)}`, 'Give the address of the log itself.')
    }
    url = next
  }
}

/** A log answers from its own host; from http it may send to https. */
function maySendTo(from: URL, to: URL): boolean {
  if (to.username !== '' || to.password !== '') return false
  return from.origin === to.origin || (from.hostname === to.hostname && to.protocol === 'https:')
}

async function answerOf(response: Response, path: string): Promise<Answer> {
  if (response.status === 200) return { kind: 'found', bytes: await bytesOf(response, path) }
  await response.body?.cancel()
  if (response.status === 404 || response.status === 410) return { kind: 'absent' }
  if (response.status === 429 || response.status >= 500) {
    const seconds = Number(response.headers.get('retry-after') ?? '1')
    return {
      kind: 'failed',
      why: `status ${response.status}`,
      waitMs: Number.isFinite(seconds) ? seconds * 1000 : 1000,
    }
  }
  throw new OperatorError(`could not get ${path}: status ${response.status}`, 'Give the address of the log itself.')
}

/** Counts what comes after unpacking: a small packed file can be endless. */
async function bytesOf(response: Response, path: string): Promise<Uint8Array> {
  const most = mostBytesOf(path)
  const parts: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    length += part.value.length
    if (length > most) {
      await reader?.cancel()
      throw tooLarge(path)
    }
    parts.push(part.value)
  }
  return Buffer.concat(parts)
}

function tooLarge(path: string): OperatorError {
  return new OperatorError(
    `${path} is larger than a log may have: over ${mostBytesOf(path)} bytes`,
    'Nothing was proven. This is not a log, or who serves it is hostile.',
  )
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const cause = error.cause instanceof Error && 'code' in error.cause ? ` (${error.cause.code})` : ''
  return error.name === 'TimeoutError' ? 'it took too long' : `no connection${cause}`
}
