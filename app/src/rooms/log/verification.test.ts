// A published log, intact and altered: what is proven, what is not, and what is named.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { commitTo } from '@openwacht/tlog/absence-hashes.ts'
import { type CheckPhrase, checkPhraseOf } from '@openwacht/tlog/check-phrase.ts'
import { parseCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import { parsePolicy } from '@openwacht/tlog/policy.ts'
import { parseNote } from '@openwacht/tlog/signed-note.ts'
import { encodeHex, encodeUtf8 } from '@openwacht/tlog/strict-text.ts'
import fc from 'fast-check'
import { noMarks } from '../../platform/entry-marks.ts'
import { facts, leafOf, lonePolicyText, noonOf, PublishedLog, publishedLog } from './testing/published-log.ts'
import { testTrust, verify } from './testing/verifying.ts'
import { type Verification, verifyPublished } from './verification.ts'
import { type Finding, outcomeOf } from './verification-findings.ts'

function codesOf({ findings }: Verification, level: string): readonly string[] {
  return findings.filter((one) => one.level === level).map(({ code }) => code)
}

function faultsOf({ findings }: Verification): readonly unknown[] {
  return findings.flatMap(({ level, ...rest }) => (level === 'fault' ? [rest] : []))
}

describe('a published log that is as it should be', () => {
  test('is proven in every part, and the rest is said', async () => {
    const log = await publishedLog()
    const verification = await verify(log.files)
    assert.deepEqual(faultsOf(verification), [])
    assert.ok(verification.isGood)
    assert.deepEqual(codesOf(verification, 'proven'), ['signed', 'cosigned', 'tree', 'leaves', 'map'])
    assert.deepEqual(codesOf(verification, 'unproven'), ['first-time', 'newest', 'truth'])
    assert.deepEqual(verification.checkpoint, log.checkpoint)
  })

  test('of which only an address is known, verifies the same way', async () => {
    const log = await publishedLog()
    const { listed: _, ...request } = { listed: 0, read: async (path: string) => log.files.get(path) }
    assert.ok((await verifyPublished({ ...request, followsMap: true, ...testTrust })).isGood)
  })

  test('that is empty proves its signatures', async () => {
    const log = new PublishedLog()
    await log.sign(noonOf('2026-09-01'))
    const verification = await verify(log.files)
    assert.deepEqual(faultsOf(verification), [])
    assert.deepEqual(codesOf(verification, 'proven'), ['signed', 'cosigned', 'tree'])
  })

  test('whose last entries no witness has seen yet says so honestly', async () => {
    const log = await publishedLog(90)
    await log.append(facts(5, 90).map(leafOf), undefined)
    const verification = await verify(log.files)
    assert.ok(verification.isGood)
    assert.deepEqual(
      verification.findings.find(({ code }) => code === 'not-cosigned-yet'),
      { level: 'unproven', code: 'not-cosigned-yet', seen: 91, waiting: 6 },
    )
  })

  test('that no witness has seen is not proven under a policy that asks for one', async () => {
    const log = new PublishedLog()
    await log.append(facts(5).map(leafOf), undefined)
    assert.deepEqual(faultsOf(await verify(log.files)), [{ code: 'not-cosigned' }])
    const lone = await verify(log.files, { policy: parsePolicy(encodeUtf8(lonePolicyText)) })
    assert.ok(lone.isGood)
    assert.ok(codesOf(lone, 'unproven').includes('no-witness'))
    // The log publishes another policy than the one that was given.
    assert.ok(codesOf(lone, 'unproven').includes('other-policy'))
    // Whoever swaps a witness is not told that all is well.
    assert.equal(outcomeOf(lone.findings), 'ask')
  })

  test('of somebody else is verified as a tree, and its entries are left alone', async () => {
    const log = new PublishedLog()
    await log.appendRaw(
      Array.from({ length: 300 }, (_, at) => encodeUtf8(`certificate ${at}`)),
      noonOf('2026-09-01'),
    )
    const verification = await verify(log.files)
    assert.ok(verification.isGood)
    assert.ok(codesOf(verification, 'unproven').includes('opaque'))
  })
})

describe('what it was before', () => {
  test('a log that continues the kept checkpoint is proven to', async () => {
    const log = await publishedLog(90)
    const kept = log.checkpoint
    await log.append(facts(5, 90).map(leafOf), noonOf('2026-09-01'))
    const verification = await verify(log.files, { earlier: { checkpoint: kept } })
    assert.deepEqual(faultsOf(verification), [])
    assert.ok(codesOf(verification, 'proven').includes('continues'))
  })

  test('a log that was rewritten and signed anew is caught, and an older copy names the entry', async () => {
    const old = await publishedLog(90)
    const other = new PublishedLog()
    const changed = facts(95).map((fact) => (fact.count === 40 ? { ...fact, count: 4_000 } : fact))
    await other.append(changed.map(leafOf), noonOf('2026-09-01'))
    const caught = await verify(other.files, { earlier: { checkpoint: old.checkpoint } })
    assert.deepEqual(faultsOf(caught), [{ code: 'forked', size: 91 }])
    const read = async (path: string): Promise<Uint8Array | undefined> => old.files.get(path)
    const named = await verify(other.files, { earlier: { checkpoint: old.checkpoint, read } })
    // The statement of the map was entry 90 in the older log.
    assert.deepEqual(faultsOf(named), [
      { code: 'forked', size: 91 },
      { code: 'entry-changed', entry: 40 },
      { code: 'entry-changed', entry: 90 },
    ])
  })

  test('a changed entry accuses nobody of a second history', async () => {
    const log = await publishedLog(300, 60)
    const kept = log.checkpoint
    await log.append(facts(5, 300).map(leafOf), noonOf('2026-09-04'))
    const path = 'tile/entries/000'
    const files = new Map(log.files).set(path, flipped(log.files.get(path) ?? assert.fail(), 20))
    const verification = await verify(files, { earlier: { checkpoint: kept } })
    assert.deepEqual(codesOf(verification, 'fault'), ['entry-changed', 'leaf-unreadable'])
    assert.ok(codesOf(verification, 'unproven').includes('not-compared'))
  })

  test('a log that shows less than the kept checkpoint is caught', async () => {
    const log = await publishedLog(90)
    const longer = await publishedLog(180)
    const verification = await verify(log.files, { earlier: { checkpoint: longer.checkpoint } })
    assert.deepEqual(faultsOf(verification), [{ code: 'older', size: 182, shown: 91 }])
  })

  test('a kept checkpoint that nobody signed is no evidence', async () => {
    const log = await publishedLog(90)
    const checkpoint = flipped(log.checkpoint, 5)
    const [first] = codesOf(await verify(log.files, { earlier: { checkpoint } }), 'fault')
    assert.ok(first === 'unknown-log' || first === 'malformed', first)
  })

  test('a check phrase from the minutes is found again, and not in a log that was rewritten', async () => {
    const log = await publishedLog(90)
    const phrase = checkPhraseOf(parseCheckpoint(parseNote(log.checkpoint).text))
    await log.append(facts(5, 90).map(leafOf), noonOf('2026-09-01'))
    assert.ok(codesOf(await verify(log.files, { phrases: [phrase] }), 'proven').includes('phrase'))
    const wrong: CheckPhrase = { ...phrase, digits: '0'.repeat(32) }
    assert.deepEqual(faultsOf(await verify(log.files, { phrases: [wrong] })), [{ code: 'phrase-differs', size: 91 }])
    const beyond: CheckPhrase = { ...phrase, size: 500 }
    assert.deepEqual(faultsOf(await verify(log.files, { phrases: [beyond] })), [
      { code: 'phrase-beyond', size: 500, shown: 97 },
    ])
  })

  test('a witness that saw more than the log shows is named', async () => {
    const log = await publishedLog(90)
    const longer = await publishedLog(180)
    const files = new Map(log.files).set('witness/or', longer.files.get('witness/or') ?? assert.fail())
    assert.deepEqual(faultsOf(await verify(files)), [{ code: 'shorter', path: 'witness/or', size: 182, shown: 91 }])
  })

  test('a checkpoint of a witness that belongs to another tree is named, and evidence of a fork is shown', async () => {
    const log = await publishedLog(180)
    const other = new PublishedLog()
    await other.append(facts(50, 5_000, 10_000).map(leafOf), noonOf('2026-09-01'))
    const files = new Map(log.files)
      .set('witness/or', other.files.get('witness/or') ?? assert.fail())
      .set('fork/1/theirs', other.checkpoint)
    assert.deepEqual(faultsOf(await verify(files)), [
      { code: 'fork-evidence', path: 'fork/1/theirs' },
      { code: 'other-tree', path: 'witness/or', size: 51 },
    ])
  })
})

const leafCases: readonly {
  readonly name: string
  readonly leaves: readonly Uint8Array[]
  readonly expected: readonly unknown[]
}[] = [
  {
    name: 'a day that goes back by two days is back-dated',
    leaves: [leafOf({ count: 0, day: '2026-09-03' }), leafOf({ count: 1, day: '2026-09-01' })],
    expected: [{ code: 'back-dated', entry: 1, day: '2026-09-01', after: '2026-09-03' }],
  },
  {
    name: 'a day that goes back by one is not: an act can last over midnight',
    leaves: [leafOf({ count: 0, day: '2026-09-03' }), leafOf({ count: 1, day: '2026-09-02' })],
    expected: [],
  },
  {
    name: 'a day after the witness saw it is dated ahead',
    leaves: [leafOf({ count: 0, day: '2026-09-08' })],
    expected: [{ code: 'dated-ahead', entry: 0, day: '2026-09-08', seen: '2026-09-06' }],
  },
  {
    name: 'spaces in the JSON',
    leaves: [leafOf({ count: 0, day: '2026-09-03' }), encodeUtf8('{"v": 1}')],
    expected: [{ code: 'leaf-unreadable', entry: 1, wrong: 'json' }],
  },
  {
    name: 'an unknown kind',
    leaves: [
      leafOf({ count: 0, day: '2026-09-03' }),
      encodeUtf8(`{"day":"2026-09-03","id":"${'0'.repeat(32)}","kind":"secret-look","v":1}`),
    ],
    expected: [{ code: 'leaf-unreadable', entry: 1, wrong: 'kind' }],
  },
  {
    name: 'free text in an entry',
    leaves: [
      leafOf({ count: 0, day: '2026-09-03' }),
      encodeUtf8(
        `{"day":"2026-09-03","id":"${'0'.repeat(32)}","kind":"outcome","of":"${'0'.repeat(32)}","remark":"x","result":"done","v":1}`,
      ),
    ],
    expected: [{ code: 'leaf-unreadable', entry: 1, wrong: 'form' }],
  },
]

describe('entries', () => {
  for (const { name, leaves, expected } of leafCases) {
    test(name, async () => {
      const log = new PublishedLog()
      await log.append(leaves, noonOf('2026-09-06'))
      assert.deepEqual(faultsOf(await verify(log.files)), expected)
    })
  }

  test('put in after a witness had looked, with a day from before, are back-dated', async () => {
    const log = new PublishedLog()
    await log.append([leafOf({ count: 0, day: '2026-09-01' })], noonOf('2026-09-10'))
    const kept = log.checkpoint
    await log.append([leafOf({ count: 1, day: '2026-09-02' })], noonOf('2026-09-20'))
    assert.deepEqual(faultsOf(await verify(log.files, { earlier: { checkpoint: kept } })), [
      { code: 'back-dated', entry: 2, day: '2026-09-02', after: '2026-09-10' },
    ])
  })

  test('a wrong statement of the map is named, and so is a log that ends without one', async () => {
    const log = new PublishedLog()
    await log.append([leafOf({ count: 0, day: '2026-09-01' })], noonOf('2026-09-01'))
    const statement = new TextDecoder().decode(log.leaves[1])
    await log.appendRaw([encodeUtf8(statement.replace('"keys":0', '"keys":1'))], noonOf('2026-09-01'))
    assert.deepEqual(faultsOf(await verify(log.files)), [{ code: 'wrong-map', entry: 2, because: 'wrong-covers' }])
    await log.appendRaw([leafOf({ count: 1, day: '2026-09-01' })], noonOf('2026-09-01'))
    assert.ok(codesOf(await verify(log.files), 'fault').includes('no-statement'))
  })

  test('whose notice waits are counted', async () => {
    const log = new PublishedLog()
    const commitment = encodeHex(commitTo(new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)))
    const marks = { ...noMarks, delayed: { commitments: [commitment], until: '2026-12-01' } }
    await log.append([leafOf({ count: 0, day: '2026-09-01', marks })], noonOf('2026-09-01'))
    const verification = await verify(log.files)
    assert.deepEqual(faultsOf(verification), [])
    assert.ok(verification.findings.some((one) => one.code === 'delayed' && one.count === 1))
    assert.equal(outcomeOf(verification.findings), 'good')
    // The last day goes by, and nobody is told.
    await log.append([leafOf({ count: 1, day: '2026-12-03' })], noonOf('2026-12-03'))
    const late = await verify(log.files)
    assert.ok(late.findings.some((one) => one.code === 'overdue' && one.count === 1))
    assert.equal(outcomeOf(late.findings), 'ask')
    const revealed = [{ blind: '01'.repeat(32), key: '02'.repeat(32) }]
    await log.append([leafOf({ count: 2, day: '2026-12-04', marks: { ...noMarks, revealed } })], noonOf('2026-12-04'))
    assert.ok(!codesOf(await verify(log.files), 'unproven').some((code) => ['delayed', 'overdue'].includes(code)))
  })
})

