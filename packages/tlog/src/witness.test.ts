import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MemoryLog } from '../testing/memory-log.ts'
import { council, external, log, makeCheckpoint } from '../testing/parties.ts'
import { proveConsistency } from './consistency.ts'
import { cosigner, noteVerifier } from './cosignature.ts'
import { verifyEd25519 } from './ed25519-node.ts'
import { MalformedError } from './malformed.ts'
import { emptyRoot, rootOf } from './merkle.ts'
import { formatNote, parseNote } from './signed-note.ts'
import { decodeUtf8, encodeBase64, encodeUtf8 } from './strict-text.ts'
import { answerAddCheckpoint, type WitnessSettings, type WitnessState } from './witness.ts'
import {
  formatAddCheckpoint,
  parseAddCheckpoint,
  readWitnessAnswer,
  sizeMediaType,
  withSignatures,
} from './witness-messages.ts'

const origin = log.key.name
const logVerifier = noteVerifier(log.key, verifyEd25519) ?? assert.fail()
const councilVerifier = noteVerifier(council.key, verifyEd25519) ?? assert.fail()
const settings: WitnessSettings = {
  logs: new Map([[origin, [logVerifier]]]),
  cosigners: [cosigner(council.key, council.sign, 1_800_000_000)],
}
const tree = new MemoryLog()
tree.append(MemoryLog.entries(50))
const rootAt = (size: number): Uint8Array => rootOf(size, tree.node)
const checkpointAt = (size: number): Promise<Uint8Array> => makeCheckpoint([], { size, root: rootAt(size) })
const proofFrom = (oldSize: number, size: number): readonly Uint8Array[] =>
  oldSize === 0 ? [] : proveConsistency(oldSize, size, tree.node)
const request = async (oldSize: number, size: number): Promise<Uint8Array> =>
  formatAddCheckpoint({ oldSize, proof: proofFrom(oldSize, size), checkpoint: await checkpointAt(size) })

const fresh: WitnessState = new Map()
const at10: WitnessState = new Map([[origin, { size: 10, root: rootAt(10) }]])

test('a witness cosigns the first tree it sees and then each that continues it', async () => {
  let state = fresh
  for (const [oldSize, size] of [
    [0, 0],
    [0, 7],
    [7, 7],
    [7, 8],
    [8, 50],
  ] as const) {
    const step = await answerAddCheckpoint(state, await request(oldSize, size), settings)
    assert.equal(step.answer.status, 200, decodeUtf8(step.answer.body))
    assert.deepEqual(step.state, new Map([[origin, { size, root: rootAt(size) }]]))
    const note = parseNote(await checkpointAt(size))
    const meaning = await readWitnessAnswer(step.answer, note, [councilVerifier])
    assert.equal(meaning.kind, 'cosigned')
    state = step.state
  }
})

const forked = new MemoryLog()
forked.append([new Uint8Array([1]), ...tree.entries.slice(1)])

const refusals = [
  {
    name: 'a log it does not know',
    status: 404,
    body: async () =>
      formatAddCheckpoint({ oldSize: 10, proof: [], checkpoint: await makeCheckpoint([], { origin: 'x', size: 10 }) }),
  },
  {
    name: 'a checkpoint that the log did not sign',
    status: 403,
    body: async () =>
      formatAddCheckpoint({
        oldSize: 10,
        proof: [],
        checkpoint: await makeCheckpoint([external], { isSignedByLog: false }),
      }),
  },
  { name: 'a forged signature of the log', status: 403, body: async () => forgedRequest() },
  {
    name: 'an old size above the new one',
    status: 400,
    body: async () => formatAddCheckpoint({ oldSize: 10, proof: [], checkpoint: await checkpointAt(9) }),
  },
  { name: 'a log that goes back to zero', status: 409, body: () => request(0, 5) },
  { name: 'an old size it does not have', status: 409, body: () => request(9, 20) },
  {
    name: 'another tree of the same size',
    status: 422,
    body: async () =>
      formatAddCheckpoint({
        oldSize: 10,
        proof: [],
        checkpoint: await makeCheckpoint([], { size: 10, root: rootOf(10, forked.node) }),
      }),
  },
  {
    name: 'a tree with an entry replaced',
    status: 422,
    body: async () =>
      formatAddCheckpoint({
        oldSize: 10,
        proof: proveConsistency(10, 20, forked.node),
        checkpoint: await makeCheckpoint([], { size: 20, root: rootOf(20, forked.node) }),
      }),
  },
  {
    name: 'no proof where one is needed',
    status: 422,
    body: async () => formatAddCheckpoint({ oldSize: 10, proof: [], checkpoint: await checkpointAt(20) }),
  },
  {
    name: 'a proof for the same tree',
    status: 422,
    body: async () => formatAddCheckpoint({ oldSize: 10, proof: [rootAt(10)], checkpoint: await checkpointAt(10) }),
  },
  { name: 'bytes', status: 400, body: async () => Uint8Array.of(1, 2, 3) },
  {
    name: 'a checkpoint without a root',
    status: 400,
    body: async () => encodeUtf8('old 10\n\nlog\n10\n\n— log.example/2026 AAAAAAA=\n'),
  },
]

