// The examples in the texts of C2SP, and what a note must not be.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { outsideFolder, skipUnlessOutside } from '../../../tools/outside.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { cosignatureTimestamp, cosignedMessage, logSigner, noteVerifier } from './cosignature.ts'
import { ed25519FromSeed, verifyEd25519 } from './ed25519-node.ts'
import { MalformedError } from './malformed.ts'
import { formatNote, type NoteVerifier, openNote, parseNote, parseSignatureLines, signNote } from './signed-note.ts'
import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8 } from './strict-text.ts'
import { formatVerifierKey, parseVerifierKey, signatureTypes, verifierKey } from './verifier-key.ts'

const name = 'vectors/signed-note/signed-note-examples.json'

type Example = {
  readonly name: string
  readonly kind: 'verify' | 'parse'
  readonly verifierKey?: string
  readonly note: string
  readonly text: string
  readonly valid?: boolean
  readonly signatureLines?: number
  readonly origin?: string
  readonly size?: number
  readonly root?: string
  readonly cosigner?: string
  readonly cosignedMessage?: string
  readonly timestamp?: number
}

const path = outsideFolder(name)
const examples: readonly Example[] =
  // The file in the shape that its README describes.
  path === undefined ? [] : (JSON.parse(readFileSync(path, 'utf8')) as { examples: Example[] }).examples

test('the examples of the specifications are there', skipUnlessOutside(name), () => assert.equal(examples.length, 4))

for (const example of examples) {
  test(`specification example: ${example.name}`, async () => {
    const note = parseNote(encodeUtf8(example.note))
    assert.equal(note.text, example.text)
    assert.deepEqual(formatNote(note), encodeUtf8(example.note))
    if (example.signatureLines !== undefined) assert.equal(note.signatures.length, example.signatureLines)
    if (example.verifierKey !== undefined) {
      const opened = await openNote(encodeUtf8(example.note), [verifierOf(example.verifierKey)])
      assert.equal(opened.kind === 'opened', example.valid)
      assert.equal(formatVerifierKey(parseVerifierKey(example.verifierKey)), example.verifierKey)
    }
    if (example.origin !== undefined) {
      const { origin, size, root, extensions } = parseCheckpoint(note.text)
      assert.deepEqual(
        { origin, size, root: encodeBase64(root), extensions },
        { origin: example.origin, size: example.size, root: example.root, extensions: [] },
      )
    }
    if (example.cosignedMessage !== undefined) {
      const cosignature = note.signatures.find((signature) => signature.name === example.cosigner)
      const timestamp = cosignatureTimestamp(cosignature?.signature ?? new Uint8Array(0))
      assert.equal(timestamp, example.timestamp)
      assert.equal(decodeUtf8(cosignedMessage(timestamp ?? 0, note.text)), example.cosignedMessage)
    }
  })
}

function verifierOf(text: string): NoteVerifier {
  const verifier = noteVerifier(parseVerifierKey(text), verifyEd25519)
  assert.ok(verifier)
  return verifier
}

const owner = ed25519FromSeed(new Uint8Array(32).fill(1))
const ownerKey = verifierKey('log.example', signatureTypes.ed25519, owner.publicKey)
const stranger = ed25519FromSeed(new Uint8Array(32).fill(2))
const ownerVerifier = noteVerifier(ownerKey, verifyEd25519)
assert.ok(ownerVerifier)
const signed = await signNote('first line\n\nsecond line\n', [logSigner(ownerKey, owner.sign)])

test('a blank line in the text does not end it', async () => {
  const opened = await openNote(formatNote(signed), [ownerVerifier])
  assert.equal(opened.kind === 'opened' && opened.note.text, 'first line\n\nsecond line\n')
})

test('a signature of an unknown key is ignored, even under the name of a known one', async () => {
  const impostor = verifierKey('log.example', signatureTypes.ed25519, stranger.publicKey)
  const both = await signNote(signed.text, [logSigner(impostor, stranger.sign), logSigner(ownerKey, owner.sign)])
  const opened = await openNote(formatNote(both), [ownerVerifier])
  assert.deepEqual(opened.kind === 'opened' && opened.verified.map(({ keyId }) => keyId), [ownerKey.keyId])
})

test('one wrong signature of a known key refuses the whole note', async () => {
  const forged = await signNote(signed.text, [logSigner(ownerKey, owner.sign), logSigner(ownerKey, stranger.sign)])
  assert.deepEqual(await openNote(formatNote(forged), [ownerVerifier]), {
    kind: 'refused',
    because: 'wrong-signature',
    name: 'log.example',
  })
})

