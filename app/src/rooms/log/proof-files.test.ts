// Proof files, as somebody exported them or a server that lies gave them: what each shows, and what it does not.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bandKeys, commitTo } from '@openwacht/tlog/absence-hashes.ts'
import { parsePolicy } from '@openwacht/tlog/policy.ts'
import { sha256 } from '@openwacht/tlog/sha256.ts'
import { encodeHex, encodeUtf8 } from '@openwacht/tlog/strict-text.ts'
import { parseTlogProof } from '@openwacht/tlog/tlog-proof.ts'
import { delayBand, noMarks, subjectDayKey } from '../../platform/entry-marks.ts'
import { judgeAbsence, judgeEntryProof } from './proof-files.ts'
import { facts, leafOf, lonePolicyText, noonOf, PublishedLog, publishedLog } from './testing/published-log.ts'
import { testTrust, verify } from './testing/verifying.ts'
import type { Verification } from './verification.ts'
import { outcomeOf } from './verification-findings.ts'

function faultsOf({ findings }: Verification): readonly unknown[] {
  return findings.flatMap(({ level, ...rest }) => (level === 'fault' ? [rest] : []))
}

describe('proof files', () => {
  const secret = new Uint8Array(32).fill(9)
  const question = { about: { kind: 'secret' as const, secret }, from: '2026-09-01', until: '2026-09-30' }

  async function logAbout(day: string): Promise<PublishedLog> {
    const log = new PublishedLog()
    const about = [encodeHex(subjectDayKey(secret, day))]
    const commitment = encodeHex(commitTo(new Uint8Array(32).fill(1), subjectDayKey(secret, '2026-09-02')))
    const delayed = { commitments: [commitment], until: '2026-12-01' }
    await log.append(
      [
        leafOf({ count: 0, day: '2026-09-01', marks: { ...noMarks, delayed } }),
        leafOf({ count: 1, day: '2026-09-02' }),
        leafOf({ count: 2, day, marks: { ...noMarks, about } }),
      ],
      noonOf('2026-10-30'),
    )
    return log
  }

  function keysOf(until: string): readonly Uint8Array[] {
    const { delayed, revealed } = bandKeys(delayBand('2026-09-01'))
    const days = Array.from({ length: Number(until.slice(8)) }, (_, at) => `2026-09-${String(at + 1).padStart(2, '0')}`)
    return [...days.map((day) => subjectDayKey(secret, day)), delayed, revealed]
  }

  test('an exported entry is proven by itself, and not after a byte changed', async () => {
    const log = await publishedLog(90)
    const proof = await log.proofOf(40)
    const [found, seen] = await judgeEntryProof('p', proof, testTrust, log.leaves[40])
    assert.deepEqual(found, {
      ...{ level: 'proven', code: 'proof-entry', entry: 40, size: 91, kind: 'outcome', day: '2026-09-01' },
    })
    assert.ok(seen?.code === 'cosigned' && seen.witnesses === 'or')
    // Whoever was shown another entry has no proof of that one.
    assert.deepEqual(await judgeEntryProof('p', proof, testTrust, log.leaves[41]), [
      { level: 'fault', code: 'proof-refused', path: 'p', because: 'other-entry' },
    ])
    for (let at = 0; at < proof.length; at += 13) {
      const [finding] = await judgeEntryProof('p', flipped(proof, at), testTrust)
      assert.equal(finding?.level, 'fault', `byte ${at}`)
    }
  })

  test('absence is proven for a month, except for what waits', async () => {
    const log = await logAbout('2026-10-02')
    const found = await judgeAbsence('p', await log.absenceOf(keysOf('2026-09-30')), question, testTrust)
    assert.deepEqual(found, [
      { level: 'proven', code: 'absent', from: '2026-09-01', until: '2026-09-30', covers: 3 },
      { level: 'unproven', code: 'undisclosed', band: 'delayed/2026', count: 1 },
      { level: 'proven', code: 'cosigned', size: 4, witnesses: 'or', at: '2026-10-30T12:00:00.000Z' },
      { level: 'unproven', code: 'newest' },
      { level: 'unproven', code: 'truth' },
    ])
    assert.equal(outcomeOf(found), 'good')
    const lone = { ...testTrust, policy: parsePolicy(encodeUtf8(lonePolicyText)) }
    const unseen = await judgeAbsence('p', await log.absenceOf(keysOf('2026-09-30')), question, lone)
    assert.ok(unseen.some(({ code }) => code === 'no-witness'))
  })

  test('an entry in the period is named with its day', async () => {
    const log = await logAbout('2026-09-07')
    const [found] = await judgeAbsence('p', await log.absenceOf(keysOf('2026-09-30')), question, testTrust)
    assert.deepEqual(found, { level: 'proven', code: 'present', day: '2026-09-07', entries: '2' })
  })

  const covering = (coversFrom: string, coversUntil: string, from: string, until: string) =>
    ({ ...{ level: 'unproven', code: 'other-days', coversFrom, coversUntil }, from, until }) as const

  test('a proof that leaves a day out says which days it covers, proves none absent, and accuses nobody', async () => {
    const log = await logAbout('2026-09-30')
    const found = await judgeAbsence('p', await log.absenceOf(keysOf('2026-09-29')), question, testTrust)
    assert.deepEqual(found[0], covering('2026-09-01', '2026-09-29', '2026-09-01', '2026-09-30'))
    assert.equal(outcomeOf(found), 'unanswered')
    assert.ok(found.every(({ level, code }) => level !== 'fault' && code !== 'absent'))
  })

  test('a proof says nothing of days after a witness saw its log, whatever its map answers', async () => {
    const log = new PublishedLog()
    await log.append([leafOf({ count: 0, day: '2026-09-10' })], noonOf('2026-09-10'))
    const found = await judgeAbsence('p', await log.absenceOf(keysOf('2026-09-30')), question, testTrust)
    assert.deepEqual(found[0], covering('2026-09-01', '2026-09-11', '2026-09-01', '2026-09-30'))
    assert.equal(outcomeOf(found), 'unanswered')
    const asked = { ...question, until: '2026-09-11' }
    assert.equal(
      outcomeOf(await judgeAbsence('p', await log.absenceOf(keysOf('2026-09-11')), asked, testTrust)),
      'good',
    )
  })

  test('a proof of another month, or of somebody else, is told as that', async () => {
    const log = new PublishedLog()
    const strangers = (count: number) =>
      Array.from({ length: 512 }, (_, at) => encodeHex(sha256(encodeUtf8(`stranger ${count} ${at}`))))
    const marked = (count: number) =>
      leafOf({ count, day: '2026-09-01', marks: { ...noMarks, about: strangers(count) } })
    await log.append([0, 1, 2, 3, 4, 5, 6, 7].map(marked), noonOf('2026-12-30'))
    const proof = await log.absenceOf(keysOf('2026-09-30'))
    const later = { ...question, from: '2026-10-10', until: '2026-11-30' }
    const found = await judgeAbsence('p', proof, later, testTrust)
    assert.deepEqual(found[0], covering('2026-09-01', '2026-09-30', '2026-10-10', '2026-11-30'))
    const others = { ...question, about: { kind: 'secret' as const, secret: new Uint8Array(32).fill(10) } }
    const [theirs] = await judgeAbsence('p', proof, others, testTrust)
    assert.ok(theirs?.code === 'other-question', theirs?.code)
  })

  test('a period that ends before it begins, or is longer than one proof, is not called absent', async () => {
    const log = await logAbout('2026-09-07')
    const proof = await log.absenceOf(keysOf('2026-09-30'))
    for (const period of [
      { from: '2026-09-30', until: '2026-09-01' },
      { from: '1900-01-01', until: '2026-09-30' },
    ]) {
      assert.deepEqual(await judgeAbsence('p', proof, { ...question, ...period }, testTrust), [
        { level: 'fault', code: 'proof-refused', path: 'p', because: 'no-period' },
      ])
    }
  })

  test('the proof of an entry is none of absence', async () => {
    const log = await logAbout('2026-09-07')
    const [found] = await judgeAbsence('p', await log.proofOf(1), question, testTrust)
    assert.equal(found?.code, 'malformed')
  })

  test('a proof beside a log must be of that log, also where no witness has looked', async () => {
    const log = await publishedLog(90)
    const lone = { policy: parsePolicy(encodeUtf8(lonePolicyText)) }
    const beside = async (proof: Uint8Array) => {
      const proofs = [{ path: 'p', checkpoint: parseTlogProof(proof).checkpoint }]
      return faultsOf(await verify(log.files, { ...lone, proofs }))
    }
    const own = await log.proofOf(40)
    assert.deepEqual(await beside(own), [])
    const forked = new PublishedLog()
    await forked.append(
      facts(60).map(({ count, day }) => leafOf({ count: count + 1, day })),
      undefined,
    )
    assert.deepEqual(await beside(await forked.proofOf(3)), [{ code: 'other-tree', path: 'p', size: 61 }])
    await forked.append(
      facts(60).map(({ count, day }) => leafOf({ count: count + 100, day })),
      undefined,
    )
    assert.deepEqual(await beside(await forked.proofOf(3)), [{ code: 'older', size: 122, shown: 91 }])
  })
})

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const altered = bytes.slice()
  altered[at] = (altered[at] ?? 0) ^ 1
  return altered
}
