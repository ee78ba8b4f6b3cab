// Our own vectors, fixed in a file: the engine gives them, and so does a computation that shares nothing with it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ristretto255 } from '@noble/curves/ed25519.js'
import * as independent from '../testing/independent.ts'
import { bytes, hex } from '../testing/independent.ts'
import { accessKeyFrom, sharedWithEpoch } from './access-key.ts'
import { CommitmentMaker, pseudonymOf } from './commitment.ts'
import { epochPointOf, makeEpochKeys } from './epoch-keys.ts'
import { encodeKeyFile, epochKeysOf, openKeyFile } from './key-file.ts'
import { parseFieldClass, parseIdentity, parseMeasureEpoch } from './names.ts'
import { noticeKeyOf } from './notice-key.ts'
import { RowMaker } from './row-maker.ts'
import { UnknownPseudonymMaker } from './unknown-pseudonym.ts'

type Person = {
  readonly identity: string
  readonly accessSecret: string | null
  readonly accessPoint: string | null
  readonly rho: string
  readonly commitment: string
  readonly pseudonym: string
  readonly noticeKey: string
  readonly tag: string
  readonly capsule: string
}
type Unknown = {
  readonly fieldClass: string
  readonly value?: string
  readonly repeated?: { readonly prefix: string; readonly character: string; readonly count: number }
  readonly pseudonym: string
}
type Epoch = {
  readonly measure: string
  readonly epoch: string
  readonly random: string
  readonly pseudonymKey: string
  readonly subjectScalar: string
  readonly eventKey: string
  readonly epochPoint: string
  readonly persons: readonly Person[]
  readonly unknowns: readonly Unknown[]
  readonly keyFile: { readonly wrappingKey: string; readonly random: string; readonly bytes: string }
}

const path = join(import.meta.dirname, '../vectors/pseudonyms.json')
// A file of this package, in the shape above.
const { epochs } = JSON.parse(readFileSync(path, 'utf8')) as { readonly epochs: readonly Epoch[] }

const valueAt = ({ value, repeated }: Unknown): string =>
  value ?? `${repeated?.prefix}${repeated?.character.repeat(repeated.count)}`

for (const { measure, epoch, persons, unknowns, ...one } of epochs) {
  const name = parseMeasureEpoch(measure, epoch)
  const keys = makeEpochKeys(name, bytes(one.random))
  const key = bytes(one.pseudonymKey)
  const title = `${measure}, ${epoch}`

  test(`${title}: the secrets of the epoch`, () => {
    assert.deepEqual([keys.pseudonymKey, keys.subjectScalar, keys.eventKey, epochPointOf(keys)].map(hex), [
      one.pseudonymKey,
      one.subjectScalar,
      one.eventKey,
      one.epochPoint,
    ])
    assert.equal(independent.multiply(independent.generator(), bytes(one.subjectScalar)), one.epochPoint)
  })

  for (const person of persons) {
    test(`${title}: ${person.identity}`, () => {
      const identity = parseIdentity(person.identity)
      const { rho, commitment } = new CommitmentMaker(name, keys.pseudonymKey).commit(identity)
      const { accessSecret, accessPoint } = person
      const row = new RowMaker(keys).make(identity, accessPoint === null ? undefined : bytes(accessPoint))
      assert.deepEqual(
        [rho, commitment, row.commitment, row.noticeKey, noticeKeyOf(rho), row.tag, row.capsule].map(hex),
        [
          person.rho,
          person.commitment,
          person.commitment,
          person.noticeKey,
          person.noticeKey,
          person.tag,
          person.capsule,
        ],
      )
      assert.equal(pseudonymOf(commitment), person.pseudonym)

      const again = independent.commitment(key, measure, epoch, person.identity)
      assert.deepEqual([hex(again.rho), hex(again.com)], [person.rho, person.commitment])
      assert.equal(independent.noticeKey(again.rho), person.noticeKey)
      const shared = sharedAgain(person, one.subjectScalar, () =>
        independent.sharedOfNobody(key, measure, epoch, person.identity),
      )
      const { tag, capsule } = independent.tagAndCapsule(shared, measure, epoch, again.rho)
      assert.deepEqual([tag, capsule], [person.tag, person.capsule])

      if (accessSecret === null || accessPoint === null) return
      const access = accessKeyFrom(bytes(accessSecret))
      assert.equal(hex(access.point), accessPoint)
      assert.equal(hex(sharedWithEpoch(access.secret, bytes(one.epochPoint))), hex(shared))
      const scalar = independent.hashToScalar('access-key', bytes(accessSecret))
      assert.equal(independent.multiply(independent.generator(), scalar), accessPoint)
      assert.equal(independent.multiply(bytes(one.epochPoint), scalar), hex(shared))
    })
  }

  for (const unknown of unknowns) {
    test(`${title}: unknown ${unknown.fieldClass} of ${valueAt(unknown).length} characters`, () => {
      const maker = new UnknownPseudonymMaker(name, keys.pseudonymKey)
      assert.equal(maker.pseudonymOf(parseFieldClass(unknown.fieldClass), valueAt(unknown)), unknown.pseudonym)
      const again = independent.unknown(key, measure, epoch, unknown.fieldClass, valueAt(unknown))
      assert.equal(again, unknown.pseudonym)
    })
  }

  test(`${title}: the key file`, () => {
    const [wrapping, random] = [bytes(one.keyFile.wrappingKey), bytes(one.keyFile.random)]
    assert.equal(hex(encodeKeyFile(keys, wrapping, random)), one.keyFile.bytes)
    assert.deepEqual(epochKeysOf(openKeyFile(bytes(one.keyFile.bytes), wrapping)), keys)
    const secrets = {
      'pseudonym-key': one.pseudonymKey,
      'subject-scalar': one.subjectScalar,
      'event-key': one.eventKey,
    }
    const slots = Object.entries(secrets).map(([slot, secret], at) =>
      independent.slot(wrapping, random.subarray(at * 32, at * 32 + 32), measure, epoch, slot, bytes(secret)),
    )
    const [{ header } = { header: Buffer.alloc(0) }] = slots
    const file = Buffer.concat([header, ...slots.map(({ slot }) => slot), Buffer.alloc(80)])
    assert.equal(hex(file), one.keyFile.bytes)
  })
}

/** r·A by the library that the engine does not use there, or what stands in its place for somebody without an access key. */
function sharedAgain({ accessPoint }: Person, subjectScalar: string, nobody: () => Uint8Array): Uint8Array {
  if (accessPoint === null) return nobody()
  const scalar = BigInt(`0x${hex(bytes(subjectScalar).reverse())}`)
  return ristretto255.Point.fromHex(accessPoint).multiply(scalar).toBytes()
}

test('persons and unknown values of all vectors have pseudonyms of their own', () => {
  const all = epochs.flatMap(({ persons, unknowns }) => [...persons, ...unknowns].map(({ pseudonym }) => pseudonym))
  assert.equal(new Set(all).size, all.length)
  assert.equal(all.length, 4 * 11)
})
