// A whole log, intact and altered: what is wrong is found, and named by its entry or its file.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entryAt, type StoredLog, storeLog, withEntries } from '../testing/stored-log.ts'
import { equalBytes } from './bytes.ts'
import { findDifferences } from './find-differences.ts'
import { maxEntryBytes } from './limits.ts'
import { hashLeaf, rootOfLeaves } from './merkle.ts'
import { TileWriter } from './tile-writer.ts'
import { type LogFault, type LogReport, type VerifyOptions, verifyLog } from './verify-log.ts'

function verify(
  head: { readonly size: number; readonly root: Uint8Array },
  files: ReadonlyMap<string, Uint8Array>,
  options: VerifyOptions & { readonly isListed?: boolean } = {},
): Promise<LogReport> {
  const listed = options.isListed === false ? {} : { listed: [...files.keys()] }
  return verifyLog(head, { read: async (path) => files.get(path), ...listed }, options)
}

for (const size of [0, 1, 255, 256, 257, 700, 65_536, 66_000]) {
  test(`an intact log of ${size} has no fault, and every entry is read once, in order`, async () => {
    const log = storeLog(size)
    const seen: number[] = []
    const sizes = [0, 1, 256, 300, size].filter((one) => one <= size)
    const report = await verify(log, log.files, {
      sizes,
      onEntry: (index, entry) => {
        assert.deepEqual(entry, log.entries[index])
        seen.push(index)
      },
    })
    assert.deepEqual(report.faults, [])
    assert.deepEqual(report.beyond, [])
    assert.equal(report.files, log.files.size)
    assert.ok(seen.every((index, at) => index === at) && seen.length === size)
    for (const one of sizes) {
      assert.deepEqual(report.roots.get(one), rootOfLeaves(log.entries.slice(0, one).map(hashLeaf)))
    }
  })
}

test('a server that gives other files the second time it is asked does not pass', async () => {
  for (const size of [200, 300, 700]) {
    const honest = storeLog(size)
    const forged = storeLog(size, size, false, (index) => entryAt(index === 3 ? 1000 : index)).files
    const asked = new Set<string>()
    const read = async (path: string) => {
      const files = asked.has(path) ? honest.files : forged
      asked.add(path)
      return files.get(path)
    }
    const { faults } = await verifyLog(honest, { read })
    assert.deepEqual(faults, [{ code: 'entries-differ', first: 0, last: size - 1 }], String(size))
  }
})

test('partial files of a log that grew are compared too, and a log verifies without a list of its files', async () => {
  const log = storeLog(600, 37, true)
  assert.ok(log.files.size > 30)
  assert.deepEqual((await verify(log, log.files)).faults, [])
  assert.deepEqual((await verify(log, log.files, { isListed: false })).faults, [])
})

test('what lies beyond the checkpoint is named, and its beginning compared', async () => {
  const [log, longer] = [storeLog(300), storeLog(700)]
  const files = new Map([...longer.files, ...log.files])
  const report = await verify(log, files)
  assert.deepEqual(report.faults, [])
  assert.deepEqual([...report.beyond].sort(), [
    'tile/0/001',
    'tile/0/002.p/188',
    'tile/1/000.p/2',
    'tile/entries/001',
    'tile/entries/002.p/188',
  ])
  assert.deepEqual((await verify(log, altered(files, 'tile/entries/001', 3))).faults, [
    { code: 'file-changed', path: 'tile/entries/001', first: 256, last: 299 },
  ])
})

test('a partial file that is gone may be replaced by the full one', async () => {
  const [log, longer] = [storeLog(300), storeLog(512)]
  const files = new Map(longer.files)
  files.delete('tile/1/000.p/2')
  for (const [path, bytes] of log.files) if (path.startsWith('tile/1/')) files.set(path, bytes)
  assert.deepEqual((await verify(log, files, { isListed: false })).faults, [])
})

const swap = (entries: readonly Uint8Array[], one: number, other: number): Uint8Array[] => {
  const copy = [...entries]
  ;[copy[one], copy[other]] = [copy[other] ?? assert.fail(), copy[one] ?? assert.fail()]
  return copy
}
const stranger = new TextEncoder().encode('stranger')

