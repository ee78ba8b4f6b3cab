import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { keysOf, randomOf } from '../testing/parties.ts'
import {
  destroyKeySlots,
  encodeKeyFile,
  epochKeysOf,
  type KeySlot,
  keySlots,
  openKeyFile,
  rewrapKeyFile,
} from './key-file.ts'

const wrapping = randomOf('key of the installation', 32)
const next = randomOf('next key of the installation', 32)
const keys = keysOf()
const file = encodeKeyFile(keys, wrapping, randomOf('salts', 128))
const endOfEpoch: readonly KeySlot[] = ['pseudonym-key', 'subject-scalar']

const kindsOf = (bytes: Uint8Array, key: Uint8Array): readonly string[] => {
  const { slots } = openKeyFile(bytes, key)
  return keySlots.map((name) => slots[name].kind)
}

test('a restart reads the secrets of its epoch back, and the file fits in a sector', () => {
  const opened = openKeyFile(file, wrapping)
  assert.deepEqual([opened.measure, opened.epoch], ['measure-07', '2026-11-22'])
  assert.deepEqual(epochKeysOf(opened), keys)
  assert.deepEqual(kindsOf(file, wrapping), ['key', 'key', 'key', 'destroyed'])
  const longest = encodeKeyFile(keysOf('m'.repeat(64), '2026-11-22.999'), wrapping, randomOf('salts', 128))
  assert.ok(longest.length <= 512)
  assert.deepEqual(epochKeysOf(openKeyFile(longest, wrapping)), keysOf('m'.repeat(64), '2026-11-22.999'))
})

test('the file shows no secret', () => {
  for (const secret of [keys.pseudonymKey, keys.subjectScalar, keys.eventKey, wrapping]) {
    assert.equal(Buffer.from(file).includes(Buffer.from(secret)), false)
  }
})

test('at the end of the epoch K and r are gone in place; the events can be read until D goes too', () => {
  const ended = destroyKeySlots(file, endOfEpoch)
  assert.equal(ended.length, file.length)
  assert.deepEqual(kindsOf(ended, wrapping), ['destroyed', 'destroyed', 'key', 'destroyed'])
  assert.equal(epochKeysOf(openKeyFile(ended, wrapping)), undefined)
  const { 'event-key': slot } = openKeyFile(ended, wrapping).slots
  assert.deepEqual(slot, { kind: 'key', key: keys.eventKey })
  const over = destroyKeySlots(ended, ['event-key'])
  assert.deepEqual(kindsOf(over, wrapping), ['destroyed', 'destroyed', 'destroyed', 'destroyed'])
  assert.deepEqual(destroyKeySlots(over, keySlots), over)
})

test('destroying leaves what was handed in alone, also where it is a buffer of Node', () => {
  const buffer = Buffer.from(file)
  destroyKeySlots(buffer, keySlots)
  assert.deepEqual(Uint8Array.from(buffer), file)
})

test('a slot that was destroyed only in part is unreadable, does not hide the others, and is destroyed again', () => {
  const torn = Uint8Array.from(file)
  torn.fill(0, torn.length - 320, torn.length - 280)
  assert.deepEqual(kindsOf(torn, wrapping), ['unreadable', 'key', 'key', 'destroyed'])
  assert.throws(() => epochKeysOf(openKeyFile(torn, wrapping)), {
    code: 'wrong-key-or-altered',
    part: 'slot pseudonym-key',
  })
  assert.deepEqual(kindsOf(destroyKeySlots(torn, endOfEpoch), wrapping), ['destroyed', 'destroyed', 'key', 'destroyed'])
})

test('another key opens nothing', () => {
  assert.deepEqual(kindsOf(file, next), ['unreadable', 'unreadable', 'unreadable', 'destroyed'])
})

test('a slot does not open in another place or in the file of another epoch', () => {
  const header = file.length - 320
  const exchanged = Uint8Array.from(file)
  exchanged.copyWithin(header, header + 160, header + 240)
  assert.deepEqual(kindsOf(exchanged, wrapping), ['unreadable', 'key', 'key', 'destroyed'])
  const tomorrow = encodeKeyFile(keysOf('measure-07', '2026-11-23'), wrapping, randomOf('salts of tomorrow', 128))
  tomorrow.set(file.subarray(header), header)
  assert.deepEqual(kindsOf(tomorrow, wrapping), ['unreadable', 'unreadable', 'unreadable', 'destroyed'])
})

