import assert from 'node:assert/strict'
import { createDecipheriv, createHash, hkdfSync } from 'node:crypto'
import { test } from 'node:test'
import { ristretto255 } from '@noble/curves/ed25519.js'
import fc from 'fast-check'
import { bytes, hex, multiply } from '../testing/independent.ts'
import { keysOf, randomOf } from '../testing/parties.ts'
import { CommitmentMaker } from './commitment.ts'
import { type Identity, parseIdentity, parseMeasureEpoch } from './names.ts'
import { noticeKeyOf } from './notice-key.ts'
import { secondGenerator } from './ristretto.ts'
import { sealIdentity } from './seal-identity.ts'
import { encodeLabel, type SealedIdentity, type SealLabel, verifySealedIdentity } from './sealed-identity.ts'

const secret = (name: string): Buffer => createHash('sha512').update(`sealed-identity/v1 test vector ${name}`).digest()
const order = 2n ** 252n + 27742317777372353535851937790883648493n
const x = BigInt(`0x${hex(secret('x').reverse())}`) % order
const officersKey = ristretto255.Point.BASE.multiply(x).toBytes()
const random = Buffer.concat([secret('r'), secret('s')])
const anna = parseIdentity('EMP0012345')

function rowOf(identity: Identity, key: Uint8Array) {
  const name = parseMeasureEpoch('measure-07', '2026-11-22')
  const { rho, commitment } = new CommitmentMaker(name, key).commit(identity)
  return { rho, label: { ...name, keyset: 'keyset-2026-11', commitment, noticeKey: noticeKeyOf(rho) } }
}

const { rho, label } = rowOf(anna, createHash('sha256').update('sealed-identity/v1 test vector K').digest())
const message = { identity: anna, rho, attribution: '' }
const sealed = sealIdentity(message, label, officersKey, random)

/** Opens with the whole secret of the officers, which nobody has in earnest; by Node and curve25519-dalek. */
function open({ u, ciphertext }: SealedIdentity, one: SealLabel): Buffer {
  const scalar = Buffer.from(x.toString(16).padStart(64, '0'), 'hex').reverse()
  const labelBytes = encodeLabel(one)
  const lengths = [u, labelBytes].map((part) => Buffer.from([part.length >> 8, part.length & 255]))
  const salted = Buffer.concat([lengths[0] ?? u, u, lengths[1] ?? u, labelBytes])
  const salt = createHash('sha256').update(salted).digest()
  const key = hkdfSync('sha256', bytes(multiply(u, scalar)), salt, 'sealed-identity/v1 kem', 32)
  const cipher = createDecipheriv('aes-256-gcm', Buffer.from(key), Buffer.alloc(12)).setAAD(labelBytes)
  cipher.setAuthTag(ciphertext.subarray(-16))
  return Buffer.concat([cipher.update(ciphertext.subarray(0, -16)), cipher.final()])
}

test('the vector of the design', () => {
  assert.equal(hex(label.commitment), '9bf0eeee74bc4838db08842b79692cc6194c152168d9ba6b46b20cb1cf8b9001')
  assert.equal(hex(label.noticeKey), '9177dac08e1f98ce1a4581abb7808aa51c81c862168d11d529b9ce8e6369096e')
  assert.equal(secondGenerator.toHex(), '34a70ea92a3e22a287c48c2373d41d823a444ae8b2c954c777bc1e23903ccc43')
  assert.equal(hex(officersKey), '02184ebbf8d464240a56ff4b2e0f6299710d2ea7dbca9d1457007df2aede6428')
  const digest = createHash('sha256').update(sealed.ciphertext).digest()
  assert.deepEqual([sealed.u, sealed.uBar, sealed.challenge, sealed.response, digest].map(hex), [
    '124ba9d48e15f0abbc59fe5fed0c7b0eb748362a0c342baedebe9990b7df3352',
    'cc32e35112a60e155d785ab4f178d32c0d19cc618cd5aec271f497f016eb414b',
    '0b80d387312d43cea6c68ee17c86661b3ad5c36379d2cac696e64cf25573500a',
    '1cc0f8172477525c7be9096e5c8aa8ac3b75bd0af27eb05d1bf23419aab06203',
    '3355b5d6f3e0fe87aefd9447f2d3fcd4d6feeb6a676fcfa3fc7c436261213fc4',
  ])
})