const alterations: readonly {
  readonly name: string
  readonly alter: (entries: readonly Uint8Array[]) => readonly Uint8Array[]
  readonly expected: readonly LogFault[]
}[] = [
  {
    name: 'a changed entry',
    alter: (entries) => entries.with(300, stranger),
    expected: [{ code: 'entry-changed', entry: 300 }],
  },
  {
    name: 'the first and the last entry changed',
    alter: (entries) => entries.with(0, stranger).with(699, stranger),
    expected: [
      { code: 'entry-changed', entry: 0 },
      { code: 'entry-changed', entry: 699 },
    ],
  },
  {
    name: 'two neighbours exchanged',
    alter: (entries) => swap(entries, 300, 301),
    expected: [{ code: 'entry-moved', entry: 301, from: 300 }],
  },
  {
    name: 'two entries of one bundle exchanged',
    alter: (entries) => swap(entries, 10, 200),
    expected: [
      { code: 'entry-moved', entry: 10, from: 200 },
      { code: 'entry-moved', entry: 200, from: 10 },
    ],
  },
  {
    name: 'two entries of neighbouring bundles exchanged',
    alter: (entries) => swap(entries, 255, 256),
    expected: [{ code: 'entry-moved', entry: 256, from: 255 }],
  },
  {
    name: 'an entry removed, all later ones moved up',
    alter: (entries) => entries.toSpliced(300, 1),
    expected: [
      { code: 'file-malformed', path: 'tile/entries/002.p/188', first: 512, last: 699 },
      { code: 'entry-removed', entry: 300 },
    ],
  },
  {
    name: 'an entry put in, all later ones moved down',
    alter: (entries) => entries.toSpliced(300, 0, stranger),
    expected: [
      { code: 'file-malformed', path: 'tile/entries/002.p/188', first: 512, last: 699 },
      { code: 'entry-added', entry: 300 },
    ],
  },
  {
    name: 'the last entry removed',
    alter: (entries) => entries.slice(0, -1),
    expected: [
      { code: 'file-malformed', path: 'tile/entries/002.p/188', first: 512, last: 699 },
      { code: 'entry-removed', entry: 699 },
    ],
  },
  {
    name: 'every entry of a bundle changed',
    alter: (entries) => entries.map((entry, at) => (at >= 256 && at < 512 ? stranger : entry)),
    expected: Array.from({ length: 100 }, (_, at) => ({ code: 'entry-changed', entry: 256 + at })),
  },
]

for (const { name, alter, expected } of alterations) {
  test(`named: ${name}`, async () => {
    const log = storeLog(700)
    const report = await verify(log, withEntries(log, alter(log.entries)))
    assert.deepEqual(report.faults, expected)
    assert.equal(report.further, expected.length === 100 ? 156 : 0)
  })
}

test('an entry removed from one bundle alone is named', async () => {
  const log = storeLog(700)
  const cut = storeLog(255, 255, false, (index) => log.entries[index < 40 ? index : index + 1] ?? assert.fail())
  const files = new Map(log.files)
  files.set('tile/entries/000', cut.files.get('tile/entries/000.p/255') ?? assert.fail())
  assert.deepEqual((await verify(log, files)).faults, [
    { code: 'file-malformed', path: 'tile/entries/000', first: 0, last: 255 },
    { code: 'entry-removed', entry: 40 },
  ])
})

test('an entry and its hash changed together are narrowed down to the block', async () => {
  const log = storeLog(700)
  const forged = storeLog(700, 700, false, (index) => (index === 300 ? stranger : entryAt(index)))
  const files = new Map(log.files)
  for (const path of ['tile/entries/001', 'tile/0/001']) files.set(path, forged.files.get(path) ?? assert.fail())
  assert.deepEqual((await verify(log, files)).faults, [{ code: 'entries-differ', first: 256, last: 511 }])
})

test('a log rewritten whole is another tree than the one signed', async () => {
  const log = storeLog(700)
  const forged = storeLog(700, 700, false, (index) => (index === 300 ? stranger : entryAt(index)))
  assert.deepEqual((await verify(log, forged.files)).faults, [{ code: 'entries-differ', first: 0, last: 699 }])
})

test('a wrong hash file is told from a wrong entry, also when both are there', async () => {
  const log = storeLog(700)
  const both = altered(altered(log.files, 'tile/0/000', 40), 'tile/entries/001', 5)
  assert.deepEqual((await verify(log, both)).faults, [
    { code: 'file-changed', path: 'tile/0/000', first: 0, last: 255 },
    { code: 'entry-changed', entry: 256 },
  ])
})

