import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type CheckPhrase, checkPhraseOf, formatCheckPhrase } from '@openwacht/tlog/check-phrase.ts'
import { type Checkpoint, parseTreeHead } from '@openwacht/tlog/checkpoint.ts'
import { cosigner, noteVerifier } from '@openwacht/tlog/cosignature.ts'
import { verifyEd25519 } from '@openwacht/tlog/ed25519-node.ts'
import { maxNoteBytes } from '@openwacht/tlog/limits.ts'
import type { Party } from '@openwacht/tlog/policy.ts'
import { formatNote, type Note, parseNote, parseSignatureLines, verifyNote } from '@openwacht/tlog/signed-note.ts'
import { encodeUtf8 } from '@openwacht/tlog/strict-text.ts'
import { answerAddCheckpoint, type WitnessedTree } from '@openwacht/tlog/witness.ts'
import { parseAddCheckpoint, type WitnessAnswer, withSignatures } from '@openwacht/tlog/witness-messages.ts'
import { type Messages, preferredLanguage } from '../platform/messages.ts'
import { type Cosigned, isFork, nameOf, policyLineOf, type WitnessFolder } from './witness-folder.ts'

// A witness over HTTP: C2SP tlog-witness, add-checkpoint; the newest checkpoint of each log for who wants to compare; and one page
// in words. Requests are answered one by one, and nothing is answered before it is on the disk.

/** What a witness needs beside its folder. */
export type WitnessHost = {
  readonly now: () => Date
  readonly messages: Messages
  /** Told in words what a person must know: a log that showed two histories. */
  readonly onEvidence: (kind: 'fork' | 'suspect', origin: string, folder: string) => void
  /** Told of a fault of this program or machine. */
  readonly onFault: (error: unknown) => void
  readonly requestsPerMinute: number
}

/** Limits of one witness. Arbitrary: a log asks every two seconds, and a request is a few kilobytes. */
const limits = { bodyBytes: maxNoteBytes * 2, waiting: 64, connections: 256, addresses: 10_000 } as const

/** The server, not listening yet. @throws OperatorError when the state on the disk is not as it was written. */
export async function witnessServer(folder: WitnessFolder, host: WitnessHost): Promise<Server> {
  const witness = await Witness.open(folder, host)
  const rate = new RateLimit(host.requestsPerMinute)
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 30_000, maxHeaderSize: 8_192 },
    (request, response) => {
      answer(witness, rate, host, request, response).catch((error) => {
        host.onFault(error)
        if (!response.headersSent) send(response, text(500, 'fault'))
        else response.destroy()
      })
    },
  )
  server.maxConnections = limits.connections
  return server
}

async function answer(
  witness: Witness,
  rate: RateLimit,
  host: WitnessHost,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  if (!rate.takes(request.socket.remoteAddress ?? '', host.now().getTime())) {
    response.setHeader('retry-after', '30')
    return send(response, text(429, 'too many requests'))
  }
  if (path === '/add-checkpoint') {
    if (request.method !== 'POST') return refuseMethod(response, 'POST')
    const body = await bodyOf(request)
    if (body === undefined) {
      response.setHeader('connection', 'close')
      return send(response, text(413, 'too large'))
    }
    return send(response, await witness.addCheckpoint(body))
  }
  const known = path === '/' ? await witness.page(request.headers['accept-language']) : witness.newestAt(path)
  if (known === undefined) return send(response, text(404, 'not found'))
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuseMethod(response, 'GET, HEAD')
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('cache-control', 'no-cache')
  return send(response, known)
}

function refuseMethod(response: ServerResponse, allowed: string): void {
  response.setHeader('allow', allowed)
  send(response, text(405, 'method not allowed'))
}

function send(response: ServerResponse, { status, contentType, body }: WitnessAnswer): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': body.length,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'",
  })
  response.end(body)
}

function text(status: number, words: string): WitnessAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', body: encodeUtf8(`${words}\n`) }
}

