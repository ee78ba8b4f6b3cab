import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MemoryLog } from '../testing/memory-log.ts'
import { proveConsistency, verifyConsistency } from './consistency.ts'
import { decodeEntryBundle, encodeEntryBundle } from './entry-bundle.ts'
import { maxCount } from './limits.ts'
import { MalformedError } from './malformed.ts'
import { hashLeaf, proveInclusion, rootOf, verifyInclusion } from './merkle.ts'
import { LogFault, TileReader } from './tile-reader.ts'
import { TileWriter } from './tile-writer.ts'
import { formatTilePath, parseTilePath, type Tile, tilesBetween } from './tiles.ts'

const paths: readonly (Tile & { readonly path: string })[] = [
  { level: 0, index: 0, width: 256, path: 'tile/0/000' },
  { level: 0, index: 0, width: 1, path: 'tile/0/000.p/1' },
  { level: 1, index: 273, width: 17, path: 'tile/1/273.p/17' },
  { level: 0, index: 999, width: 256, path: 'tile/0/999' },
  { level: 0, index: 1000, width: 256, path: 'tile/0/x001/000' },
  { level: 0, index: 1234067, width: 256, path: 'tile/0/x001/x234/067' },
  { level: 63, index: 5, width: 255, path: 'tile/63/005.p/255' },
  { level: 'entries', index: 1234067, width: 8, path: 'tile/entries/x001/x234/067.p/8' },
  { level: 0, index: maxCount, width: 256, path: 'tile/0/x009/x007/x199/x254/x740/991' },
]

for (const { path, ...tile } of paths) {
  test(`tile path ${path}`, () => {
    assert.equal(formatTilePath(tile), path)
    assert.deepEqual(parseTilePath(path), tile)
  })
}

const noPaths = [
  '',
  'tile/0/0',
  'tile/00/000',
  'tile/64/000',
  'tile/0/x000/001',
  'tile/0/001/000',
  'tile/0/x001',
  'tile/0/000.p/0',
  'tile/0/000.p/256',
  'tile/0/000.p/01',
  'tile/0/000.p',
  'tile/-1/000',
  'tile/data/000',
  '/tile/0/000',
  'tile/0/../000',
  'tile/0/000\n',
  'tile/0/x009/x007/x199/x254/x740/992',
  'tile/0/x999/x999/x999/x999/x999/x999/999',
]

test('a tile has one path: every other spelling is refused', () => {
  for (const path of noPaths) assert.throws(() => parseTilePath(path), MalformedError, path)
})

test('the tiles of a log of 70,000 entries are those that the specification counts', () => {
  const tiles = tilesBetween(0, 70_000)
  const count = (level: Tile['level'], isFull: boolean): number =>
    tiles.filter((tile) => tile.level === level && (tile.width === 256) === isFull).length
  assert.deepEqual(
    [count(0, true), count(0, false), count(1, true), count(1, false), count(2, false)],
    [273, 1, 1, 1, 1],
  )
  assert.deepEqual(
    tiles
      .filter(({ width }) => width < 256)
      .map(formatTilePath)
      .sort(),
    ['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1', 'tile/entries/273.p/112'],
  )
})

test('a log of 256 entries has a full tile and a partial one above it', () => {
  assert.deepEqual(tilesBetween(0, 256).map(formatTilePath), ['tile/entries/000', 'tile/0/000', 'tile/1/000.p/1'])
  assert.deepEqual(tilesBetween(256, 256), [])
  assert.throws(() => tilesBetween(2, 1), TypeError)
})

const entry = fc.uint8Array({ maxLength: 40 })

test('decoding a bundle inverts encoding it', () => {
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 256 }), (entries) => {
      assert.deepEqual(decodeEntryBundle(encodeEntryBundle(entries), entries.length), entries)
    }),
  )
})

test('the longest entry fits and one byte more does not', () => {
  const longest = new Uint8Array(65_535)
  assert.deepEqual(decodeEntryBundle(encodeEntryBundle([longest]), 1), [longest])
  assert.throws(() => encodeEntryBundle([new Uint8Array(65_536)]), TypeError)
  assert.throws(() => encodeEntryBundle(Array(257).fill(new Uint8Array(0))), TypeError)
})

const noBundles = [
  { name: 'an entry fewer than the tree has', bytes: [0, 0], width: 2 },
  { name: 'an entry more', bytes: [0, 0, 0, 0], width: 1 },
  { name: 'an entry that is cut off', bytes: [0, 2, 9], width: 1 },
  { name: 'half a length', bytes: [0, 0, 0], width: 2 },
  { name: 'a byte after the last entry', bytes: [0, 0, 7], width: 1 },
]

for (const { name, bytes, width } of noBundles) {
  test(`a bundle is refused for: ${name}`, () => {
    assert.throws(() => decodeEntryBundle(Uint8Array.from(bytes), width), MalformedError)
  })
}

type Files = Map<string, Uint8Array>

function writeLog(batches: readonly number[]): {
  readonly files: Files
  readonly log: MemoryLog
  readonly writer: TileWriter
} {
  const files: Files = new Map()
  const log = new MemoryLog()
  const writer = TileWriter.empty()
  for (const count of batches) {
    const entries = MemoryLog.entries(count, log.size)
    log.append(entries)
    const appended = writer.append(entries)
    assert.equal(appended.size, log.size)
    assert.deepEqual(appended.root, log.root())
    for (const { path, bytes } of appended.files) {
      assert.ok(!files.has(path), `${path} was written twice`)
      files.set(path, bytes)
    }
  }
  return { files, log, writer }
}

