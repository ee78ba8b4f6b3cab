// Whatever bytes arrive, a parser gives a value or MalformedError, and soon: random bytes, valid input with pieces changed,
// cut, repeated or swapped, and input as large as the limits allow and larger.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MemoryLog } from '../testing/memory-log.ts'
import { council, external, log, makeCheckpoint } from '../testing/parties.ts'
import { formatIndexEntry, parseIndexEntry } from './absence-index.ts'
import { AbsenceMap } from './absence-map.ts'
import { formatAbsenceProof, judgeAbsenceProof } from './absence-proof.ts'
import { concatBytes } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { cosigner, noteVerifier } from './cosignature.ts'
import { verifyEd25519 } from './ed25519-node.ts'
import { decodeEntryBundle, encodeEntryBundle } from './entry-bundle.ts'
import { maxNoteBytes, maxPolicyBytes, maxProofFileBytes, maxPrunedMapBytes } from './limits.ts'
import { MalformedError } from './malformed.ts'
import { hashLeaf, proveInclusion } from './merkle.ts'
import { parsePolicy } from './policy.ts'
import { parsePrunedMap } from './pruned-map.ts'
import { parseNote, parseSignatureLines } from './signed-note.ts'
import { decodeUtf8, encodeUtf8 } from './strict-text.ts'
import { parseTilePath } from './tiles.ts'
import { formatTlogProof, judgeTlogProof, parseTlogProof } from './tlog-proof.ts'
import { formatVerifierKey, parseVerifierKey } from './verifier-key.ts'
import { answerAddCheckpoint } from './witness.ts'
import { formatAddCheckpoint, parseAddCheckpoint, readWitnessAnswer, sizeMediaType } from './witness-messages.ts'

const tree = new MemoryLog()
tree.append(MemoryLog.entries(20))
const map = new AbsenceMap()
for (const [at, leaf] of tree.leaves.entries()) map.add(leaf, at)
const indexEntry = formatIndexEntry({ covers: 20, keys: map.size, root: map.root() })
tree.append([indexEntry])
const asked = tree.leaves.slice(0, 5)
const checkpoint = await makeCheckpoint([council, external], { size: 21, root: tree.root() })
const note = parseNote(checkpoint)
const path = proveInclusion(20, 21, tree.node)
const tlogProof = formatTlogProof({ extra: Uint8Array.of(1, 2, 3), index: 20, path, checkpoint })
const absenceProof = formatAbsenceProof({ indexEntry, prunedMap: map.prove(asked), path, checkpoint })
const policyText =
  `# policy\nlog ${formatVerifierKey(log.key)} https://log.example/\nwitness a ${formatVerifierKey(council.key)}\n` +
  `witness b ${formatVerifierKey(external.key)}\ngroup g 1 a b\nquorum g\n`
const policy = parsePolicy(encodeUtf8(policyText))
const request = formatAddCheckpoint({ oldSize: 5, proof: path, checkpoint })
const verifiers = [log, council].map(({ key }) => noteVerifier(key, verifyEd25519) ?? assert.fail())
const lines = checkpoint.subarray(checkpoint.lastIndexOf(0xe2))
const text = (bytes: Uint8Array): string => decodeUtf8(bytes) ?? String.fromCharCode(...bytes.subarray(0, 1_000))

const parsers: readonly {
  readonly name: string
  readonly valid: Uint8Array
  readonly parse: (bytes: Uint8Array) => unknown
}[] = [
  {
    name: 'verifier key',
    valid: encodeUtf8(formatVerifierKey(log.key)),
    parse: (bytes) => parseVerifierKey(text(bytes)),
  },
  { name: 'signed note', valid: checkpoint, parse: parseNote },
  { name: 'signature lines', valid: lines, parse: parseSignatureLines },
  { name: 'checkpoint', valid: encodeUtf8(note.text), parse: (bytes) => parseCheckpoint(text(bytes)) },
  { name: 'tile path', valid: encodeUtf8('tile/0/x001/x234/067.p/8'), parse: (bytes) => parseTilePath(text(bytes)) },
  { name: 'entry bundle', valid: encodeEntryBundle(tree.entries), parse: (bytes) => decodeEntryBundle(bytes, 21) },
  { name: 'policy', valid: encodeUtf8(policyText), parse: parsePolicy },
  { name: 'proof file', valid: tlogProof, parse: parseTlogProof },
  { name: 'add-checkpoint request', valid: request, parse: parseAddCheckpoint },
  { name: 'index entry', valid: indexEntry, parse: parseIndexEntry },
  { name: 'pruned map', valid: map.prove(asked), parse: parsePrunedMap },
  {
    name: 'proof file, to the verdict',
    valid: tlogProof,
    parse: (bytes) => judgeTlogProof(parseTlogProof(bytes), hashLeaf(indexEntry), policy, verifyEd25519),
  },
  {
    name: 'absence proof, to the verdict',
    valid: absenceProof,
    parse: (bytes) => judgeAbsenceProof(bytes, asked, policy, verifyEd25519),
  },
  {
    name: 'answer of a witness',
    valid: lines,
    parse: (body) => readWitnessAnswer({ status: 200, contentType: 'text/plain', body }, note, verifiers),
  },
  {
    name: 'size in the answer of a witness',
    valid: encodeUtf8('10\n'),
    parse: (body) => readWitnessAnswer({ status: 409, contentType: sizeMediaType, body }, note, verifiers),
  },
]