for (const path of ['tile/entries/001', 'tile/0/001', 'tile/0/002.p/188', 'tile/1/000.p/2']) {
  test(`named: ${path} is missing, empty, cut off or longer`, async () => {
    const log = storeLog(700)
    const gone = new Map(log.files)
    gone.delete(path)
    const [first] = (await verify(log, gone)).faults
    assert.equal(first?.code, 'file-missing')
    assert.equal(first.path, path)
    const bytes = log.files.get(path) ?? assert.fail()
    for (const odd of [new Uint8Array(0), bytes.slice(0, -1), Uint8Array.from([...bytes, 0])]) {
      const report = await verify(log, new Map(log.files).set(path, odd))
      assert.ok(
        report.faults.some((fault) => fault.code === 'file-malformed' && fault.path === path),
        `${odd.length} bytes: ${JSON.stringify(report.faults)}`,
      )
    }
  })
}

test('every single byte of every file that is changed is found, and named by file or entry', async () => {
  const log = storeLog(260, 130, true)
  for (const [path, bytes] of log.files) {
    for (let at = 0; at < bytes.length; at += path.includes('entries') ? 7 : 211) {
      const { faults } = await verify(log, altered(log.files, path, at))
      const [files, entries] = [faults.filter((one) => 'path' in one), faults.filter((one) => !('path' in one))]
      assert.ok(faults.length > 0 && files.every((fault) => fault.path === path), `${path}, byte ${at}`)
      // Where the length of an entry changed, it takes the next ones in: the first one named is the one.
      const [first] = entries.map((fault) => ('entry' in fault ? fault.entry : fault.first))
      if (entries.length > 0) assert.equal(first, entryWith(path, at, log), `${path}, byte ${at}`)
    }
  }
})

/** The entry that has this byte of a bundle; `undefined` for a file that is none. */
function entryWith(path: string, at: number, log: StoredLog): number | undefined {
  if (!path.startsWith('tile/entries/')) return undefined
  let end = 0
  for (let entry = Number(path.slice(13, 16)) * 256; ; entry++) {
    end += 2 + (log.entries[entry] ?? assert.fail()).length
    if (end > at) return entry
  }
}

test('an earlier copy of the log names what was rewritten since, although the new log verifies', async () => {
  const old = storeLog(300)
  const rewritten = storeLog(700, 700, false, (index) => (index === 40 ? stranger : entryAt(index)))
  const report = await verify(rewritten, rewritten.files, { sizes: [300] })
  assert.deepEqual(report.faults, [])
  assert.ok(!equalBytes(report.roots.get(300) ?? assert.fail(), old.root))
  const there = {
    tree: report.tree,
    read: async (path: string) => rewritten.files.get(path),
    suspects: new Set<number>(),
  }
  const { faults } = await findDifferences(old, async (path) => old.files.get(path), there)
  assert.deepEqual(faults, [{ code: 'entry-changed', entry: 40 }])
})

test('what a reader throws goes through: nothing has been shown then', async () => {
  const log = storeLog(700)
  const read = async (path: string): Promise<Uint8Array | undefined> => {
    if (path === 'tile/0/002.p/188') throw new Error('no connection')
    return log.files.get(path)
  }
  await assert.rejects(verifyLog(log, { read }), /no connection/)
})

test('bundles are asked for ahead, and no more than was allowed', async () => {
  const log = storeLog(256 * 20)
  let [open, most] = [0, 0]
  const read = async (path: string): Promise<Uint8Array | undefined> => {
    if (path.includes('entries')) open++
    most = Math.max(most, open)
    await new Promise((done) => setImmediate(done))
    if (path.includes('entries')) open--
    return log.files.get(path)
  }
  assert.deepEqual((await verifyLog(log, { read }, { ahead: 4 })).faults, [])
  assert.equal(most, 4)
})

test('the largest entries fit', async () => {
  const writer = TileWriter.empty()
  const { files, size, root } = writer.append([new Uint8Array(maxEntryBytes), new Uint8Array(0)])
  const stored = new Map(files.map(({ path, bytes }) => [path, bytes]))
  assert.deepEqual((await verify({ size, root }, stored)).faults, [])
})

function altered(files: ReadonlyMap<string, Uint8Array>, path: string, at: number): Map<string, Uint8Array> {
  const bytes = files.get(path)?.slice() ?? assert.fail(path)
  bytes[at] = (bytes[at] ?? 0) ^ 0x41
  return new Map(files).set(path, bytes)
}
