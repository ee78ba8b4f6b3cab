import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { council, external, log, makeCheckpoint } from '../testing/parties.ts'
import { verifyEd25519 } from './ed25519-node.ts'
import { MalformedError } from './malformed.ts'
import { isQuorum, judgeCheckpoint, type Policy, parsePolicy } from './policy.ts'
import { encodeUtf8 } from './strict-text.ts'
import { formatVerifierKey, signatureTypes, verifierKey } from './verifier-key.ts'

const key = (byte: number, type: number = signatureTypes.ed25519Cosignature): string =>
  formatVerifierKey(verifierKey(`key${byte}.example`, type, new Uint8Array(32).fill(byte)))

const parse = (text: string): Policy => parsePolicy(encodeUtf8(text))

// The shape of the example in the specification: 2 of 3 here, any of 3 there, both needed.
const twoLevels = parse(
  `# who must have seen it
log ${key(99, signatureTypes.ed25519)} https://log.example/

witness X1 ${key(1)}
witness X2 ${key(2)}
witness X3\t${key(3)}  https://x3.example/
group X-witnesses 2 X1 X2 X3
  # a comment may be indented
witness Y1 ${key(4)}
witness Y2 ${key(5)}
witness Y3 ${key(6)}
group Y-witnesses any Y1 Y2 Y3
group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
`,
)

const quorums = [
  { cosigned: [], expected: false },
  { cosigned: ['X1', 'X2'], expected: false },
  { cosigned: ['X1', 'Y1'], expected: false },
  { cosigned: ['X1', 'X3', 'Y3'], expected: true },
  { cosigned: ['Y1', 'Y2', 'Y3'], expected: false },
  { cosigned: ['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3'], expected: true },
  { cosigned: ['X-witnesses', 'Y-witnesses'], expected: false },
]

for (const { cosigned, expected } of quorums) {
  test(`two of X and one of Y: ${cosigned.join(' ') || 'nobody'} ${expected ? 'is' : 'is not'} enough`, () => {
    assert.equal(isQuorum(twoLevels, new Set(cosigned)), expected)
  })
}

test('more witnesses never make a quorum fail', () => {
  const names = fc.subarray([...twoLevels.witnesses.keys()])
  fc.assert(
    fc.property(names, names, (some, more) => {
      if (isQuorum(twoLevels, new Set(some))) assert.ok(isQuorum(twoLevels, new Set([...some, ...more])))
    }),
  )
})

test('addresses are read where they stand', () => {
  assert.equal(twoLevels.logs[0]?.url, 'https://log.example/')
  assert.equal(twoLevels.witnesses.get('X3')?.url, 'https://x3.example/')
  assert.equal(twoLevels.witnesses.get('X1')?.url, undefined)
})

const one = `witness A ${key(1)}\n`
const two = `${one}witness B ${key(2)}\n`
const malformed = [
  { name: 'nothing', text: '', line: undefined },
  { name: 'no quorum', text: one, line: undefined },
  { name: 'two quorums', text: `${one}quorum A\nquorum A\n`, line: 3 },
  { name: 'a quorum before its witness', text: `quorum A\n${one}`, line: 1 },
  { name: 'a quorum of nobody known', text: `${one}quorum B\n`, line: 2 },
  { name: 'no newline at the end', text: `${one}quorum A`, line: 2 },
  { name: 'a carriage return', text: `${one}quorum A\r\n`, line: 2 },
  { name: 'a delete character', text: `${one}quorum A\u007f\n`, line: 2 },
  { name: 'a name twice', text: `${one}witness A ${key(2)}\n`, line: 2 },
  { name: 'a witness under two names', text: `${one}witness B ${key(1)}\n`, line: 2 },
  { name: 'a witness called none', text: `witness none ${key(1)}\n`, line: 1 },
  { name: 'a group with none in it', text: `${one}group G any none\n`, line: 2 },
  { name: 'a group without members', text: `${one}group G any\n`, line: 2 },
  { name: 'a threshold of zero', text: `${one}group G 0 A\n`, line: 2 },
  { name: 'a threshold above the members', text: `${two}group G 3 A B\n`, line: 3 },
  { name: 'a threshold with a leading zero', text: `${two}group G 01 A B\n`, line: 3 },
  { name: 'a member twice in a group', text: `${one}group G 1 A A\n`, line: 2 },
  { name: 'a member of two groups', text: `${one}group G 1 A\ngroup H 1 A\n`, line: 3 },
  { name: 'a group in itself', text: `${one}group G 1 G\n`, line: 2 },
  { name: 'a log key as witness', text: `witness A ${key(1, signatureTypes.ed25519)}\n`, line: 1 },
  { name: 'a witness key as log', text: `log ${key(1)}\n`, line: 1 },
  { name: 'a log twice', text: `log ${key(1, signatureTypes.ed25519)}\n`.repeat(2), line: 2 },
  { name: 'a broken key', text: 'witness A x+00000000+AAAA\n', line: 1 },
  { name: 'a word too many', text: `witness A ${key(1)} https://a.example/ b\n`, line: 1 },
  { name: 'an unknown word', text: 'witnesses\n', line: 1 },
]

