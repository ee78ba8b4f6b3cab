// The public rules, and the recorded events with known answers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { skipUnlessOutside } from '../../../tools/outside.ts'
import { parseRuleFile } from './rule-file.ts'
import { compareEvaluators, matchesOf } from './testing/agreement.ts'
import {
  eventsText,
  publicData,
  publicEvents,
  publicRuleFiles,
  publicRules,
  referenceMatches,
} from './testing/public-data.ts'

type Expected = {
  readonly rule_id: string
  readonly first_line: number
  readonly last_line: number
  readonly match_count: number | null
}

test('every rule loads, but for the two whose placeholders nobody filled', skipUnlessOutside(publicData), () => {
  const files = publicRuleFiles().map(({ text }) => parseRuleFile(text))
  assert.equal(files.flatMap(({ rules }) => rules).length, 3752)
  assert.equal(files.flatMap(({ faults }) => faults).length, 2)
})

test('every regression event triggers the rule that it was recorded for', skipUnlessOutside(publicData), () => {
  const matches = matchesOf(publicRules(), publicEvents('regression-events.jsonl'))
  const expected = eventsText('regression-expected.jsonl').trim().split('\n')
  assert.equal(expected.length, 139)
  for (const line of expected) {
    // The README of the events describes the shape.
    const { rule_id, first_line, last_line, match_count } = JSON.parse(line) as Expected
    let found = 0
    for (let number = first_line; number <= last_line; number++) if (matches.has(`${number} ${rule_id}`)) found++
    assert.ok(found >= (match_count ?? 1), `${rule_id}: ${found} of ${match_count ?? 'some'}`)
  }
})

const sample = [
  'regression-events',
  'linux-auditd',
  'linux-sysmon-log4shell',
  'sd-aws-collection-ec2_proxy_s3_exfiltration',
  'windows-log4shell',
  'zeek-apt29-day1',
  'zeek-lsass-campaign-01',
  'sd-windows-credential_access-cmd_sam_copy_esentutl',
  'sd-windows-defense_evasion-cmd_mshta_vbscript_execute_psh',
  'sd-windows-execution-psh_python_webserver',
  'evtx-attack-samples',
]

test('a sample of the events gives the published matches, no more and no fewer', skipUnlessOutside(publicData), () => {
  const rules = publicRules()
  const published = referenceMatches()
  for (const name of sample) {
    const matches = matchesOf(rules, publicEvents(`${name}.jsonl`))
    assert.deepEqual([...matches].sort(), [...(published.get(`${name}.jsonl`) ?? [])].sort(), name)
  }
})

test(
  'fast and reference evaluator agree on a sample of the events and all rules',
  skipUnlessOutside(publicData),
  () => {
    const rules = publicRules()
    for (const name of sample) {
      const every = name === 'evtx-attack-samples' ? 8 : 1
      assert.deepEqual(compareEvaluators(rules, publicEvents(`${name}.jsonl`), every), [], name)
    }
  },
)
