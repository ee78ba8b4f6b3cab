// Asking a witness over HTTP (C2SP tlog-witness, add-checkpoint).
import { createHash } from 'node:crypto'
import { maxNoteBytes } from '@openwacht/tlog/limits.ts'
import type { WitnessAnswer } from '@openwacht/tlog/witness-messages.ts'

/** How long a witness may take to answer. */
const longestAnswerMs = 10_000

/** Sends a checkpoint to a witness. Throws where it does not answer, or with more than an answer can be. */
export async function askWitness(url: string, body: Uint8Array): Promise<WitnessAnswer> {
  const response = await fetch(`${url.replace(/\/$/, '')}/add-checkpoint`, {
    method: 'POST',
    // The bytes were made here and lie in no shared memory, which is what the narrower type rules out.
    body: body as Uint8Array<ArrayBuffer>,
    redirect: 'error',
    signal: AbortSignal.timeout(longestAnswerMs),
  })
  const contentType = response.headers.get('content-type') ?? ''
  return { status: response.status, contentType, body: await bytesOf(response) }
}

/**
 * The newest checkpoint that a witness has of a log, where it shows it: `<address>/<SHA-256 of the origin in hex>/checkpoint`.
 * The specification leaves open how monitors read; this is what common witnesses do.
 */
export async function checkpointAt(url: string, origin: string): Promise<Uint8Array | undefined> {
  const name = createHash('sha256').update(origin).digest('hex')
  const response = await fetch(`${url.replace(/\/$/, '')}/${name}/checkpoint`, {
    redirect: 'error',
    signal: AbortSignal.timeout(longestAnswerMs),
  })
  const bytes = await bytesOf(response)
  return response.ok ? bytes : undefined
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let sizeBytes = 0
  for await (const part of response.body ?? []) {
    sizeBytes += part.length
    if (sizeBytes > maxNoteBytes) throw new Error(`a witness answered more than ${maxNoteBytes} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}