const reader = (files: Files, log: MemoryLog): TileReader =>
  new TileReader({ size: log.size, root: log.root() }, async (path) => files.get(path))

const batches = fc.array(fc.oneof(fc.nat(20), fc.constantFrom(255, 256, 257, 300)), { minLength: 1, maxLength: 8 })

test('a writer gives exactly the files that the new size needs', () => {
  fc.assert(
    fc.property(batches, (counts) => {
      const { files, log } = writeLog(counts)
      for (const tile of tilesBetween(0, log.size)) assert.ok(files.has(formatTilePath(tile)), formatTilePath(tile))
    }),
    { numRuns: 30 },
  )
})

test('a writer that starts again from its files goes on with the same tree', () => {
  fc.assert(
    fc.property(batches, fc.nat(300), (counts, more) => {
      const { files, log, writer } = writeLog(counts)
      const again = TileWriter.resume(log.size, (path) => files.get(path) ?? assert.fail(path))
      assert.deepEqual(again.root(), log.root())
      const entries = MemoryLog.entries(more, log.size)
      assert.deepEqual(again.append(entries), writer.append(entries))
    }),
    { numRuns: 30 },
  )
})

test('a log of more than 65,536 entries has three levels, starts again, and proves from tiles', async () => {
  const { files, log } = writeLog([65_536, 300])
  assert.ok(files.has('tile/2/000.p/1'))
  const resumed = TileWriter.resume(log.size, (path) => files.get(path) ?? assert.fail(path))
  assert.deepEqual(resumed.root(), log.root())
  const tiles = reader(files, log)
  for (const index of [0, 255, 256, 65_535, 65_536, 65_835]) {
    const proof = await tiles.prove((read) => proveInclusion(index, log.size, read))
    assert.ok(verifyInclusion(log.leaves[index] ?? assert.fail(), index, log.size, log.root(), proof))
  }
  for (const oldSize of [1, 256, 65_535, 65_536, 65_700]) {
    const proof = await tiles.prove((read) => proveConsistency(oldSize, log.size, read))
    assert.ok(verifyConsistency(oldSize, log.size, rootOf(oldSize, log.node), log.root(), proof))
  }
})

test('a batch with an entry that is too long adds nothing', () => {
  const { log, writer } = writeLog([3])
  assert.throws(() => writer.append([new Uint8Array(1), new Uint8Array(65_536)]), TypeError)
  assert.deepEqual(writer.root(), log.root())
})

test('every entry is read back, and every proof from tiles verifies', async () => {
  await fc.assert(
    fc.asyncProperty(batches, async (counts) => {
      const { files, log } = writeLog(counts)
      const tiles = reader(files, log)
      for (let first = 0; first < log.size; first += 256) {
        const found = await tiles.entriesAround(first)
        assert.deepEqual(found, { first, entries: log.entries.slice(first, first + 256) })
      }
      for (let index = 0; index < log.size; index += 37) {
        const proof = await tiles.prove((read) => proveInclusion(index, log.size, read))
        assert.ok(verifyInclusion(hashLeaf(log.entries[index] ?? assert.fail()), index, log.size, log.root(), proof))
      }
    }),
    { numRuns: 20 },
  )
})

test('a partial tile that was removed is read from the full one', async () => {
  const { files, log, writer } = writeLog([300])
  const small = reader(files, log)
  for (const { path, bytes } of writer.append(MemoryLog.entries(300, 300)).files) files.set(path, bytes)
  for (const path of ['tile/0/001.p/44', 'tile/entries/001.p/44']) assert.ok(files.delete(path))
  assert.deepEqual((await small.entriesAround(299)).entries, log.entries.slice(256, 300))
})

test('a server that changes any bit of any file is caught', async () => {
  const { files, log } = writeLog([600])
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files.keys()), fc.nat(), fc.nat(7), async (path, position, bit) => {
      const bytes = files.get(path)?.slice() ?? assert.fail()
      const at = position % bytes.length
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
      const tiles = reader(new Map([...files, [path, bytes]]), log)
      await assert.rejects(
        (async () => {
          for (let first = 0; first < log.size; first += 256) await tiles.entriesAround(first)
        })(),
        (error) => error instanceof LogFault || error instanceof MalformedError,
      )
    }),
  )
})

test('a server that leaves out a file is caught, with the path', async () => {
  const { files, log } = writeLog([600])
  files.delete('tile/0/001')
  await assert.rejects(reader(files, log).entriesAround(300), { name: 'LogFault', path: 'tile/0/001' })
})

test('a server that serves another log under the checkpoint is caught', async () => {
  const { files } = writeLog([600])
  const other = new MemoryLog()
  other.append(MemoryLog.entries(600, 1))
  await assert.rejects(reader(files, other).entriesAround(0), { name: 'LogFault', path: 'checkpoint' })
})

test('an entry beyond the checkpoint is not there', async () => {
  const { files, log } = writeLog([3])
  await assert.rejects(reader(files, log).entriesAround(3), TypeError)
})