async function forgedRequest(): Promise<Uint8Array> {
  const note = parseNote(await checkpointAt(20))
  const signatures = note.signatures.map((line) => ({ ...line, signature: new Uint8Array(64) }))
  return formatAddCheckpoint({ oldSize: 10, proof: proofFrom(10, 20), checkpoint: formatNote({ ...note, signatures }) })
}

for (const { name, status, body } of refusals) {
  test(`a witness answers ${status} to ${name}, and remembers what it had`, async () => {
    const step = await answerAddCheckpoint(at10, await body(), settings)
    assert.equal(step.answer.status, status, decodeUtf8(step.answer.body))
    assert.equal(step.state, at10)
  })
}

const empty = [
  {
    name: 'a proof from nothing',
    body: async () => formatAddCheckpoint({ oldSize: 0, proof: [rootAt(1)], checkpoint: await checkpointAt(5) }),
  },
  {
    name: 'an empty tree with a root',
    body: async () => formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: await emptyTreeWithRoot() }),
  },
]

async function emptyTreeWithRoot(): Promise<Uint8Array> {
  const text = `${origin}\n0\n${encodeBase64(rootAt(1))}\n`
  const signature = { name: origin, keyId: log.key.keyId, signature: await log.sign(encodeUtf8(text)) }
  return formatNote({ text, signatures: [signature] })
}

for (const { name, body } of empty) {
  test(`a witness that saw nothing yet answers 422 to ${name}`, async () => {
    const step = await answerAddCheckpoint(fresh, await body(), settings)
    assert.equal(step.answer.status, 422, decodeUtf8(step.answer.body))
    assert.equal(step.state, fresh)
  })
}

test('a conflict tells the size to prove from', async () => {
  const { answer } = await answerAddCheckpoint(at10, await request(0, 20), settings)
  assert.deepEqual(answer, { status: 409, contentType: sizeMediaType, body: encodeUtf8('10\n') })
  const meaning = await readWitnessAnswer(answer, parseNote(await checkpointAt(20)), [councilVerifier])
  assert.deepEqual(meaning, { kind: 'conflict', oldSize: 10 })
})

test('whatever is asked in whatever order, every tree a witness cosigned continues the one before', async () => {
  const asked = fc.array(fc.record({ oldSize: fc.nat(50), size: fc.nat(50), isForked: fc.boolean() }), {
    maxLength: 12,
  })
  await fc.assert(
    fc.asyncProperty(asked, async (requests) => {
      let state = fresh
      for (const { oldSize, size, isForked } of requests) {
        const from = isForked ? forked : tree
        const known = state.get(origin)?.size ?? 0
        // Half of the time the right old size, so that some requests succeed.
        const old = oldSize % 2 === 0 ? known : oldSize
        const proof = old === 0 || old > size ? [] : proveConsistency(old, size, from.node)
        const checkpoint = await makeCheckpoint([], { size, root: rootOf(size, from.node) })
        const step = await answerAddCheckpoint(
          state,
          formatAddCheckpoint({ oldSize: old, proof, checkpoint }),
          settings,
        )
        const before = state.get(origin)
        const after = step.state.get(origin)
        if (step.answer.status !== 200) assert.equal(step.state, state)
        else assert.ok((after?.size ?? 0) >= (before?.size ?? 0))
        if (before !== undefined && before.size > 0 && step.answer.status === 200) {
          const branchOf = (one: typeof before): string =>
            Buffer.compare(one.root, rootAt(one.size)) === 0 ? 'tree' : 'fork'
          assert.equal(branchOf(after ?? assert.fail()), branchOf(before))
        }
        state = step.state
      }
    }),
    { numRuns: 60 },
  )
})

