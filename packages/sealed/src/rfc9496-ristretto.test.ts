// The group as RFC 9496 has it, in both libraries that the engine uses: they must refuse the same bytes and give the same products.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { bytes, hex } from '../testing/independent.ts'
import { secretScalar } from './constant-time.ts'
import { decodePoint, decodeScalar, encodeScalar, generator } from './ristretto.ts'

const path = join(import.meta.dirname, '../vectors/rfc9496.json')
// A file of this package, in this shape.
const vectors = JSON.parse(readFileSync(path, 'utf8')) as {
  readonly multiples: readonly { readonly scalar: number; readonly encoding: string }[]
  readonly invalid: readonly string[]
}
const order = 2n ** 252n + 27742317777372353535851937790883648493n
const one = secretScalar(encodeScalar(1n), 'scalar')

for (const encoding of [...vectors.invalid, '00'.repeat(32), '']) {
  test(`no point: "${encoding.slice(0, 16)}…"`, () => {
    assert.throws(() => decodePoint(bytes(encoding), 'point'), { name: 'SealedError', code: 'not-a-point' })
    assert.throws(() => one.multiply(bytes(encoding), 'point'), { name: 'SealedError', code: 'not-a-point' })
  })
}

for (const { scalar, encoding } of vectors.multiples) {
  test(`${scalar} times the generator`, () => {
    const factor = secretScalar(encodeScalar(BigInt(scalar)), 'scalar')
    assert.equal(generator.multiply(BigInt(scalar)).toHex(), encoding)
    assert.equal(hex(factor.multiply(generator.toBytes(), 'generator')), encoding)
  })
}

for (const number of [0n, order, order + 1n, 2n ** 255n, 2n ** 256n - 1n]) {
  test(`no scalar: 0x${number.toString(16).slice(0, 16)}…`, () => {
    assert.throws(() => decodeScalar(encodeScalar(number), 'scalar'), { code: 'not-a-scalar' })
    assert.throws(() => secretScalar(encodeScalar(number), 'scalar'), { code: 'not-a-scalar' })
  })
}

test('property: both libraries decode the same bytes, and multiply alike', () => {
  const any = fc.oneof(
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
    fc.bigInt({ min: 1n, max: order - 1n }).map((scalar) => generator.multiply(scalar).toBytes()),
  )
  const outcome = (act: () => Uint8Array): string => {
    try {
      return hex(act())
    } catch (error) {
      return (error as Error).message
    }
  }
  fc.assert(
    fc.property(any, fc.bigInt({ min: 1n, max: order - 1n }), (point, scalar) => {
      const factor = secretScalar(encodeScalar(scalar), 'scalar')
      const here = outcome(() => decodePoint(point, 'point').multiply(scalar).toBytes())
      assert.equal(
        outcome(() => factor.multiply(point, 'point')),
        here,
      )
      factor.erase()
    }),
    { numRuns: 100 },
  )
})