test('once the former key of the installation is gone, an old copy of a destroyed slot opens nothing', () => {
  const ended = destroyKeySlots(file, endOfEpoch)
  const moved = rewrapKeyFile(ended, wrapping, next, randomOf('new salts', 128))
  assert.deepEqual(kindsOf(moved, next), ['destroyed', 'destroyed', 'key', 'destroyed'])
  assert.deepEqual(openKeyFile(moved, next).slots['event-key'], { kind: 'key', key: keys.eventKey })
  assert.deepEqual(kindsOf(file, next), ['unreadable', 'unreadable', 'unreadable', 'destroyed'])
  assert.throws(() => rewrapKeyFile(ended, next, wrapping, randomOf('new salts', 128)), {
    code: 'wrong-key-or-altered',
  })
})

const refused = [
  { name: 'nothing', bytes: new Uint8Array(0) },
  { name: 'zeros', bytes: new Uint8Array(file.length) },
  { name: 'a file that was cut', bytes: file.subarray(0, -1) },
  { name: 'a file with a byte more', bytes: Uint8Array.from([...file, 0]) },
  { name: 'another version', bytes: Uint8Array.from(file, (byte, at) => (at === 15 ? 0x32 : byte)) },
  { name: 'slots without a header', bytes: file.subarray(-320) },
  { name: 'a megabyte', bytes: new Uint8Array(1_000_000).fill(0x6f) },
  { name: 'a name longer than the file', bytes: Uint8Array.from(file, (byte, at) => (at === 16 ? 0xff : byte)) },
]

for (const { name, bytes } of refused) {
  test(`no key file: ${name}`, () => {
    for (const act of [() => openKeyFile(bytes, wrapping), () => destroyKeySlots(bytes, keySlots)]) {
      assert.throws(act, { name: 'SealedError', code: 'not-a-key-file' })
    }
  })
}

test('a header with a name that leads out of the folder is refused', () => {
  const odd = Uint8Array.from(file)
  odd.set(Buffer.from('../../etc/'), 18)
  assert.throws(() => openKeyFile(odd, wrapping), { code: 'not-a-measure' })
})

test('keys of another length and bytes that are not random are refused', () => {
  const salts = randomOf('salts', 128)
  assert.throws(() => encodeKeyFile(keys, wrapping.subarray(1), salts), { code: 'wrong-length', part: 'wrapping key' })
  assert.throws(() => openKeyFile(file, new Uint8Array(16)), { code: 'wrong-length', part: 'wrapping key' })
  assert.throws(() => encodeKeyFile(keys, wrapping, salts.subarray(1)), { code: 'wrong-length', part: 'random' })
  assert.throws(() => encodeKeyFile(keys, wrapping, new Uint8Array(128)), { code: 'not-random' })
  const short = { ...keys, eventKey: new Uint8Array(16) }
  assert.throws(() => encodeKeyFile(short, wrapping, salts), { code: 'wrong-length', part: 'slot event-key' })
})

test('property: one changed bit gives no other secret', () => {
  fc.assert(
    fc.property(fc.nat({ max: file.length * 8 - 1 }), (bit) => {
      const changed = Uint8Array.from(file)
      changed[bit >> 3] = Number(changed[bit >> 3]) ^ (1 << (bit & 7))
      let slots: ReturnType<typeof openKeyFile>['slots']
      try {
        slots = openKeyFile(changed, wrapping).slots
      } catch (error) {
        assert.equal((error as Error).name, 'SealedError')
        return
      }
      const whole = openKeyFile(file, wrapping).slots
      const differing = keySlots.filter((name) => slots[name].kind !== whole[name].kind)
      assert.ok(differing.length > 0)
      for (const name of differing) assert.equal(slots[name].kind, 'unreadable')
      for (const name of keySlots) if (!differing.includes(name)) assert.deepEqual(slots[name], whole[name])
    }),
    { numRuns: 300 },
  )
})

test('property: whatever bytes come, a key file opens or is refused by name', () => {
  const pieces = fc.array(
    fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.constant(file), fc.constant(file.subarray(0, 36))),
  )
  fc.assert(
    fc.property(pieces, (parts) => {
      const bytes = Uint8Array.from(parts.flatMap((part) => [...part]))
      try {
        openKeyFile(bytes, wrapping)
      } catch (error) {
        assert.equal((error as Error).name, 'SealedError')
      }
    }),
    { numRuns: 300 },
  )
})
