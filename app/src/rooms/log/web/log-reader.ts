import { mostBytesOf } from '../file-sizes.ts'

/** Why a file of the log could not be had. */
export class NotRead extends Error {
  readonly why: 'away' | 'too-large'
  constructor(why: 'away' | 'too-large', options?: ErrorOptions) {
    super(`could not read the log: ${why}`, options)
    this.why = why
  }
}

/** Limits of one file. Arbitrary; the server itself says for how long it is busy. */
const limits = { timeoutMs: 60_000, tries: 4, mostWaitMs: 61_000 } as const

/** Reads files of the log below an address, no longer and no larger than a log can be. */
export function logReader(base: string): (path: string) => Promise<Uint8Array | undefined> {
  return async (path) => {
    for (let attempt = 1; ; attempt++) {
      const found = await once(base, path)
      if (typeof found !== 'number') return found.bytes
      if (attempt === limits.tries) throw new NotRead('away')
      await new Promise((done) => setTimeout(done, Math.min(found, limits.mostWaitMs)))
    }
  }
}

/** The file, or for how many milliseconds to wait before another try. */
async function once(base: string, path: string): Promise<{ readonly bytes: Uint8Array | undefined } | number> {
  let response: Response
  try {
    const signal = AbortSignal.timeout(limits.timeoutMs)
    response = await fetch(base + path, { credentials: 'omit', redirect: 'error', signal })
  } catch (cause) {
    if (cause instanceof TypeError) return 1_000
    throw new NotRead('away', { cause })
  }
  if (response.status === 404) return { bytes: undefined }
  if (response.status === 429 || response.status >= 500) {
    const seconds = Number(response.headers.get('retry-after') ?? '1')
    return Number.isFinite(seconds) ? seconds * 1_000 : 1_000
  }
  if (!response.ok || response.body === null) throw new NotRead('away')
  return { bytes: await bytesOf(response.body.getReader(), mostBytesOf(path)) }
}

async function bytesOf(reader: ReadableStreamDefaultReader<Uint8Array>, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for (let part = await reader.read(); part.value !== undefined; part = await reader.read()) {
    length += part.value.length
    if (length > most) {
      await reader.cancel()
      throw new NotRead('too-large')
    }
    parts.push(part.value)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