/** The body of a request; `undefined` as soon as it is larger than a request can be. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request) {
    // A request without an encoding gives bytes.
    const bytes = part as Buffer
    length += bytes.length
    if (length > limits.bodyBytes) return undefined
    parts.push(bytes)
  }
  return Buffer.concat(parts)
}

class Witness {
  readonly #folder: WitnessFolder
  readonly #host: WitnessHost
  readonly #logs: readonly Party[]
  /** By origin. It is on the disk already. */
  readonly #newest: Map<string, Cosigned>
  readonly #phrases = new Map<string, CheckPhrase>()
  /** The request that is being answered, and how many wait for it. */
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  private constructor(folder: WitnessFolder, host: WitnessHost, logs: readonly Party[], newest: Map<string, Cosigned>) {
    this.#folder = folder
    this.#host = host
    this.#logs = logs
    this.#newest = newest
  }

  static async open(folder: WitnessFolder, host: WitnessHost): Promise<Witness> {
    const logs = await folder.logs()
    const newest = new Map<string, Cosigned>()
    for (const log of logs) {
      const cosigned = await folder.cosigned(log)
      if (cosigned !== undefined) newest.set(log.key.name, cosigned)
    }
    return new Witness(folder, host, logs, newest)
  }

  /** One after the other: else an older tree could replace a newer one. */
  async addCheckpoint(body: Uint8Array): Promise<WitnessAnswer> {
    if (this.#waiting >= limits.waiting) return text(503, 'busy')
    this.#waiting++
    const turn = this.#last.then(() => this.#addCheckpoint(body))
    this.#last = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      this.#waiting--
    }
  }

  async #addCheckpoint(body: Uint8Array): Promise<WitnessAnswer> {
    const { witness } = this.#folder
    const trees = new Map<string, WitnessedTree>(
      [...this.#newest].map(([origin, { checkpoint }]) => [origin, checkpoint]),
    )
    const at = Math.floor(this.#host.now().getTime() / 1000)
    const step = await answerAddCheckpoint(trees, body, {
      logs: new Map(this.#logs.map(({ key }) => [key.name, verifiersOf(this.#logs, key.name)])),
      cosigners: [cosigner(witness.key, witness.sign, at)],
    })
    if (step.answer.status === 200) {
      const note = parseNote(parseAddCheckpoint(body).checkpoint)
      await this.#keep(onlyKnown(note, this.#logs), step.answer.body, at)
    } else if (step.answer.status === 409 || step.answer.status === 422) await this.#lookAt(body, step.answer.status)
    return step.answer
  }

  /** "The witness MUST persist the new checkpoint before responding" (C2SP tlog-witness, add-checkpoint). */
  async #keep(note: Note, signatures: Uint8Array, at: number): Promise<void> {
    const bytes = formatNote(withSignatures(note, parseSignatureLines(signatures)))
    const checkpoint = parseTreeHead(note.text)
    await this.#folder.keep(checkpoint.origin, bytes)
    this.#newest.set(checkpoint.origin, { bytes, checkpoint, at })
    this.#phrases.delete(checkpoint.origin)
  }

  /** Keeps what a log signed beside what this witness cosigned, when the two do not fit. */
  async #lookAt(body: Uint8Array, status: number): Promise<void> {
    const { checkpoint: theirs } = parseAddCheckpoint(body)
    const note = parseNote(theirs)
    const head = parseTreeHead(note.text)
    const newest = this.#newest.get(head.origin)
    const opened = await verifyNote(note, verifiersOf(this.#logs, head.origin))
    if (newest === undefined || opened.kind !== 'opened') return
    const kind = isFork(newest.checkpoint, head) ? 'fork' : 'suspect'
    // An old checkpoint is no lie, and a size that does not match is asked for again.
    if (kind === 'suspect' && status === 409) return
    const isNew = await this.#folder.keepEvidence(head.origin, { kind, theirs, ours: newest.bytes })
    if (isNew) this.#host.onEvidence(kind, head.origin, `evidence/${nameOf(head.origin)}`)
  }

  /** The newest checkpoint of a log, at `/<SHA-256 of its origin>/checkpoint`. */
  newestAt(path: string): WitnessAnswer | undefined {
    const log = this.#logs.find(({ key }) => path === `/${nameOf(key.name)}/checkpoint`)
    const newest = log === undefined ? undefined : this.#newest.get(log.key.name)
    return newest && { status: 200, contentType: 'text/plain; charset=utf-8', body: newest.bytes }
  }

  /** What this witness knows, in words. */
  async page(acceptLanguage: string | undefined): Promise<WitnessAnswer> {
    const language = preferredLanguage(acceptLanguage, 'nl')
    const say = (key: string, values = {}): string => this.#host.messages(language, `log.witness.${key}`, values)
    const lines = [
      say('title', { name: this.#folder.witness.key.name }),
      policyLineOf(this.#folder.witness, undefined),
      '',
    ]
    for (const { key } of this.#logs) {
      const newest = this.#newest.get(key.name)
      if (newest === undefined) lines.push(say('nothing-yet', { origin: key.name }))
      else {
        const { checkpoint, at } = newest
        lines.push(say('seen', { origin: key.name, size: checkpoint.size, at: new Date(at * 1000).toISOString() }))
        lines.push(say('phrase', { phrase: formatCheckPhrase(this.#phraseOf(checkpoint)) }))
      }
      const evidence = await this.#folder.evidence(key.name)
      const forks = evidence.filter((folder) => folder.includes('/fork-')).length
      if (forks > 0) lines.push(say('forks', { origin: key.name, count: forks }))
      lines.push('')
    }
    return text(200, lines.join('\n').trimEnd())
  }

  /** Once for each checkpoint: it takes some tenths of a second. */
  #phraseOf(checkpoint: Checkpoint): CheckPhrase {
    const known = this.#phrases.get(checkpoint.origin)
    if (known !== undefined) return known
    const phrase = checkPhraseOf(checkpoint)
    this.#phrases.set(checkpoint.origin, phrase)
    return phrase
  }
}

function verifiersOf(logs: readonly Party[], origin: string) {
  return logs.flatMap(({ key }) => (key.name === origin ? (noteVerifier(key, verifyEd25519) ?? []) : []))
}

/** The note with the signatures of its log alone: what anybody else put under it is not kept. */
function onlyKnown(note: Note, logs: readonly Party[]): Note {
  const isOfLog = ({ name, keyId }: Note['signatures'][number]): boolean =>
    logs.some(({ key }) => key.name === name && key.keyId === keyId)
  return { text: note.text, signatures: note.signatures.filter(isOfLog) }
}

/** So many requests in a minute from each address, and as many at once. */
class RateLimit {
  readonly #perMinute: number
  readonly #left = new Map<string, { tokens: number; at: number }>()

  constructor(perMinute: number) {
    this.#perMinute = perMinute
  }

  takes(address: string, nowMs: number): boolean {
    if (this.#left.size > limits.addresses) this.#left.clear()
    const known = this.#left.get(address) ?? { tokens: this.#perMinute, at: nowMs }
    const gained = (Math.max(0, nowMs - known.at) * this.#perMinute) / 60_000
    const tokens = Math.min(this.#perMinute, known.tokens + gained)
    this.#left.set(address, { tokens: Math.max(0, tokens - 1), at: nowMs })
    return tokens >= 1
  }
}