type Change = { readonly kind: 'bit' | 'cut' | 'repeat' | 'insert'; readonly at: number; readonly value: number }

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('bit', 'cut', 'repeat', 'insert'),
  at: fc.nat(),
  value: fc.nat(255),
})

// Bytes that the formats give a meaning.
const special = [...encodeUtf8('\n\n \t\r\0=+-—0129#.x/'), 0xff, 0x80]

function changed(valid: Uint8Array, changes: readonly Change[]): Uint8Array {
  let bytes = valid
  for (const { kind, at, value } of changes) {
    const position = at % (bytes.length + 1)
    const [before, rest] = [bytes.subarray(0, position), bytes.subarray(position)]
    if (kind === 'bit')
      bytes = concatBytes(before, Uint8Array.of((rest[0] ?? 0) ^ (1 << (value & 7))), rest.subarray(1))
    else if (kind === 'cut') bytes = concatBytes(before, rest.subarray(value))
    else if (kind === 'repeat') bytes = concatBytes(before, rest.subarray(0, value), rest)
    else bytes = concatBytes(before, Uint8Array.of(special[value % special.length] ?? value), rest)
  }
  return bytes
}

async function parseOrRefuse(parse: (bytes: Uint8Array) => unknown, bytes: Uint8Array): Promise<void> {
  try {
    await parse(bytes)
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error
  }
}

for (const { name, valid, parse } of parsers) {
  test(`the ${name} that is changed below is valid to begin with`, async () => {
    await parse(valid)
  })

  test(`no bytes make the parser of a ${name} fail in another way`, { timeout: 60_000 }, async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(change, { minLength: 1, maxLength: 5 }).map((changes) => changed(valid, changes)),
    )
    await fc.assert(
      fc.asyncProperty(bytes, (one) => parseOrRefuse(parse, one)),
      { numRuns: 500 },
    )
  })
}

test('a witness answers any bytes, never with a cosignature, and remembers nothing', { timeout: 60_000 }, async () => {
  const settings = {
    logs: new Map([[log.key.name, verifiers.slice(0, 1)]]),
    cosigners: [cosigner(council.key, council.sign, 1_800_000_000)],
  }
  const state = new Map([[log.key.name, { size: 5, root: hashLeaf(indexEntry) }]])
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.array(change, { maxLength: 5 }).map((changes) => changed(request, changes)),
  )
  await fc.assert(
    fc.asyncProperty(bytes, async (body) => {
      const step = await answerAddCheckpoint(state, body, settings)
      assert.ok([400, 403, 404, 409, 422].includes(step.answer.status), String(step.answer.status))
      assert.equal(step.state, state)
    }),
    { numRuns: 500 },
  )
})

const long = (bytes: string, size: number): Uint8Array => encodeUtf8(bytes.repeat(Math.ceil(size / bytes.length)))
const floods = ['\n', '— x AAAAAAAA\n', ' ', 'a', '\t', 'group a any a\n', '# x\n', '=', 'AAAA', 'x000/']

test('input of the largest size, and twice that, is refused in time', { timeout: 60_000 }, async () => {
  for (const { parse } of parsers) {
    for (const flood of floods) {
      for (const size of [maxNoteBytes, maxPolicyBytes * 2]) await parseOrRefuse(parse, long(flood, size))
    }
  }
  for (const size of [maxProofFileBytes, maxProofFileBytes + 1]) {
    const proof = concatBytes(encodeUtf8('c2sp.org/tlog-proof@v1\nextra '), long('AAAA', size))
    assert.throws(() => parseTlogProof(proof), MalformedError)
  }
  for (const tag of [0, 1, 2, 3, 4]) {
    for (const size of [maxPrunedMapBytes, maxPrunedMapBytes + 1]) {
      assert.throws(() => parsePrunedMap(new Uint8Array(size).fill(tag)), MalformedError)
    }
  }
})