describe('a log that is nonsense', () => {
  test('whatever stands in its files, verifying ends and says what is wrong', async () => {
    const log = await publishedLog(40, 20)
    const paths = [...log.files.keys()]
    const junk = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ maxLength: 300 }).map(encodeUtf8),
      fc.constantFrom(...log.files.values()),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), junk, async (path, bytes) => {
        const before = log.files.get(path) ?? new Uint8Array(0)
        const { isGood, findings } = await verify(new Map(log.files).set(path, bytes))
        const isSame = Buffer.from(bytes).equals(before)
        // Another checkpoint of the same log, signed as well, is no lie.
        const isOther = [...log.files.values()].some((one) => Buffer.from(one).equals(bytes))
        assert.ok(isSame || isOther || !isGood || findings.some(({ code }) => code === 'other-policy'))
      }),
      { numRuns: 150 },
    )
  })

  test('a listing of nonsense is told, and nothing of it is read as a tile', async () => {
    const log = await publishedLog(40, 20)
    const listed = [...log.files.keys(), 'tile/0/zzz', 'tile/../../etc/passwd', 'tile/0/000.p/0', 'x'.repeat(10_000)]
    const verification = await verify(log.files, { listed })
    assert.ok(verification.isGood)
    assert.deepEqual(
      verification.findings.flatMap((one) => (one.code === 'strange' ? [one.path] : [])),
      [`${'x'.repeat(200)}…`, 'tile/0/zzz', 'tile/../../etc/passwd', 'tile/0/000.p/0'],
    )
    assert.equal(outcomeOf(verification.findings), 'ask')
  })

  test('files of the running process are named as not looked at, and only where they belong', async () => {
    const log = await publishedLog(40, 20)
    const paths = [
      'lock',
      'lock-journal',
      'running.json',
      'tile/0/001.unfinished',
      'tile/0/lock-journal',
      'a\u001b[2Jb',
    ]
    const { findings, isGood } = await verify(log.files, { listed: [...log.files.keys(), ...paths] })
    assert.ok(isGood)
    const named = (code: Finding['code']) =>
      findings.flatMap((one) => (one.code === code && 'path' in one ? [one.path] : []))
    assert.deepEqual(named('not-of-log'), paths.slice(0, 4))
    assert.deepEqual(named('strange'), ['a?[2Jb', 'tile/0/lock-journal'])
  })

  test('files and entries are counted the same by address and by folder, and what is the log’s own is told', async () => {
    const log = await publishedLog(40, 20)
    const byAddress = await verifyPublished({
      read: async (path) => log.files.get(path),
      followsMap: true,
      ...testTrust,
    })
    const byFolder = await verify(log.files)
    const treeOf = (found: readonly Finding[]) => found.find((one) => one.code === 'tree')
    const [address, folder] = [treeOf(byAddress.findings), treeOf(byFolder.findings)]
    assert.deepEqual([address?.files, address?.older], [2, 0])
    assert.equal(folder?.files, 2)
    assert.ok((folder?.older ?? 0) > 0)
    const leaves = byAddress.findings.find((one) => one.code === 'leaves')
    assert.equal((leaves?.entries ?? 0) + (leaves?.own ?? 0), log.size)
    assert.ok((leaves?.own ?? 0) > 0)
  })
})

describe('single bytes', () => {
  test('a flipped byte in any file of the folder is found, and named by its file or its entry', async () => {
    const log = await publishedLog(300, 60)
    for (const [path, bytes] of log.files) {
      for (let at = 0; at < bytes.length; at += path.startsWith('tile/') ? 397 : 29) {
        const { findings } = await verify(new Map(log.files).set(path, flipped(bytes, at)))
        // A line under a checkpoint whose key nobody knows is no fault, but it is told.
        const told = findings.filter(
          (one) => one.level === 'fault' || ['other-policy', 'unknown-signatures'].includes(one.code),
        )
        assert.ok(told.length > 0, `${path}, byte ${at}`)
        assert.ok(
          told.some((one) => names(one, path)),
          `${path}, byte ${at}: ${JSON.stringify(told)}`,
        )
      }
    }
  })
})

/** Whether a finding names the file, or an entry in it. */
function names(finding: Finding, path: string): boolean {
  if ('path' in finding) return finding.path === path
  if (path === 'policy') return finding.code === 'other-policy'
  return path.startsWith('tile/entries/') && ('entry' in finding || finding.code === 'entries-differ')
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const altered = bytes.slice()
  altered[at] = (altered[at] ?? 0) ^ 1
  return altered
}
