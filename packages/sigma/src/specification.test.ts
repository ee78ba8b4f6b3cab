// The examples of the Sigma specification 2.1.0 (public domain), each loaded as it stands and asked about events.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Event } from './event.ts'
import { formatFault } from './fault.ts'
import { loadRuleSet, parseRuleFile, type RuleSet } from './rule-file.ts'
import { askRule } from './testing/ask.ts'
import { run, stub } from './testing/rule-set-run.ts'

type RuleExample = {
  readonly section: string
  readonly detection: string
  readonly yes: readonly Event[]
  readonly no: readonly Event[]
}

/** A rule with a detection section, indented as in the specification. */
function withDetection(detection: string): string {
  return `title: Example\nlogsource:\n    category: process_creation\n    product: windows\n${detection}`
}

const rules: readonly RuleExample[] = [
  {
    section: 'Yaml File',
    detection: `detection:
    selection:
        Image: 'C:\\Windows\\System32\\whoami.exe'
    condition: selection
`,
    yes: [{ Image: 'c:\\windows\\system32\\WHOAMI.exe' }],
    no: [{ Image: 'C:\\whoami.exe' }],
  },
  {
    section: 'String Wildcard',
    detection: `detection:
    selection:
        a: 'prog?.exe'
        b: 'antivirus_V*.exe'
    condition: selection
`,
    yes: [{ a: 'progB.exe', b: 'antivirus_V21.2.1.exe' }],
    no: [{ a: 'prog.exe', b: 'antivirus_V1.exe' }],
  },
  {
    section: 'Lists: strings',
    detection: `detection:
    keywords:
        - 'EVILSERVICE'
        - 'svchost.exe -n evil'
    condition: keywords
`,
    yes: [{ x: 'an EvilService' }, { x: { y: 'svchost.exe -n evil' } }],
    no: [{ x: 'svchost.exe' }],
  },
  {
    section: 'Lists: maps',
    detection: `detection:
    selection:
        - Image|endswith: '\\\\example.exe'
        - Description|contains: 'Test executable'
    condition: selection
`,
    yes: [{ Image: 'C:\\example.exe' }, { Description: 'A test executable.' }],
    no: [{ Image: 'example.exe' }],
  },
  {
    section: 'Maps: a list of values',
    detection: `detection:
    selection:
        EventLog: Security
        EventID:
            - 517
            - 1102
    condition: selection
`,
    yes: [
      { EventLog: 'Security', EventID: 517 },
      { EventLog: 'security', EventID: '1102' },
    ],
    no: [{ EventLog: 'Security', EventID: 1 }, { EventID: 517 }],
  },
  {
    section: 'Maps: all of them',
    detection: `detection:
    selection:
          EventLog: Security
          EventID: 4769
          TicketOptions: '0x40810000'
          TicketEncryption: '0x17'
    condition: selection
`,
    yes: [{ EventLog: 'Security', EventID: 4769, TicketOptions: '0x40810000', TicketEncryption: '0x17' }],
    no: [{ EventLog: 'Security', EventID: 4769, TicketOptions: '0x40810000' }],
  },
  {
    section: 'Special Field Values: not null',
    detection: `detection:
    selection:
        EventID: 4738
    filter:
        PasswordLastSet: null
    condition: selection and not filter
`,
    yes: [
      { EventID: 4738, PasswordLastSet: 'x' },
      { EventID: 4738, PasswordLastSet: '' },
    ],
    no: [{ EventID: 4738, PasswordLastSet: null }, { EventID: 4738 }],
  },
  {
    section: 'Special Field Values: empty or null',
    detection: `detection:
    selection_main:
        FieldA: 'something'
    selection_empty1:
        FieldB: ''
    selection_empty2:
        FieldB: null
    condition: selection_main and 1 of selection_empty*
`,
    yes: [{ FieldA: 'something', FieldB: '' }, { FieldA: 'something' }],
    no: [{ FieldA: 'something', FieldB: ' ' }],
  },
  {
    section: 'Field Existence',
    detection: `detection:
    selection:
        EventID: 4738
        PasswordLastSet|exists: true
    condition: selection
`,
    yes: [{ EventID: 4738, PasswordLastSet: null }],
    no: [{ EventID: 4738 }],
  },
  {
    section: 'Keywords search: and',
    detection: `detection:
    keywords_cmdlet:
        '|all':
            - 'OabVirtualDirectory'
            - ' -ExternalUrl '
    condition: keywords_cmdlet
`,
    yes: [
      { Message: 'Set-OabVirtualDirectory -ExternalUrl http' },
      { a: 'x -externalurl y', b: 'oabvirtualdirectory' },
    ],
    no: [{ Message: 'Set-OabVirtualDirectory' }],
  },
  {
    section: 'Placeholders: a per cent sign without expand',
    detection: `detection:
    selection:
        field: '%name%'
    condition: selection
`,
    yes: [{ field: '%name%' }],
    no: [{ field: 'name' }],
  },
]