test('a note that no known key signed is refused', async () => {
  assert.deepEqual(await openNote(formatNote(signed), []), { kind: 'refused', because: 'no-known-signature' })
})

test('a key that signed twice counts once', async () => {
  const twice = await signNote(signed.text, [logSigner(ownerKey, owner.sign), logSigner(ownerKey, owner.sign)])
  const opened = await openNote(formatNote(twice), [ownerVerifier])
  assert.equal(opened.kind === 'opened' && opened.verified.length, 1)
})

test('two verifiers with the same name and id are a mistake of the caller', async () => {
  await assert.rejects(openNote(formatNote(signed), [ownerVerifier, ownerVerifier]), TypeError)
})

test('16 large signatures, as every verifier must accept, are read', () => {
  const line = { name: 'post-quantum.example', keyId: 7, signature: new Uint8Array(4_900) }
  assert.equal(parseNote(formatNote({ text: 'text\n', signatures: Array(16).fill(line) })).signatures.length, 16)
})

const line = decodeUtf8(formatNote(signed))?.split('\n').at(-2) ?? ''
const malformed = [
  { name: 'nothing', note: '' },
  { name: 'no blank line', note: `text\n${line}\n` },
  { name: 'no signature line', note: 'text\n\n' },
  { name: 'no newline at the end', note: `text\n\n${line}` },
  { name: 'a carriage return', note: `text\r\n\n${line}\n` },
  { name: 'a tab', note: `te\txt\n\n${line}\n` },
  { name: 'a zero byte', note: `te\0xt\n\n${line}\n` },
  { name: 'a hyphen for the dash', note: `text\n\n${line.replace('—', '-')}\n` },
  { name: 'two spaces', note: `text\n\n${line.replace(' ', '  ')}\n` },
  { name: 'a plus in the name', note: `text\n\n${line.replace('log.', 'log+')}\n` },
  { name: 'a no-break space in the name', note: `text\n\n${line.replace('log.', 'log\u00a0')}\n` },
  { name: 'no name', note: `text\n\n${line.replace('log.example', '')}\n` },
  { name: 'base64 without padding', note: `text\n\n${line.replaceAll('=', '')}\n` },
  { name: 'only a key id', note: 'text\n\n— log.example AAAAAA==\n' },
  { name: 'text after the signatures', note: `text\n\n${line}\ntext\n` },
  { name: '65 signatures', note: `text\n\n${`${line}\n`.repeat(65)}` },
]

for (const { name, note } of malformed) {
  test(`a note is refused for: ${name}`, () => assert.throws(() => parseNote(encodeUtf8(note)), MalformedError))
}

test('bytes that are no UTF-8 are no note', () => {
  const bytes = encodeUtf8(`text\n\n${line}\n`)
  bytes[0] = 0xff
  assert.throws(() => parseNote(bytes), MalformedError)
})

test('an error names its line', () => {
  assert.throws(() => parseNote(encodeUtf8('a\nb\n\n— x\n')), /signed note, line 4: /)
  assert.throws(() => parseSignatureLines(encodeUtf8(`${line}\nx\n`)), /signed note, line 2: /)
})

const wrongKeys = [
  { name: 'another id', text: formatVerifierKey(ownerKey).replace(/\+[0-9a-f]{8}\+/, '+00000000+') },
  { name: 'an id in capitals', text: formatVerifierKey(ownerKey).replace(/\+[0-9a-f]{8}\+/, (id) => id.toUpperCase()) },
  { name: 'another name', text: formatVerifierKey(ownerKey).replace('log.', 'lag.') },
  { name: 'a key that is too short', text: 'log.example+00000000+AQ==' },
  { name: 'no key', text: 'log.example' },
  { name: 'a space', text: `${formatVerifierKey(ownerKey)} ` },
]

for (const { name, text } of wrongKeys) {
  test(`a verifier key is refused for: ${name}`, () => assert.throws(() => parseVerifierKey(text), MalformedError))
}

test('a verifier key whose base64 holds a plus is read whole', () => {
  const key = verifierKey('log.example', signatureTypes.ed25519, new Uint8Array(32).fill(0xfb))
  assert.match(formatVerifierKey(key).slice(24), /\+/)
  assert.deepEqual(parseVerifierKey(formatVerifierKey(key)), key)
})

const oddBase64 = ['A', 'AA', 'AA=', 'AB==', 'AAB=', 'AA==\n', ' AA==', 'A-A=', 'A_A=', '====', '=AAA', 'AA=A', 'AAAA=']

test('base64 has one spelling', () => {
  assert.deepEqual(
    oddBase64.filter((text) => decodeBase64(text) !== undefined),
    [],
  )
})
