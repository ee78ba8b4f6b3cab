import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cosigner } from '@openwacht/tlog/cosignature.ts'
import { ed25519FromSeed } from '@openwacht/tlog/ed25519-node.ts'
import { formatVerifierKey, signatureTypes, verifierKey } from '@openwacht/tlog/verifier-key.ts'
import { answerAddCheckpoint, type WitnessState } from '@openwacht/tlog/witness.ts'
import { key } from './small-log.ts'

/** A witness that listens on this machine, and can be told to misbehave. */
export type TestWitness = {
  /** The line that names it in a policy. */
  readonly line: string
  /** What it knows of the log; a test may replace it, as after a rewrite of the log. */
  state: WitnessState
  /** How it answers: as it should, not at all, with 503, or with what nobody can read. */
  mood: 'well' | 'silent' | 'unavailable' | 'babbling'
  /** The newest checkpoint that it shows to whoever asks. */
  shows: Uint8Array | undefined
  readonly asked: number
  close(): Promise<void>
}

/** Starts one under a name. */
export async function testWitness(name: string): Promise<TestWitness> {
  const own = ed25519FromSeed(new Uint8Array(32).fill(name.charCodeAt(0)))
  const ownKey = verifierKey(`${name}.example`, signatureTypes.ed25519Cosignature, own.publicKey)
  let asked = 0
  let turn: Promise<void> = Promise.resolve()
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part) => parts.push(part))
    request.on('end', () => {
      turn = turn.then(async () => {
        if (request.method === 'GET') {
          response.writeHead(witness.shows === undefined ? 404 : 200).end(witness.shows)
          return
        }
        asked++
        if (witness.mood === 'silent') return void request.socket.destroy()
        if (witness.mood === 'unavailable') return void response.writeHead(503).end()
        if (witness.mood === 'babbling') return void response.writeHead(200).end('hello')
        const step = await answerAddCheckpoint(witness.state, Buffer.concat(parts), {
          logs: new Map([[key.origin, [key.verifier]]]),
          cosigners: [cosigner(ownKey, own.sign, 1_790_000_000 + asked)],
        })
        witness.state = step.state
        const { status, contentType, body } = step.answer
        response.writeHead(status, { 'content-type': contentType }).end(body)
      })
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const witness: TestWitness = {
    line: `witness ${name} ${formatVerifierKey(ownKey)} http://127.0.0.1:${port}`,
    state: new Map(),
    mood: 'well',
    shows: undefined,
    get asked() {
      return asked
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
  return witness
}
