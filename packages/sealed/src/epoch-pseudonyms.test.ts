import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { directoryOf, keysOf, randomOf, staff } from '../testing/parties.ts'
import { CommitmentMaker, pseudonymOf } from './commitment.ts'
import { Directory } from './directory.ts'
import { eraseEpochSecrets } from './epoch-keys.ts'
import { EpochPseudonyms } from './epoch-pseudonyms.ts'
import { maxRememberedLength, maxRememberedUnknowns } from './limits.ts'
import { type FieldClass, type Pseudonym, parseFieldClass, parseIdentity, parseMeasureEpoch } from './names.ts'
import { UnknownPseudonymMaker } from './unknown-pseudonym.ts'

const account = parseFieldClass('account')
const device = parseFieldClass('device')

test('a person has one pseudonym in a measure and epoch, and gets one row', () => {
  const epoch = new EpochPseudonyms(keysOf(), directoryOf(3))
  const [first, again, other] = [epoch.ofPerson(2), epoch.ofPerson(2), epoch.ofPerson(0)]
  assert.match(first, /^[0-9a-f]{32}$/)
  assert.equal(first, again)
  assert.notEqual(first, other)
  assert.equal(epoch.unsealedCount, 2)
  assert.deepEqual(epoch.takeUnsealed(1), [2])
  assert.deepEqual(epoch.takeUnsealed(5), [0])
  epoch.ofPerson(2)
  assert.equal(epoch.unsealedCount, 0)
})

test('rows that could not be made durable come first the next time', () => {
  const epoch = new EpochPseudonyms(keysOf(), directoryOf(3))
  for (const index of [0, 1, 2]) epoch.ofPerson(index)
  epoch.giveBack(epoch.takeUnsealed(2))
  assert.deepEqual(epoch.takeUnsealed(3), [0, 1, 2])
})

test('nobody outside the directory has a row', () => {
  const epoch = new EpochPseudonyms(keysOf(), directoryOf(3))
  for (const index of [-1, 3, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => epoch.ofPerson(index), { code: 'no-such-person' })
  }
  epoch.ofUnknown(account, 'svc-backup')
  assert.equal(epoch.unsealedCount, 0)
})

test('no pseudonym is the same in two measures, two epochs, or an epoch and its sub-epoch', () => {
  const key = randomOf('one K for all', 32)
  const names = [
    ['measure-07', '2026-11-22'],
    ['measure-07', '2026-11-23'],
    ['measure-07', '2026-11-22.2'],
    ['measure-0', '2026-11-22'],
  ] as const
  const all = names.flatMap(([measure, day]) => {
    // Even where a gate used one K twice, by mistake: the names are in the computation too.
    const name = parseMeasureEpoch(measure, day)
    const [commitments, unknowns] = [new CommitmentMaker(name, key), new UnknownPseudonymMaker(name, key)]
    return [
      pseudonymOf(commitments.commit(parseIdentity('EMP0000000')).commitment),
      unknowns.pseudonymOf(account, 'EMP0000000'),
      unknowns.pseudonymOf(device, 'EMP0000000'),
    ]
  })
  assert.equal(new Set(all).size, 12)
})

test('a class and a value cannot be cut in another place', () => {
  const maker = new UnknownPseudonymMaker(parseMeasureEpoch('measure-07', '2026-11-22'), randomOf('K', 32))
  const [ab, a] = ['ab', 'a'].map(parseFieldClass)
  assert.notEqual(maker.pseudonymOf(ab as FieldClass, 'c'), maker.pseudonymOf(a as FieldClass, 'bc'))
})

test('a flood of invented names takes bounded memory, and every name keeps its pseudonym', () => {
  const [epoch, fresh] = [new EpochPseudonyms(keysOf(), directoryOf(0)), new EpochPseudonyms(keysOf(), directoryOf(0))]
  const names = Array.from({ length: 3 * maxRememberedUnknowns }, (_, at) => `invented-${at}`)
  for (const name of names) {
    epoch.ofUnknown(account, name)
    epoch.ofUnknown(account, 'in use')
  }
  assert.ok(epoch.rememberedUnknowns <= 2 * maxRememberedUnknowns)
  for (const name of [...names.slice(0, 50), ...names.slice(-50), 'in use']) {
    assert.equal(epoch.ofUnknown(account, name), fresh.ofUnknown(account, name))
  }
})

test('a value longer than what is remembered has its pseudonym too', () => {
  const epoch = new EpochPseudonyms(keysOf(), directoryOf(0))
  const long = 'n'.repeat(1_000_000)
  assert.equal(epoch.ofUnknown(account, long), epoch.ofUnknown(account, long))
  assert.notEqual(epoch.ofUnknown(account, long), epoch.ofUnknown(account, `${long}n`))
  assert.equal(epoch.rememberedUnknowns, 0)
  epoch.ofUnknown(account, 'n'.repeat(maxRememberedLength))
  assert.equal(epoch.rememberedUnknowns, 1)
})