for (const { section, detection, yes, no } of rules) {
  test(`rules, ${section}`, () => {
    const { rules: loaded, faults } = parseRuleFile(withDetection(detection))
    const [rule] = loaded
    assert.ok(rule !== undefined, faults[0]?.message)
    for (const event of yes) assert.equal(askRule(rule, event), true, JSON.stringify(event))
    for (const event of no) assert.equal(askRule(rule, event), false, JSON.stringify(event))
  })
}

test('rules, Special Field Values: null in a list is invalid', () => {
  const text = withDetection(`detection:
    selection_main:
        FieldA: 'something'
        FieldB:
            - ''
            - null
    condition: selection_main
`)
  assert.match(parseRuleFile(text).faults[0]?.message ?? '', /null cannot stand in a list/)
})

// "Escape Character": the value as written in the rule, what it matches and what not.
const escapes: readonly (readonly [written: string, yes: readonly string[], no: readonly string[]])[] = [
  ['a\\b', ['a\\b'], ['a\\\\b', 'ab']],
  ['a\\\\b', ['a\\b'], ['a\\\\b']],
  ['a\\*', ['a*'], ['ab', 'a\\*']],
  ['a\\?', ['a?'], ['ab']],
  ['a\\\\*', ['a\\', 'a\\bc'], ['abc', 'a*']],
  ['a\\\\\\*', ['a\\*'], ['a\\b']],
  ['a\\\\\\b', ['a\\\\b'], ['a\\b']],
  ['a\\\\\\\\b', ['a\\\\b'], ['a\\b']],
]

for (const [written, yes, no] of escapes) {
  test(`rules, Escape Character: ${written}`, () => {
    const [rule] = parseRuleFile(withDetection(`detection:\n  s: {f: '${written}'}\n  condition: s\n`)).rules
    assert.ok(rule !== undefined)
    for (const value of yes) assert.equal(askRule(rule, { f: value }), true, value)
    for (const value of no) assert.equal(askRule(rule, { f: value }), false, value)
  })
}

// "Condition": the examples, over selections that each look at a field of their own name.
const names = ['keywords1', 'keywords2', 'selection1', 'selection2', 'keywords', 'filter1', 'filters', '_example']
const conditions: readonly (readonly [condition: string, yes: readonly string[], no: readonly string[]])[] = [
  ['keywords1 or keywords2', ['keywords2'], ['keywords']],
  ['1 of them', ['filters'], ['_example']],
  ['all of them', ['keywords1 keywords2 selection1 selection2 keywords filter1 filters'], ['keywords1 _example']],
  ['all of selection*', ['selection1 selection2'], ['selection1']],
  ['1 of selection* and keywords', ['selection2 keywords'], ['selection2']],
  ['1 of selection* and not 1 of filter*', ['selection1'], ['selection1 filter1']],
  ['keywords and not filters', ['keywords'], ['keywords filters']],
  ['selection1 and (keywords1 or keywords2)', ['selection1 keywords2'], ['keywords1 keywords2']],
]

for (const [condition, yes, no] of conditions) {
  test(`rules, Condition: ${condition}`, () => {
    const selections = names.map((name) => `  ${name}: {${name}: 1}\n`).join('')
    const [rule] = parseRuleFile(withDetection(`detection:\n${selections}  condition: ${condition}\n`)).rules
    assert.ok(rule !== undefined)
    const event = (fields: string): Event => Object.fromEntries(fields.split(' ').map((name) => [name, 1]))
    for (const fields of yes) assert.equal(askRule(rule, event(fields)), true, fields)
    for (const fields of no) assert.equal(askRule(rule, event(fields)), false, fields)
  })
}

test('correlations, Failed Logins Followed by Successful Login', () => {
  const set = parseRuleFile(`title: Correlation - Multiple Failed Logins Followed by Successful Login
id: b180ead8-d58f-40b2-ae54-c8940995b9b6
status: experimental
description: Detects multiple failed logins by a single user followed by a successful login of that user
references:
    - https://reference.com
author: Florian Roth (Nextron Systems)
date: 2023-06-16
correlation:
    type: temporal_ordered
    rules:
        - multiple_failed_login
        - successful_login
    group-by:
        - User
    timespan: 10m
falsepositives:
    - Unlikely
level: high
---
title: Multiple failed logons
id: a8418a5a-5fc4-46b5-b23b-6c73beb19d41
description: Detects multiple failed logins within a certain amount of time
name: multiple_failed_login
correlation:
    type: event_count
    rules:
        - failed_login
    group-by:
        - User
    timespan: 10m
    condition:
        gte: 10
---
title: Single failed login
id: 53ba33fd-3a50-4468-a5ef-c583635cfa92
name: failed_login
logsource:
    product: windows
    service: security
detection:
    selection:
        EventID:
            - 529
            - 4625
    condition: selection
---
title: Successful login
id: 4d0a2c83-c62c-4ed4-b475-c7e23a9269b8
description: Detects a successful login
name: successful_login
logsource:
    product: windows
    service: security
detection:
    selection:
        EventID:
            - 528
            - 4624
    condition: selection
`)
  assert.deepEqual(set.faults, [])
  const login = (second: number, EventID: number, User: string): readonly [number, Event] => [
    second,
    { Channel: 'Security', EventID, User },
  ]
  const failures = Array.from({ length: 10 }, (_, index) => login(index * 30, 4625, 'eve'))
  const events = [
    login(0, 4624, 'eve'),
    ...failures,
    login(300, 4624, 'bob'),
    login(301, 4624, 'Eve'),
    login(2_000, 4624, 'eve'),
  ]
  assert.deepEqual(run(set, events), [
    'Multiple failed logons @270',
    'Correlation - Multiple Failed Logins Followed by Successful Login @301',
  ])
})

