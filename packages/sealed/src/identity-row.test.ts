import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { keysOf, randomOf } from '../testing/parties.ts'
import { accessKeyFrom, checkAccessPoint, sharedWithEpoch } from './access-key.ts'
import { verifyCommitment } from './commitment.ts'
import { epochPointOf } from './epoch-keys.ts'
import { decodeIdentityRow, encodeIdentityRow, identityRowBytes, judgeOwnRow } from './identity-row.ts'
import { parseIdentity } from './names.ts'
import { RowMaker } from './row-maker.ts'

const keys = keysOf()
const [anna, bram] = ['EMP0012345', 'EMP0012346'].map(parseIdentity) as [never, never]
const [annasKey, bramsKey] = ['of anna', 'of bram'].map((word) => accessKeyFrom(randomOf(word, 32))) as [
  ReturnType<typeof accessKeyFrom>,
  ReturnType<typeof accessKeyFrom>,
]
const shared = sharedWithEpoch(annasKey.secret, epochPointOf(keys))
const rows = new RowMaker(keys)
const row = rows.make(anna, annasKey.point)

test('a person finds the own row with nothing but the published point, and can prove it', () => {
  const judged = judgeOwnRow(row, keys, anna, shared)
  assert.ok(judged.kind === 'mine')
  assert.equal(judged.pseudonym, Buffer.from(row.commitment).toString('hex').slice(0, 32))
  assert.equal(verifyCommitment(row.commitment, keys, anna, judged.rho), true)
})

test('a person learns nothing of the row of somebody else, of another epoch, or of somebody without an access key', () => {
  const tomorrow = new RowMaker(keysOf('measure-07', '2026-11-23'))
  const others = [rows.make(bram, bramsKey.point), rows.make(bram, undefined), tomorrow.make(anna, annasKey.point)]
  for (const other of others) assert.deepEqual(judgeOwnRow(other, keys, anna, shared), { kind: 'not-mine' })
})

test('the row of somebody without an access key looks like any other and is the same when made again', () => {
  const [first, second] = [rows.make(bram, undefined), new RowMaker(keysOf()).make(bram, undefined)]
  assert.deepEqual(first, second)
  assert.equal(encodeIdentityRow(first).length, encodeIdentityRow(row).length)
  assert.ok([first.tag, first.capsule].every((part) => part.some((byte) => byte !== 0)))
  const withKey = rows.make(bram, bramsKey.point)
  assert.deepEqual(first.commitment, withKey.commitment)
  assert.notDeepEqual(first.tag, withKey.tag)
})

const tamperings = [
  { part: 'capsule', changed: { ...row, capsule: rows.make(bram, bramsKey.point).capsule } },
  { part: 'commitment', changed: { ...row, commitment: rows.make(bram, bramsKey.point).commitment } },
  { part: 'notice-key', changed: { ...row, noticeKey: rows.make(bram, bramsKey.point).noticeKey } },
]

for (const { part, changed } of tamperings) {
  test(`the person notices when the ${part} is exchanged`, () => {
    assert.deepEqual(judgeOwnRow(changed, keys, anna, shared), { kind: 'tampered', part })
  })
}

test('property: decoding inverts encoding, and one changed bit is never mine', () => {
  const encoded = encodeIdentityRow(row)
  assert.deepEqual(decodeIdentityRow(encoded), row)
  assert.deepEqual(decodeIdentityRow(Buffer.from(encoded)), row)
  fc.assert(
    fc.property(fc.nat({ max: identityRowBytes * 8 - 1 }), (bit) => {
      const changed = Uint8Array.from(encoded)
      changed[bit >> 3] = Number(changed[bit >> 3]) ^ (1 << (bit & 7))
      assert.deepEqual(encodeIdentityRow(decodeIdentityRow(changed)), changed)
      assert.notEqual(judgeOwnRow(decodeIdentityRow(changed), keys, anna, shared).kind, 'mine')
    }),
    { numRuns: 100 },
  )
})

test('a row of another length is refused', () => {
  for (const length of [0, 127, 129]) {
    assert.throws(() => decodeIdentityRow(new Uint8Array(length)), { code: 'wrong-length', part: 'identity row' })
  }
  assert.throws(() => encodeIdentityRow({ ...row, tag: new Uint8Array(17) }), { code: 'wrong-length', part: 'tag' })
})

// The two last are the encodings of 1 and of p + 1, which is 1 spelled again; RFC 9496, section 4.3.1, refuses both.
const badPoints = [
  { name: 'the identity element', point: new Uint8Array(32) },
  { name: 'all ones', point: new Uint8Array(32).fill(255) },
  { name: '31 bytes', point: new Uint8Array(31).fill(2) },
  { name: '33 bytes', point: new Uint8Array(33).fill(2) },
  { name: 'nothing', point: new Uint8Array(0) },
  { name: 'an odd number', point: Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0)) },
  {
    name: 'a second spelling',
    point: Uint8Array.from({ length: 32 }, (_, at) => [0xee, 0x7f][at === 0 ? 0 : at === 31 ? 1 : 2] ?? 0xff),
  },
]

for (const { name, point } of badPoints) {
  test(`an access point is refused everywhere: ${name}`, () => {
    assert.throws(() => checkAccessPoint(point), { name: 'SealedError', code: 'not-a-point' })
    assert.throws(() => rows.make(anna, point), { name: 'SealedError', code: 'not-a-point' })
    assert.throws(() => sharedWithEpoch(annasKey.secret, point), { name: 'SealedError', code: 'not-a-point' })
  })
}

test('a secret of an employee that is no secret is refused', () => {
  assert.throws(() => accessKeyFrom(new Uint8Array(32)), { code: 'not-random' })
  assert.throws(() => accessKeyFrom(new Uint8Array(31)), { code: 'wrong-length' })
  for (const secret of [new Uint8Array(32), new Uint8Array(32).fill(255), new Uint8Array(0)]) {
    assert.throws(() => sharedWithEpoch(secret, epochPointOf(keys)), { code: 'not-a-scalar' })
  }
})

test('property: gate and person share the same secret, whatever the keys', () => {
  const seed = fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .filter((bytes) => bytes.some((byte) => byte !== bytes[0]))
  fc.assert(
    fc.property(seed, fc.nat(), (secret, day) => {
      const epochKeys = keysOf(`measure-${day}`)
      const access = accessKeyFrom(secret)
      const made = new RowMaker(epochKeys).make(anna, access.point)
      const own = sharedWithEpoch(access.secret, epochPointOf(epochKeys))
      assert.equal(judgeOwnRow(made, epochKeys, anna, own).kind, 'mine')
    }),
    { numRuns: 25 },
  )
})

test('an erased maker makes no row', () => {
  const maker = new RowMaker(keysOf())
  maker.erase()
  assert.throws(() => maker.make(anna, undefined), { code: 'epoch-erased' })
  assert.throws(() => maker.make(anna, annasKey.point), { code: 'epoch-erased' })
})