for (const { name, text, line } of malformed) {
  test(`a policy is refused for: ${name}`, () => {
    assert.throws(
      () => parse(text),
      (error) => error instanceof MalformedError && error.line === line,
    )
  })
}

test('64 logs, witnesses and groups fit, twice what the standard asks', () => {
  const lines = Array.from({ length: 64 }, (_, at) => {
    const below = at === 0 ? '' : ` G${at - 1}`
    return `log ${key(at, signatureTypes.ed25519)}\nwitness W${at} ${key(at)}\ngroup G${at} any W${at}${below}\n`
  })
  const policy = parse(`${lines.join('')}quorum G63\n`)
  assert.ok(isQuorum(policy, new Set(['W0'])))
  assert.throws(() => parse(`${lines.join('')}log ${key(64, signatureTypes.ed25519)}\nquorum none\n`), MalformedError)
})

test('names are octets: what is no UTF-8 is read, and look-alikes are different names', () => {
  const kelvin = parse(`witness K ${key(1)}\nwitness \u212a ${key(2)}\nquorum \u212a\n`)
  assert.ok(!isQuorum(kelvin, new Set(['K'])))
  const bytes = encodeUtf8(`witness A ${key(1)}\nquorum A\n`).map((byte) => (byte === 0x41 ? 0xe9 : byte))
  assert.throws(() => parsePolicy(bytes), MalformedError, 'the base64 of the key has the same octet in it')
  const latin = encodeUtf8(`witness @ ${key(1)}\nquorum @\n`).map((byte) => (byte === 0x40 ? 0xe9 : byte))
  assert.ok(isQuorum(parsePolicy(latin), new Set(['\u00e9'])))
})

const policy = parse(
  `log ${formatVerifierKey(log.key)}\nwitness council ${formatVerifierKey(council.key)}\n` +
    `witness external ${formatVerifierKey(external.key)}\ngroup both all council external\nquorum both\n`,
)

test('a checkpoint with its quorum is accepted, with the time of each witness', async () => {
  const verdict = await judgeCheckpoint(policy, await makeCheckpoint([council, external]), verifyEd25519)
  assert.deepEqual(verdict.kind === 'accepted' && verdict.witnessed, [
    { name: 'council', timestamp: 1_700_000_000 },
    { name: 'external', timestamp: 1_700_000_000 },
  ])
})

test('a checkpoint that one of two witnesses has not seen is refused, and who has is said', async () => {
  const verdict = await judgeCheckpoint(policy, await makeCheckpoint([council]), verifyEd25519)
  const witnessed = [{ name: 'council', timestamp: 1_700_000_000 }]
  assert.deepEqual(verdict, { kind: 'refused', because: 'no-quorum', witnessed })
})

test('cosignatures without the log itself are refused', async () => {
  const bytes = await makeCheckpoint([council, external], { isSignedByLog: false })
  const verdict = await judgeCheckpoint(policy, bytes, verifyEd25519)
  assert.deepEqual(verdict, { kind: 'refused', because: 'no-log-signature' })
})

test('a checkpoint of a log that the policy does not name is refused', async () => {
  const bytes = await makeCheckpoint([council, external], { origin: 'other.example' })
  const verdict = await judgeCheckpoint(policy, bytes, verifyEd25519)
  assert.deepEqual(verdict, { kind: 'refused', because: 'unknown-log', origin: 'other.example' })
})

test('a forged witness line refuses the checkpoint under a policy that knows the witness', async () => {
  const forger = { ...external, sign: council.sign }
  const verdict = await judgeCheckpoint(policy, await makeCheckpoint([council, forger]), verifyEd25519)
  assert.deepEqual(verdict, { kind: 'refused', because: 'wrong-signature', name: external.key.name })
})