test('correlations, Field Name Aliases Example', () => {
  const set = parseRuleFile(`${stub('internal_error', '        http.response.status_code: 500\n')}---
${stub('new_network_connection', '        event.category: network\n        event.type: connection\n        event.outcome: success\n')}---
title: aliases
correlation:
    type: temporal
    rules:
        - internal_error
        - new_network_connection
    group-by:
        - internal_ip
        - remote_ip
    timespan: 10s
    aliases:
        internal_ip:
            internal_error: destination.ip
            new_network_connection: source.ip
        remote_ip:
            internal_error: source.ip
            new_network_connection: destination.ip
`)
  assert.deepEqual(set.faults, [])
  const error = { http: { response: { status_code: 500 } }, source: { ip: '9.9.9.9' }, destination: { ip: '10.0.0.1' } }
  const connection = (from: string, to: string): Event => ({
    event: { category: 'network', type: 'connection', outcome: 'success' },
    source: { ip: from },
    destination: { ip: to },
  })
  assert.deepEqual(
    run(set, [
      [0, error],
      [1, connection('9.9.9.9', '10.0.0.1')],
      [12, connection('10.0.0.1', '9.9.9.9')],
    ]),
    [],
  )
  assert.deepEqual(
    run(set, [
      [0, error],
      [9, connection('10.0.0.1', '9.9.9.9')],
    ]),
    ['aliases @9'],
  )
})

test('correlations, Ordered Temporal Proximity: the note on group-by', () => {
  const set = parseRuleFile(`${stub('failed_login', '        a: 1\n')}---
${stub('successful_login', '        a: 2\n')}---
title: many
name: many_failed_logins
correlation:
    type: event_count
    rules:
        - failed_login
    group-by:
        - ComputerName
    timespan: 1h
    condition:
        gte: 3
---
title: entered
correlation:
    type: temporal_ordered
    rules:
        - many_failed_logins
        - successful_login
    group-by:
        - User
    timespan: 1h
`)
  assert.deepEqual(set.faults, [])
  const at = (second: number, a: number, User: string): readonly [number, Event] => [
    second,
    { a, User, ComputerName: 'c' },
  ]
  assert.deepEqual(run(set, [at(0, 1, 'p'), at(1, 1, 'q'), at(2, 1, 'r'), at(3, 2, 'x'), at(4, 2, 'q')]), [
    'many @2',
    'entered @4',
  ])
})

test('filters: the example, told that it keeps what it seems meant to leave out', () => {
  const filter = (condition: string): string => `title: Filter Administrator account
description: The valid administrator account start with adm_
logsource:
    category: process_creation
    product: windows
filter:
    rules:
        - 6f3e2987-db24-4c78-a860-b4f4095a7095 # Data Compressed - rar.exe
        - df0841c0-9846-4e9f-ad8a-7df91571771b # Login on jump host
    selection:
        User|startswith: 'adm_'
    condition: ${condition}
`
  const rule = withDetection('detection:\n  s: {Image|endswith: rar.exe}\n  condition: s\n').replace(
    'title: Example',
    'title: Data Compressed - rar.exe\nid: 6F3E2987-db24-4c78-a860-b4f4095a7095',
  )
  const load = (condition: string): RuleSet =>
    loadRuleSet([
      { name: 'rule.yml', text: rule },
      { name: 'filter.yml', text: filter(condition) },
    ])
  const asWritten = load('selection')
  assert.deepEqual(
    asWritten.warnings.map((warning) => `${formatFault(warning.file, warning).slice(0, 60)}`),
    [
      'filter.yml:12:16: this filter keeps only what its selections',
      'filter.yml:9:11: expected the id or name of a rule of this s',
    ],
  )
  const [kept] = asWritten.rules
  assert.ok(kept !== undefined)
  assert.equal(askRule(kept, { Image: 'rar.exe', User: 'adm_x' }), true)
  assert.equal(askRule(kept, { Image: 'rar.exe', User: 'x' }), false)
  const meant = load('not selection')
  assert.equal(meant.warnings.length, 1)
  const [left] = meant.rules
  assert.ok(left !== undefined)
  assert.equal(askRule(left, { Image: 'rar.exe', User: 'adm_x' }), false)
  assert.equal(askRule(left, { Image: 'rar.exe', User: 'x' }), true)
})