test('parsing a request inverts formatting it', () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
  const any = fc.record({
    oldSize: fc.maxSafeNat(),
    proof: fc.array(hash, { maxLength: 63 }),
    checkpoint: fc.uint8Array(),
  })
  fc.assert(fc.property(any, (one) => assert.deepEqual(parseAddCheckpoint(formatAddCheckpoint(one)), { ...one })))
})

const malformed = [
  { name: 'nothing', text: '' },
  { name: 'no size', text: 'old\n\nlog\n' },
  { name: 'a size with a leading zero', text: 'old 01\n\nlog\n' },
  { name: 'a hash that is too short', text: 'old 1\nAAAA\n\nlog\n' },
  { name: '64 hashes', text: `old 1\n${`${encodeBase64(emptyRoot)}\n`.repeat(64)}\nlog\n` },
  { name: 'no blank line', text: 'old 1\nlog\n' },
]

for (const { name, text } of malformed) {
  test(`a request is refused for: ${name}`, () => {
    assert.throws(() => parseAddCheckpoint(encodeUtf8(text)), MalformedError)
  })
}

const note = parseNote(await checkpointAt(20))
const body = encodeUtf8('why\n')
const meanings = [
  { status: 400, kind: 'refused', because: 'bad-request' },
  { status: 403, kind: 'refused', because: 'untrusted-key' },
  { status: 404, kind: 'refused', because: 'unknown-log' },
  { status: 422, kind: 'refused', because: 'inconsistent' },
]

for (const { status, ...meaning } of meanings) {
  test(`the answer ${status} means ${meaning.because}`, async () => {
    assert.deepEqual(await readWitnessAnswer({ status, contentType: 'text/plain', body }, note, []), meaning)
  })
}

test('a status outside the protocol means: later', async () => {
  const meaning = await readWitnessAnswer({ status: 503, contentType: 'text/html', body }, note, [])
  assert.deepEqual(meaning, { kind: 'unavailable', status: 503 })
})

for (const { name, contentType, text } of [
  { name: 'another media type', contentType: 'text/plain', text: '10\n' },
  { name: 'no newline', contentType: sizeMediaType, text: '10' },
  { name: 'no number', contentType: sizeMediaType, text: 'ten\n' },
]) {
  test(`a conflict is refused for: ${name}`, async () => {
    const answer = { status: 409, contentType, body: encodeUtf8(text) }
    await assert.rejects(readWitnessAnswer(answer, note, []), MalformedError)
  })
}

test('a cosignature of another checkpoint does not count', async () => {
  const { answer } = await answerAddCheckpoint(at10, await request(10, 20), settings)
  const other = parseNote(await checkpointAt(21))
  assert.deepEqual(await readWitnessAnswer(answer, other, [councilVerifier]), { kind: 'not-cosigned' })
})

test('the lines of an unknown witness stay out, those of a known one are added once', async () => {
  const both = { ...settings, cosigners: [...settings.cosigners, cosigner(external.key, external.sign, 1_800_000_000)] }
  const { answer } = await answerAddCheckpoint(at10, await request(10, 20), both)
  const meaning = await readWitnessAnswer(answer, note, [councilVerifier])
  assert.ok(meaning.kind === 'cosigned')
  const cosigned = withSignatures(withSignatures(note, meaning.signatures), meaning.signatures)
  assert.deepEqual(
    cosigned.signatures.map(({ name }) => name),
    [origin, council.key.name],
  )
})

test('a witness without a key does not answer at all', async () => {
  await assert.rejects(answerAddCheckpoint(fresh, await request(0, 3), { ...settings, cosigners: [] }), TypeError)
})
