import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { zstdDecompressSync } from 'node:zlib'
import { outsideFolder, skipUnlessOutside } from '../../../tools/outside.ts'
import { parseEvent } from './event.ts'
import { Matcher } from './matcher.ts'
import { evaluatorOf } from './reference.ts'
import type { Rule } from './rule.ts'
import { parseRuleFile } from './rule-file.ts'

const rulesFile = 'data/sigma-rules/sigmahq-rules-2026-08-05.tar.zst'
const eventsFolder = 'data/events'
/** Recordings that are compared whole. */
const recordings = [
  'evtx-attack-samples.jsonl',
  'linux-auditd.jsonl',
  'sd-windows-credential_access-cmd_sam_copy_esentutl.jsonl',
  'sd-windows-defense_evasion-cmd_mshta_vbscript_execute_psh.jsonl',
  'windows-log4shell.jsonl',
  'zeek-lsass-campaign-01.jsonl',
]

describe('the public rules on recorded events', skipUnlessOutside(rulesFile), () => {
  let rules: readonly Rule[] = []
  let refused: readonly string[] = []

  before(() => {
    const files = [...filesOfArchive(unpacked(rulesFile))].filter(([name]) => /\.ya?ml$/.test(name))
    const parsed = files.map(([name, text]) => ({ name, file: parseRuleFile(text) }))
    rules = parsed.flatMap(({ file }) => file.rules)
    refused = parsed.flatMap(({ file }) => file.faults.map(({ code }) => code))
  })

  test('every rule loads, but for the two whose placeholders nobody filled', () => {
    assert.equal(rules.length, 3752)
    assert.equal(refused.length, 2, refused.join(' '))
  })

  test('each regression event triggers the rule that it was recorded for, by index and without', () => {
    const lines = linesOf('regression-events.jsonl')
    const found = matchesOf(rules, lines)
    const byId = new Map(rules.map((rule) => [rule.id, rule]))
    const samples = readText('regression-expected.jsonl').trim().split('\n')
    assert.ok(samples.length > 100)
    for (const line of samples) {
      const sample: { rule_id: string; first_line: number; last_line: number; match_count: number | null } =
        JSON.parse(line)
      const range = lines.slice(sample.first_line - 1, sample.last_line)
      const rule = byId.get(sample.rule_id)
      assert.ok(rule !== undefined, sample.rule_id)
      const least = sample.match_count ?? 1
      const evaluate = evaluatorOf(rule)
      assert.ok(
        range.filter((text) => evaluate(parseEvent(text) ?? {})).length >= least,
        `reference: ${sample.rule_id}`,
      )
      const hits = range.filter((_, at) => found[sample.first_line - 1 + at]?.includes(sample.rule_id))
      assert.ok(hits.length >= least, `by index: ${sample.rule_id}`)
    }
  })

  test('just the reference matches are found in a sample of the recordings, no more and no fewer', () => {
    const wanted = readText('reference-matches.tsv').trim().split('\n').slice(1)
    let compared = 0
    for (const recording of recordings) {
      const expected = wanted.filter((line) => line.startsWith(`${recording}\t`)).sort()
      const found = matchesOf(rules, linesOf(recording))
        .flatMap((ids, at) => ids.map((id) => `${recording}\t${at + 1}\t${id}`))
        .sort()
      assert.deepEqual(found, expected, recording)
      compared += expected.length
    }
    assert.ok(compared > 0, 'the sample holds no match')
  })
})

/** Ids of the rules that match each line. */
function matchesOf(rules: readonly Rule[], lines: readonly string[]): readonly (readonly string[])[] {
  const matcher = new Matcher(rules)
  return lines.map((line) => {
    const result = matcher.match(Buffer.from(line))
    assert.equal(result.broken, false)
    return result.rules.map((number) => rules[number]?.id ?? '')
  })
}

function unpacked(name: string): Buffer {
  return zstdDecompressSync(readFileSync(outsideFolder(name) ?? ''))
}

function readText(name: string): string {
  const folder = outsideFolder(eventsFolder) ?? ''
  return name.endsWith('.tsv')
    ? unpacked(`${eventsFolder}/${name}.zst`).toString()
    : readFileSync(join(folder, name), 'utf8')
}

function linesOf(name: string): readonly string[] {
  return unpacked(`${eventsFolder}/${name}.zst`).toString().trimEnd().split('\n')
}

/**
 * Name and text of each file in a tar archive. Source: POSIX ustar and pax: blocks of 512 bytes, the size in octal at
 * 124, the type at 156; a name over 100 bytes stands in an entry before it (`path=` of type x, or the text of type L).
 */
function* filesOfArchive(archive: Buffer): Generator<readonly [string, string]> {
  const text = (from: number, to: number) => archive.subarray(from, to).toString().replace(/\0.*$/s, '')
  let longName: string | undefined
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, at + 136), 8)
    const content = text(at + 512, at + 512 + size)
    const type = text(at + 156, at + 157)
    if (type === 'x') longName = /\d+ path=(.*)\n/.exec(content)?.[1]
    else if (type === 'L') longName = content
    else {
      if (type === '0') yield [longName ?? text(at, at + 100), content]
      longName = undefined
    }
    at += 512 + Math.ceil(size / 512) * 512
  }
}
