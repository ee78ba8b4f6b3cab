import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { test } from 'node:test'
import { canonicalBytes, type Json } from './canonical-json.ts'
import { delayBandsOf, marksOfLeaf, measureDayKey, subjectDayKey } from './entry-marks.ts'

const day = '2026-09-01'
const prefixed = (text: string) => Buffer.concat([Buffer.from([0, text.length]), Buffer.from(text)])
const secret = new Uint8Array(32).fill(5)
const [one, two] = ['11'.repeat(32), '22'.repeat(32)]

test('the key of a person on a day is what the design page says, computed by another library', () => {
  const expected = createHmac('sha256', secret).update(prefixed('openwacht/v1 log day')).update(prefixed(day)).digest()
  assert.deepEqual(Buffer.from(subjectDayKey(secret, day)), expected)
  assert.notDeepEqual(subjectDayKey(secret, '2026-09-02'), subjectDayKey(secret, day))
})

test('the key of a measure on a day is what the design page says', () => {
  const parts = ['openwacht/v1 log measure', 'measure-07', day].map(prefixed)
  assert.deepEqual(
    Buffer.from(measureDayKey('measure-07', day)),
    createHash('sha256').update(Buffer.concat(parts)).digest(),
  )
})

test('a secret of another length is the mistake of a caller', () => {
  assert.throws(() => subjectDayKey(new Uint8Array(31), day), TypeError)
})

const marksOf = (members: Json) =>
  marksOfLeaf(canonicalBytes(members)).map((mark) =>
    Object.fromEntries(
      Object.entries(mark).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : Buffer.from(value).toString('hex'),
      ]),
    ),
  )

test('an entry marks its measure and those it is about', () => {
  assert.deepEqual(marksOf({ v: 1, day, measure: 'measure-07', about: [one, two] }), [
    { kind: 'about', key: Buffer.from(measureDayKey('measure-07', day)).toString('hex') },
    { kind: 'about', key: one },
    { kind: 'about', key: two },
  ])
})

test('an entry of which notice waits is counted in the band of its year', () => {
  assert.deepEqual(marksOf({ v: 1, day, delayed: { commitments: [one], until: '2027-01-01' } }), [
    { kind: 'delayed', commitment: one, band: 'delayed/2026' },
  ])
})

test('the end of a wait shows blind and key', () => {
  assert.deepEqual(marksOf({ v: 1, day, revealed: [{ blind: one, key: two }] }), [
    { kind: 'revealed', blind: one, key: two },
  ])
})

for (const leaf of ['', 'no JSON', '[]', 'null', '{"about":["11"],"day":"2026-09-01"}', '{"about":"x"}']) {
  test(`nothing is read from ${JSON.stringify(leaf)}`, () => {
    assert.deepEqual(marksOfLeaf(Buffer.from(leaf)), [])
  })
}

test('the bands of a period are those of its years', () => {
  assert.deepEqual(delayBandsOf('2025-12-31', '2027-01-01'), ['delayed/2025', 'delayed/2026', 'delayed/2027'])
  assert.deepEqual(delayBandsOf('2026-01-02', '2026-01-01'), ['delayed/2026'])
  assert.deepEqual(delayBandsOf('2027-01-01', '2026-01-01'), [])
})
