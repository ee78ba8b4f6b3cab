// The files of examples of the specification and of others, read from outside.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { skipUnlessOutside } from '../../../tools/outside.ts'
import { type Event, parseEvent } from './event.ts'
import { eventTime } from './event-time.ts'
import { formatFault } from './fault.ts'
import { loadRuleSet, parseRuleFile } from './rule-file.ts'
import { publicData, publicExamples } from './testing/public-data.ts'
import { run, stub } from './testing/rule-set-run.ts'

test('the examples of the specification and of others load as they are', skipUnlessOutside(publicData), () => {
  const ids = [
    '5638f7c0-ac70-491d-8465-2a65075e0d86',
    '6f3e2987-db24-4c78-a860-b4f4095a7095',
    'df0841c0-9846-4e9f-ad8a-7df91571771b',
  ]
  const stubs = [
    ...ids.map((id) => stub('x', '        a: 1\n').replace('name: x', `id: ${id}`)),
    ...['recon_cmd_a', 'recon_cmd_b', 'recon_cmd_c', 'website_access', 'rule_a_id', 'process_creation'].map((name) =>
      stub(name, '        a: 1\n'),
    ),
  ]
  for (const { path, text } of publicExamples()) {
    const set = loadRuleSet([
      { name: 'stubs.yml', text: stubs.join('---\n') },
      { name: path, text },
    ])
    assert.deepEqual(
      set.faults.map((fault) => formatFault(fault.file, fault)),
      [],
      path,
    )
    if (!path.includes('filter')) assert.equal(set.correlations.length, 1, path)
  }
})

test('password guessing, by a rule of others, on events of Windows', skipUnlessOutside(publicData), () => {
  const text = publicExamples().find(({ path }) => path.includes('PW-Guessing'))?.text ?? ''
  const set = parseRuleFile(text)
  const guess = (second: number, TargetUserName: string): readonly [number, Event] => {
    const line = JSON.stringify({
      '@timestamp': new Date(Date.UTC(2024, 0, 1) + second * 1_000).toISOString(),
      Channel: 'Security',
      EventID: 4625,
      SubStatus: '0xc000006a',
      TargetUserName,
      TargetDomainName: 'd',
      IpAddress: '10.0.0.1',
      LogonType: 3,
      ProcessName: '-',
      LogonProcessName: 'NtLmSsp',
    })
    const event = parseEvent(line) ?? {}
    return [(eventTime(event) ?? 0) / 1_000, event]
  }
  const events = [0, 60, 120, 180, 240].flatMap((second) => [guess(second, 'alice'), guess(second, 'host$')])
  assert.deepEqual(run(set, events), [`PW Guessing @${Date.UTC(2024, 0, 1) / 1_000 + 240}`])
})
