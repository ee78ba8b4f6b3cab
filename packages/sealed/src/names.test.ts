import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { randomOf } from '../testing/parties.ts'
import { Directory } from './directory.ts'
import { makeEpochKeys } from './epoch-keys.ts'
import { nextSubEpoch, parseFieldClass, parseIdentity, parseMeasureEpoch } from './names.ts'

test('measures and epochs that are accepted', () => {
  for (const measure of ['measure-07', 'a', '0', 'm'.repeat(64)]) parseMeasureEpoch(measure, '2026-11-22')
  for (const epoch of ['2024-02-29', '2000-02-29', '2026-12-31', '2026-11-22.2', '2026-11-22.999']) {
    parseMeasureEpoch('measure-07', epoch)
  }
})

for (const measure of [
  '',
  '-',
  '-a',
  'Measure',
  'm'.repeat(65),
  'a b',
  '../a',
  'a\n',
  'é',
  'a\0',
  'sealed-identity/v1',
]) {
  test(`not a measure: ${JSON.stringify(measure).slice(0, 30)}`, () => {
    assert.throws(() => parseMeasureEpoch(measure, '2026-11-22'), { name: 'SealedError', code: 'not-a-measure' })
  })
}

const noEpochs = ['', '2026-11-31', '2026-02-29', '2100-02-29', '2026-00-01', '2026-13-01', '2026-11-00', '26-11-22']
for (const epoch of [
  ...noEpochs,
  '2026-11-22.1',
  '2026-11-22.02',
  '2026-11-22.1000',
  '2026-11-22.',
  '2026-11-22\n',
  ' 2026-11-22',
]) {
  test(`not an epoch: ${JSON.stringify(epoch)}`, () => {
    assert.throws(() => parseMeasureEpoch('measure-07', epoch), { name: 'SealedError', code: 'not-an-epoch' })
  })
}

test('a sub-epoch follows an epoch, and another follows it, up to the last', () => {
  const first = parseMeasureEpoch('measure-07', '2026-11-22')
  const second = nextSubEpoch(first)
  assert.deepEqual([second.epoch, nextSubEpoch(second).epoch], ['2026-11-22.2', '2026-11-22.3'])
  const last = parseMeasureEpoch('measure-07', '2026-11-22.999')
  assert.throws(() => nextSubEpoch(last), { code: 'not-an-epoch' })
})

for (const identity of ['', ' ', ' 7', '7 ', 'x'.repeat(81), 'Åse', 'a\nb', 'a\0', '\u202e7', '７']) {
  test(`not an identity: ${JSON.stringify(identity).slice(0, 30)}`, () => {
    assert.throws(() => parseIdentity(identity), { name: 'SealedError', code: 'not-an-identity' })
  })
}

for (const fieldClass of ['', 'Account', '-a', 'a b', 'a1', 'a'.repeat(33)]) {
  test(`not a field class: ${JSON.stringify(fieldClass)}`, () => {
    assert.throws(() => parseFieldClass(fieldClass), { name: 'SealedError', code: 'not-a-field-class' })
  })
}

test('property: a refusal never repeats what was refused', () => {
  // Longer than any word of the messages, so that it cannot stand in one by chance.
  const text = fc.string({ unit: 'binary', minLength: 24, maxLength: 120 })
  fc.assert(
    fc.property(text, (secret) => {
      for (const parse of [parseIdentity, parseFieldClass, (one: string) => parseMeasureEpoch(one, one)]) {
        try {
          parse(secret)
        } catch (error) {
          assert.ok(!JSON.stringify([String(error), error]).includes(secret))
        }
      }
    }),
  )
})

test('a person keeps their index, and somebody new gets the next', () => {
  const directory = new Directory()
  const [anna, bram] = ['EMP1', 'EMP2'].map(parseIdentity) as [never, never]
  assert.deepEqual([directory.add(anna), directory.add(bram), directory.add(anna), directory.size], [0, 1, 0, 2])
  assert.equal(directory.findIndex(bram), 1)
  assert.equal(directory.findIndex(parseIdentity('EMP3')), undefined)
  assert.equal(directory.identityAt(1), bram)
  assert.throws(() => directory.identityAt(2), { code: 'no-such-person' })
})

test('secrets of an epoch are made of random bytes and nothing else', () => {
  const name = parseMeasureEpoch('measure-07', '2026-11-22')
  assert.throws(() => makeEpochKeys(name, randomOf('short', 127)), { code: 'wrong-length' })
  assert.throws(() => makeEpochKeys(name, new Uint8Array(128)), { code: 'not-random' })
  assert.throws(() => makeEpochKeys(name, new Uint8Array(128).fill(255)), { code: 'not-random' })
  const onlyScalarMissing = randomOf('scalar', 128).fill(0, 64)
  assert.throws(() => makeEpochKeys(name, onlyScalarMissing), { code: 'not-random' })
  const random = Buffer.from(randomOf('buffer', 128))
  const keys = makeEpochKeys(name, random)
  const before = Buffer.from(keys.pseudonymKey).toString('hex')
  random.fill(0)
  assert.equal(Buffer.from(keys.pseudonymKey).toString('hex'), before)
})