test('a restart with K gives the same pseudonyms, and says who has a row and whose row is nobody', () => {
  const before = new EpochPseudonyms(keysOf(), directoryOf(5))
  const pseudonyms = [0, 1, 2, 3, 4].map((index) => before.ofPerson(index))
  const stored = [1, 3].map((index) => before.commit(index).commitment)
  const gone = new CommitmentMaker(keysOf(), keysOf().pseudonymKey).commit(parseIdentity('EMP9999999')).commitment

  // The directory is read again in another order, with one person more.
  const directory = new Directory()
  for (const identity of staff(6).toReversed()) directory.add(identity)
  const after = new EpochPseudonyms(keysOf(), directory)
  const { withRow, orphans } = after.rebuild([...stored, gone])
  assert.deepEqual(
    withRow.map((index) => directory.identityAt(index)),
    ['EMP0000003', 'EMP0000001'],
  )
  assert.deepEqual(orphans, [Buffer.from(gone).toString('hex')])
  assert.equal(after.unsealedCount, 0)
  assert.deepEqual(
    staff(5).map((identity) => after.ofPerson(directory.findIndex(identity) ?? -1)),
    pseudonyms,
  )
  assert.equal(after.unsealedCount, 3)
})

test('a restart without K gives pseudonyms that have nothing to do with the former', () => {
  const [before, after] = ['2026-11-22', '2026-11-22.2'].map(
    (epoch) => new EpochPseudonyms(keysOf('measure-07', epoch), directoryOf(100)),
  )
  const former = new Set(Array.from({ length: 100 }, (_, index) => before?.ofPerson(index)))
  for (let index = 0; index < 100; index++) assert.equal(former.has(after?.ofPerson(index)), false)
})

test('the person behind a pseudonym is found for this epoch alone', () => {
  const directory = directoryOf(10)
  const [today, tomorrow] = ['2026-11-22', '2026-11-23'].map(
    (epoch) => new EpochPseudonyms(keysOf('measure-07', epoch), directory),
  )
  const pseudonym = today?.ofPerson(7) as Pseudonym
  tomorrow?.ofPerson(7)
  assert.equal(today?.findPerson(pseudonym), 7)
  assert.equal(tomorrow?.findPerson(pseudonym), undefined)
  assert.equal(today?.findPerson('' as Pseudonym), undefined)
})

test('an erased epoch answers nothing, not even what it knew', () => {
  const keys = keysOf()
  const epoch = new EpochPseudonyms(keys, directoryOf(2))
  const pseudonym = epoch.ofPerson(0)
  epoch.ofUnknown(account, 'svc-backup')
  epoch.erase()
  eraseEpochSecrets(keys)
  assert.throws(() => epoch.ofPerson(0), { code: 'epoch-erased' })
  assert.throws(() => epoch.ofPerson(1), { code: 'epoch-erased' })
  assert.throws(() => epoch.ofUnknown(account, 'svc-backup'), { code: 'epoch-erased' })
  assert.throws(() => epoch.rebuild([]), { code: 'epoch-erased' })
  assert.equal(epoch.findPerson(pseudonym), undefined)
  assert.ok([keys.pseudonymKey, keys.subjectScalar].every((key) => key.every((byte) => byte === 0)))
  assert.ok(keys.eventKey.some((byte) => byte !== 0))
})

test('property: whatever the order and the number of uses, a person has one pseudonym and one row', () => {
  const uses = fc.array(fc.nat({ max: 19 }), { maxLength: 100 })
  const directory = directoryOf(20)
  fc.assert(
    fc.property(uses, fc.nat({ max: 100 }), (indices, crashAt) => {
      const expected = new EpochPseudonyms(keysOf(), directory)
      const first = new EpochPseudonyms(keysOf(), directory)
      for (const index of indices.slice(0, crashAt)) assert.equal(first.ofPerson(index), expected.ofPerson(index))
      const stored = first.takeUnsealed(indices.length)
      const second = new EpochPseudonyms(keysOf(), directory)
      second.rebuild(stored.map((index) => first.commit(index).commitment))
      for (const index of indices.slice(crashAt)) assert.equal(second.ofPerson(index), expected.ofPerson(index))
      const rows = [...stored, ...second.takeUnsealed(indices.length)]
      assert.deepEqual(rows.toSorted(), [...new Set(indices)].toSorted())
    }),
    { numRuns: 200 },
  )
})

test('property: two unknown values have the same pseudonym only when class and bytes are the same', () => {
  const maker = new UnknownPseudonymMaker(parseMeasureEpoch('measure-07', '2026-11-22'), randomOf('K', 32))
  const fieldClass = fc.stringMatching(/^[a-z][a-z-]{0,3}$/).map(parseFieldClass)
  const value = fc.string({ unit: 'binary', maxLength: 6 })
  fc.assert(
    fc.property(fieldClass, value, fieldClass, value, (oneClass, one, otherClass, other) => {
      const isSame = oneClass === otherClass && Buffer.from(one).equals(Buffer.from(other))
      assert.equal(maker.pseudonymOf(oneClass, one) === maker.pseudonymOf(otherClass, other), isSame)
    }),
    { numRuns: 500 },
  )
})