test('who has the whole secret reads identity, rho and attribution, and the check holds', () => {
  for (const [identity, attribution] of [
    [anna, ''],
    [parseIdentity('x'.repeat(80)), 'address-lease!'],
    [parseIdentity('7'), 'a'],
  ] as const) {
    const row = rowOf(identity, keysOf().pseudonymKey)
    const made = sealIdentity({ identity, rho: row.rho, attribution }, row.label, officersKey, randomOf(identity, 128))
    assert.equal(verifySealedIdentity(made, row.label), true)
    const opened = open(made, row.label)
    const expected = Buffer.concat([
      Buffer.from([0, identity.length]),
      Buffer.from(identity),
      row.rho,
      Buffer.from(attribution),
    ])
    assert.equal(hex(opened), hex(Buffer.concat([expected], 128)))
    assert.equal(made.ciphertext.length, 144)
  }
})

test('a sealed identity belongs to one row, keyset, measure and epoch', () => {
  const other = rowOf(parseIdentity('EMP0012346'), keysOf().pseudonymKey).label
  const labels: readonly SealLabel[] = [
    { ...label, keyset: 'keyset-2026-12' },
    { ...label, measure: 'measure-08' },
    { ...label, epoch: '2026-11-23' },
    { ...label, commitment: other.commitment },
    { ...label, noticeKey: other.noticeKey },
  ]
  assert.equal(verifySealedIdentity(sealed, label), true)
  for (const wrong of labels) {
    assert.equal(verifySealedIdentity(sealed, wrong), false)
    assert.throws(() => open(sealed, wrong))
  }
})

test('a u that was multiplied and put at a harmless row is refused before anybody opens it', () => {
  const harmless = rowOf(parseIdentity('EMP0099999'), keysOf().pseudonymKey).label
  const twice = (point: Uint8Array): Uint8Array => ristretto255.Point.fromBytes(point).double().toBytes()
  const attack = { ...sealed, u: twice(sealed.u), uBar: twice(sealed.uBar) }
  for (const one of [label, harmless]) assert.equal(verifySealedIdentity(attack, one), false)
})

test('parts that are no point and no scalar are refused, not thrown', () => {
  const parts = ['u', 'uBar', 'challenge', 'response'] as const
  for (const part of parts) {
    for (const value of [new Uint8Array(32), new Uint8Array(32).fill(255), new Uint8Array(31), new Uint8Array(0)]) {
      assert.equal(verifySealedIdentity({ ...sealed, [part]: value }, label), false)
    }
  }
})

const refused = [
  { name: 'a key of nobody', code: 'not-a-point', key: new Uint8Array(32), random },
  { name: 'a key that is no point', code: 'not-a-point', key: new Uint8Array(32).fill(255), random },
  { name: 'a short key', code: 'not-a-point', key: new Uint8Array(31).fill(1), random },
  { name: 'too little randomness', code: 'wrong-length', key: officersKey, random: random.subarray(1) },
  { name: 'zeros for randomness', code: 'not-random', key: officersKey, random: new Uint8Array(128) },
]

for (const { name, code, key, random: given } of refused) {
  test(`not sealed: ${name}`, () => {
    assert.throws(() => sealIdentity(message, label, key, given), { name: 'SealedError', code })
  })
}

test('not sealed: an attribution that does not fit, a keyset that is none', () => {
  for (const attribution of ['fifteen letters', 'é', 'a\n']) {
    assert.throws(() => sealIdentity({ ...message, attribution }, label, officersKey, random), {
      code: 'not-an-attribution',
    })
  }
  for (const keyset of ['', ' ', 'a b', 'é', 'k'.repeat(65)]) {
    assert.throws(() => sealIdentity(message, { ...label, keyset }, officersKey, random), { code: 'not-a-keyset' })
  }
})

test('property: one changed bit anywhere is refused', () => {
  const parts = ['u', 'uBar', 'challenge', 'response', 'ciphertext'] as const
  const place = fc.record({ part: fc.constantFrom(...parts), bit: fc.nat({ max: 144 * 8 - 1 }) })
  fc.assert(
    fc.property(place, ({ part, bit }) => {
      const changed = Uint8Array.from(sealed[part])
      const at = (bit >> 3) % changed.length
      changed[at] = Number(changed[at]) ^ (1 << (bit & 7))
      assert.equal(verifySealedIdentity({ ...sealed, [part]: changed }, label), false)
    }),
    { numRuns: 60 },
  )
})
