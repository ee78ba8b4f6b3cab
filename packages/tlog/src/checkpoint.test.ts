import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatCheckpoint, openCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { cosignatureTimestamp, cosigner, logSigner, noteVerifier } from './cosignature.ts'
import { ed25519FromSeed, verifyEd25519 } from './ed25519-node.ts'
import { MalformedError } from './malformed.ts'
import { emptyRoot } from './merkle.ts'
import { formatNote, type NoteVerifier, signNote } from './signed-note.ts'
import { encodeBase64 } from './strict-text.ts'
import { signatureTypes, type VerifierKey, verifierKey } from './verifier-key.ts'

const origin = 'log.example/2026'
const owner = ed25519FromSeed(new Uint8Array(32).fill(1))
const ownerKey = verifierKey(origin, signatureTypes.ed25519, owner.publicKey)
const witness = ed25519FromSeed(new Uint8Array(32).fill(2))
const witnessKey = verifierKey('council.example', signatureTypes.ed25519Cosignature, witness.publicKey)
const verifier = (key: VerifierKey): NoteVerifier => noteVerifier(key, verifyEd25519) ?? assert.fail()

const root = new Uint8Array(32).fill(7)
const checkpoint = { origin, size: 5, root, extensions: [] }
const text = formatCheckpoint(checkpoint)

test('parsing a checkpoint inverts formatting it', () => {
  const line = fc.string({ minLength: 1, unit: 'grapheme' }).filter((one) => !/\p{Cc}/u.test(one))
  const head = fc.record({
    origin: line,
    size: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    extensions: fc.array(line, { maxLength: 3 }),
  })
  fc.assert(fc.property(head, (one) => assert.deepEqual(parseCheckpoint(formatCheckpoint(one)), { ...one })))
})

const rootLine = encodeBase64(root)
const malformed = [
  { name: 'no newline at the end', text: text.slice(0, -1) },
  { name: 'two lines', text: 'log\n5\n' },
  { name: 'an empty origin', text: `\n5\n${rootLine}\n` },
  { name: 'a leading zero', text: `log\n05\n${rootLine}\n` },
  { name: 'a sign', text: `log\n+5\n${rootLine}\n` },
  { name: 'a size in hexadecimal', text: `log\n0x5\n${rootLine}\n` },
  { name: 'a size beyond what a number holds exactly', text: `log\n9007199254740992\n${rootLine}\n` },
  { name: 'a root of 31 bytes', text: `log\n5\n${encodeBase64(root.slice(1))}\n` },
  { name: 'a root without padding', text: `log\n5\n${rootLine.slice(0, -1)}\n` },
  { name: 'an empty extension line', text: `${text}\n` },
  { name: 'a root for nothing', text: `log\n0\n${rootLine}\n` },
]

for (const { name, text } of malformed) {
  test(`a checkpoint is refused for: ${name}`, () => assert.throws(() => parseCheckpoint(text), MalformedError))
}

test('the empty log has a checkpoint', () => {
  const empty = { origin, size: 0, root: emptyRoot, extensions: [] }
  assert.deepEqual(parseCheckpoint(formatCheckpoint(empty)), empty)
})

test('a checkpoint that cannot be read back is not written', () => {
  assert.throws(() => formatCheckpoint({ ...checkpoint, origin: 'two\nlines' }), TypeError)
  assert.throws(() => formatCheckpoint({ ...checkpoint, size: -1 }), TypeError)
  assert.throws(() => formatCheckpoint({ ...checkpoint, root: new Uint8Array(31) }), TypeError)
})

const signers = [logSigner(ownerKey, owner.sign), cosigner(witnessKey, witness.sign, 1_700_000_000)]
const note = formatNote(await signNote(text, signers))

test('log and witness are verified, and the witness says when', async () => {
  const opened = await openCheckpoint(note, origin, [verifier(ownerKey), verifier(witnessKey)])
  assert.equal(opened.kind, 'opened')
  if (opened.kind !== 'opened') return
  assert.deepEqual(opened.checkpoint, checkpoint)
  assert.deepEqual(
    opened.verified.map(({ name }) => name),
    [origin, 'council.example'],
  )
  assert.equal(cosignatureTimestamp(opened.verified[1]?.signature ?? new Uint8Array(0)), 1_700_000_000)
})

test('a good checkpoint of another log is refused', async () => {
  const opened = await openCheckpoint(note, 'log.example/2025', [verifier(ownerKey)])
  assert.deepEqual(opened, { kind: 'refused', because: 'wrong-origin', origin })
})

test('no changed bit of a signed checkpoint is accepted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(note.length - 1), fc.nat(7), async (at, bit) => {
      const changed = note.slice()
      changed[at] = (changed[at] ?? 0) ^ (1 << bit)
      let names: readonly string[] = []
      try {
        const opened = await openCheckpoint(changed, origin, [verifier(ownerKey), verifier(witnessKey)])
        names = opened.kind === 'opened' ? opened.verified.map(({ name }) => name) : []
      } catch (error) {
        assert.ok(error instanceof MalformedError)
      }
      // A bit in the name or id of one line makes that key unknown; never do both lines stay good.
      assert.ok(names.length < 2)
    }),
    { numRuns: 300 },
  )
})

test('a cosignature cannot be moved to another time', async () => {
  const signed = await signNote(text, [cosigner(witnessKey, witness.sign, 1_700_000_000)])
  const [line] = signed.signatures
  assert.ok(line)
  const later = line.signature.slice()
  later[7] = (later[7] ?? 0) ^ 1
  const moved = formatNote({ text, signatures: [{ ...line, signature: later }] })
  const opened = await openCheckpoint(moved, origin, [verifier(witnessKey)])
  assert.deepEqual(opened, { kind: 'refused', because: 'wrong-signature', name: 'council.example' })
})

test('a key of one type does not verify signatures of the other', async () => {
  const asLog = verifierKey('council.example', signatureTypes.ed25519, witness.publicKey)
  assert.notEqual(asLog.keyId, witnessKey.keyId)
  const opened = await openCheckpoint(note, origin, [verifier(asLog)])
  assert.deepEqual(opened, { kind: 'refused', because: 'no-known-signature' })
  assert.throws(() => logSigner(witnessKey, witness.sign), TypeError)
  assert.throws(() => cosigner(ownerKey, owner.sign, 1), TypeError)
})

test('a timestamp of zero or in milliseconds with a fraction is a mistake of the caller', () => {
  for (const timestamp of [0, -1, 1.5, Number.NaN]) {
    assert.throws(() => cosigner(witnessKey, witness.sign, timestamp), TypeError)
  }
})

test('a post-quantum key is kept but verifies nothing here', () => {
  const key = verifierKey('new.example', signatureTypes.mldsa44Cosignature, new Uint8Array(1312))
  assert.equal(noteVerifier(key, verifyEd25519), undefined)
})
