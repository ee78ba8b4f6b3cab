import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { skipUnlessOutside } from '../../../tools/outside.ts'
import { formatFault } from './fault.ts'
import { Matcher } from './matcher.ts'
import { type Pipeline, parsePipeline } from './pipeline.ts'
import type { Rule } from './rule.ts'
import { loadRuleSet, parseRuleFile, type SourceText } from './rule-file.ts'
import { matchesOf } from './testing/agreement.ts'
import { eventsText, publicData, publicEvents, publicRuleFiles } from './testing/public-data.ts'

const folder = join(import.meta.dirname, '../pipelines')
const files = readdirSync(folder).sort()

function ready(name: string): Pipeline {
  const { pipeline, faults } = parsePipeline(readFileSync(join(folder, `${name}.yml`), 'utf8'))
  assert.deepEqual(
    faults.map((fault) => formatFault(name, fault)),
    [],
  )
  assert.ok(pipeline !== undefined)
  return pipeline
}

let texts: readonly SourceText[] | undefined

/** The public rules of a product after the pipelines. */
function rulesOf(word: RegExp, ...names: readonly string[]): readonly Rule[] {
  texts ??= publicRuleFiles().map(({ path, text }) => ({ name: path, text }))
  const chosen = texts.filter(({ text }) => word.test(text))
  return loadRuleSet(chosen, names.map(ready)).rules
}

const windows = /^ {4}product: windows$/m

function difference(a: ReadonlySet<string>, b: ReadonlySet<string>): readonly string[] {
  return [...a].filter((one) => !b.has(one))
}

type Event = Readonly<Record<string, unknown>>

function eachEvent(events: Buffer, change: (event: Event) => Event): Buffer {
  const lines = events.toString('utf8').trim().split('\n')
  return Buffer.from(`${lines.map((line) => JSON.stringify(change(JSON.parse(line)))).join('\n')}\n`)
}

test('every pipeline that comes with the engine loads', () => {
  assert.ok(files.length >= 10)
  for (const file of files) {
    assert.match(ready(file.replace('.yml', '')).name ?? '', /\w/)
  }
})

test('nested EVTX: the same rules match the same events as flat ones', skipUnlessOutside(publicData), () => {
  const nested = matchesOf(rulesOf(windows, 'windows-evtx'), publicEvents('regression-nested.jsonl'))
  const flat = matchesOf(rulesOf(windows), publicEvents('regression-events.jsonl'))
  assert.ok(flat.size > 200)
  assert.deepEqual([...nested].sort(), [...flat].sort())
  for (const line of eventsText('regression-expected.jsonl').trim().split('\n')) {
    const { rule_id: id, first_line: first, last_line: last } = JSON.parse(line)
    const isFound = [...nested].some((match) => {
      const [number = '', rule] = match.split(' ')
      return rule === id && Number(number) >= first && Number(number) <= last
    })
    assert.ok(isFound, id)
  }
})

/** A flat event as Winlogbeat writes it without its modules. */
function asWinlogbeat(event: Event): Event {
  const { Channel, EventID, Provider_Name, Computer, Execution_ProcessID, ...data } = event
  return {
    winlog: {
      channel: Channel,
      event_id: EventID,
      provider_name: Provider_Name,
      computer_name: Computer,
      process: { pid: Execution_ProcessID },
      event_data: data,
    },
  }
}

/** The same for process creation, moved into ECS by the module for Sysmon. */
function asEcs(event: Event): Event {
  const { Image, CommandLine, CurrentDirectory, ParentImage, ParentCommandLine, OriginalFileName, ...rest } = event
  const process = {
    executable: Image,
    command_line: CommandLine,
    working_directory: CurrentDirectory,
    parent: { executable: ParentImage, command_line: ParentCommandLine },
    pe: { original_file_name: OriginalFileName },
  }
  const beat = asWinlogbeat(rest)
  return String(event.EventID) === '1' ? { ...beat, process } : asWinlogbeat(event)
}

test(
  'Winlogbeat, raw and in ECS: the same rules match the same events as flat ones',
  skipUnlessOutside(publicData),
  () => {
    const events = publicEvents('regression-events.jsonl')
    const rules = rulesOf(windows, 'winlogbeat')
    const flat = [...matchesOf(rulesOf(windows), events)].sort()
    assert.deepEqual([...matchesOf(rules, eachEvent(events, asWinlogbeat))].sort(), flat)
    assert.deepEqual([...matchesOf(rules, eachEvent(events, asEcs))].sort(), flat)
  },
)

test('Sysmon: events that only say that they come from Sysmon', skipUnlessOutside(publicData), () => {
  const events = eachEvent(publicEvents('regression-events.jsonl'), (event) =>
    event.Channel === 'Microsoft-Windows-Sysmon/Operational' ? event : {},
  )
  const tagged = eachEvent(events, ({ Channel: _, ...event }) => ({
    ...event,
    product: 'windows',
    service: 'sysmon',
    category: '-',
  }))
  const expected = matchesOf(rulesOf(windows), events)
  assert.ok(expected.size > 200)
  assert.deepEqual([...matchesOf(rulesOf(windows, 'sysmon'), tagged)].sort(), [...expected].sort())
  // One rule asks for Sysmon itself.
  assert.equal(matchesOf(rulesOf(windows), tagged).size, 1)
})

test('Security 4688: each process that Sysmon gave away is found there too', skipUnlessOutside(publicData), () => {
  const events = publicEvents('sd-windows-defense_evasion-cmd_mshta_vbscript_execute_psh.jsonl')
  const idOf = (match: string): string => match.split(' ')[1] ?? ''
  const bySysmon = matchesOf(rulesOf(windows), events)
  const by4688 = matchesOf(rulesOf(windows, 'windows-security-4688'), events)
  const moved = difference(bySysmon, by4688).map(idOf).sort()
  assert.equal(moved.length, 6)
  assert.deepEqual(difference(by4688, bySysmon).map(idOf).sort(), moved)
})

test('flat events of NXLog: what matched still does, and the provider is known', skipUnlessOutside(publicData), () => {
  const events = publicEvents('sd-windows-defense_evasion-cmd_mshta_vbscript_execute_psh.jsonl')
  const plain = matchesOf(rulesOf(windows), events)
  const mapped = matchesOf(rulesOf(windows, 'windows-flat'), events)
  assert.deepEqual(difference(plain, mapped), [])
  const providerRules = new Set(['d99b79d2-0a6f-4f46-ad8b-260b6e17f982', '100ef69e-3327-481c-8e5c-6d80d9507556'])
  assert.deepEqual(new Set(difference(mapped, plain).map((match) => match.split(' ')[1])), providerRules)
})

test(
  'Zeek: general rules find its logs, and both ways to write an address are read',
  skipUnlessOutside(publicData),
  () => {
    const events = publicEvents('zeek-apt29-day1.jsonl')
    const word = /category: (proxy|dns)|product: zeek/
    const plain = matchesOf(rulesOf(word), events)
    const mapped = matchesOf(rulesOf(word, 'zeek'), events)
    // Without it the rule's exception for private addresses is not seen.
    assert.deepEqual(
      new Set(difference(plain, mapped).map((one) => one.split(' ')[1])),
      new Set(['705072a5-bb6f-4ced-95b6-ecfa6602090b']),
    )
    assert.deepEqual(difference(mapped, plain), [
      '2093 e09aed7a-09e0-4c9a-90dd-f0d52507347e',
      '2094 e09aed7a-09e0-4c9a-90dd-f0d52507347e',
    ])
  },
)

test('auditd: rules on processes find the records of processes', skipUnlessOutside(publicData), () => {
  const events = publicEvents('linux-auditd.jsonl')
  const plain = matchesOf(rulesOf(/product: linux/), events)
  const mapped = matchesOf(rulesOf(/product: linux/, 'auditd'), events)
  assert.deepEqual(difference(plain, mapped), [])
  assert.deepEqual(difference(mapped, plain), [
    '8 e2072cab-8c9a-459b-b63c-40ae79e27031',
    '9 676381a6-15ca-4d73-a9c8-6a22e970b90d',
    '25 676381a6-15ca-4d73-a9c8-6a22e970b90d',
  ])
})

/** A record of CloudTrail as Filebeat ships it. */
function asFilebeat(event: Event): Event {
  const { eventName, eventSource, userAgent, sourceIPAddress, requestParameters, responseElements, userIdentity } =
    event
  const { type, arn, sessionContext } = userIdentity as Record<string, unknown>
  const { sessionIssuer } = (sessionContext ?? {}) as Record<string, unknown>
  return {
    event: { action: eventName, provider: eventSource },
    user_agent: { original: userAgent },
    source: { address: sourceIPAddress },
    aws: {
      cloudtrail: {
        user_identity: { type, arn, session_context: { session_issuer: sessionIssuer } },
        flattened: { request_parameters: requestParameters, response_elements: responseElements },
      },
    },
  }
}

test('CloudTrail, as AWS writes it and as Filebeat ships it', skipUnlessOutside(publicData), () => {
  const events = publicEvents('sd-aws-collection-ec2_proxy_s3_exfiltration.jsonl')
  const expected = [...matchesOf(rulesOf(/product: aws/), events)].sort()
  assert.equal(expected.length, 11)
  const rules = rulesOf(/product: aws/, 'cloudtrail')
  assert.deepEqual([...matchesOf(rules, events)].sort(), expected)
  assert.deepEqual([...matchesOf(rules, eachEvent(events, asFilebeat))].sort(), expected)
})

type Case = {
  readonly pipeline: string
  readonly name: string
  readonly logsource: string
  readonly selection: string
  readonly yes: readonly Event[]
  readonly no: readonly Event[]
}

const osquery = { hostIdentifier: 'h', numerics: false, action: 'added', unixTime: 1 }
const signIn = { category: 'SignInLogs', operationName: 'Sign-in activity', time: '2024-01-01T00:00:00Z' }
const audit = { category: 'AuditLogs', operationName: 'Add member to role', resultType: '' }
const unified = { CreationTime: '2024-01-01T00:00:00', Workload: 'AzureActiveDirectory' }

// Shapes of which no recorded events are at hand, as their makers document them.
const cases: readonly Case[] = [
  {
    pipeline: 'osquery',
    name: 'a process on Linux and macOS',
    logsource: '{category: process_creation, product: linux}',
    selection: "{Image|endswith: /nc, CommandLine|contains: ' -e ', exotic: x}",
    yes: [
      { ...osquery, name: 'pack_audit_process_events', columns: { path: '/bin/nc', cmdline: 'nc -e sh', exotic: 'x' } },
      { ...osquery, name: 'bpf_process_events', columns: { path: '/bin/nc', cmdline: 'nc -e sh', exotic: 'x' } },
    ],
    no: [
      { ...osquery, name: 'es_process_events', columns: { path: '/bin/nc', cmdline: 'nc -e sh', exotic: 'x' } },
      { ...osquery, name: 'socket_events', columns: { path: '/bin/nc', cmdline: 'nc -e sh', exotic: 'x' } },
      {
        ...osquery,
        name: 'process_events',
        action: 'removed',
        columns: { path: '/bin/nc', cmdline: 'nc -e sh', exotic: 'x' },
      },
      {
        ...osquery,
        name: 'process_events',
        decorations: { platform: 'darwin' },
        columns: { path: '/bin/nc', cmdline: 'nc -e sh', exotic: 'x' },
      },
    ],
  },
  {
    pipeline: 'osquery',
    name: 'a connection',
    logsource: '{category: network_connection, product: linux}',
    selection: "{DestinationIp: 1.2.3.4, DestinationPort: 4444, User: '0'}",
    yes: [{ ...osquery, name: 'socket_events', columns: { remote_address: '1.2.3.4', remote_port: '4444', uid: '0' } }],
    no: [{ ...osquery, name: 'process_events', columns: { remote_address: '1.2.3.4', remote_port: '4444', uid: '0' } }],
  },
  {
    pipeline: 'osquery',
    name: 'a script block on Windows',
    logsource: '{category: ps_script, product: windows}',
    selection: '{ScriptBlockText|contains: Invoke-Mimikatz}',
    yes: [{ ...osquery, name: 'powershell_events', columns: { script_text: 'x invoke-mimikatz' } }],
    no: [{ ...osquery, name: 'process_events', columns: { script_text: 'x invoke-mimikatz' } }],
  },
  {
    pipeline: 'zeek',
    name: 'a DNS query, by the general rule',
    logsource: '{category: dns}',
    selection: '{query|endswith: .onion, record_type: A}',
    yes: [{ _path: 'dns', query: 'x.onion', qtype_name: 'A' }],
    no: [{ _path: 'http', query: 'x.onion', qtype_name: 'A' }],
  },
  {
    pipeline: 'zeek',
    name: 'network events under the names of ECS',
    logsource: '{category: network, service: connection}',
    selection: '{destination.port: 4444, source.ip|cidr: 10.0.0.0/8}',
    yes: [
      { _path: 'conn', 'id.resp_p': 4444, 'id.orig_h': '10.1.1.1' },
      { '@stream': 'conn', id_resp_p: 4444, id_orig_h: '10.1.1.1' },
    ],
    no: [{ _path: 'conn', 'id.resp_p': 4444, 'id.orig_h': '11.1.1.1' }],
  },
  {
    pipeline: 'auditd',
    name: 'a file that was made',
    logsource: '{category: file_event, product: linux}',
    selection: '{TargetFilename|startswith: /etc/cron.d/}',
    yes: [{ type: 'PATH', name: '/etc/cron.d/x', nametype: 'CREATE' }],
    no: [{ type: 'PATH', name: '/etc/cron.d/x', nametype: 'NORMAL' }],
  },
  {
    pipeline: 'm365-entra',
    name: 'a sign-in that failed',
    logsource: '{product: azure, service: signinlogs}',
    selection: '{ResultType: 50126, ClientApp: IMAP, DeviceDetail.isCompliant: false}',
    yes: [
      { ...signIn, resultType: '50126', properties: { clientAppUsed: 'IMAP', deviceDetail: { isCompliant: false } } },
      {
        ...signIn,
        category: 'NonInteractiveUserSignInLogs',
        properties: { status: { errorCode: 50126 }, clientAppUsed: 'IMAP', deviceDetail: { isCompliant: false } },
      },
    ],
    no: [
      { ...audit, resultType: '50126', properties: { clientAppUsed: 'IMAP', deviceDetail: { isCompliant: false } } },
    ],
  },
  {
    pipeline: 'm365-entra',
    name: 'a change of a role',
    logsource: '{product: azure, service: auditlogs}',
    selection:
      '{properties.message: Add member to role, Category: RoleManagement, TargetResources.modifiedProperties.newValue|contains: Global}',
    yes: [
      {
        ...audit,
        properties: {
          category: 'RoleManagement',
          targetResources: [
            { modifiedProperties: [{ displayName: 'Role.DisplayName', newValue: '"Global Administrator"' }] },
          ],
        },
      },
    ],
    no: [{ ...audit, properties: { category: 'RoleManagement' } }],
  },
  {
    pipeline: 'm365-entra',
    name: 'an alert of the compliance centre',
    logsource: '{product: m365, service: threat_management}',
    selection: '{eventSource: SecurityComplianceCenter, eventName: Activity from infrequent country}',
    yes: [
      {
        ...unified,
        Workload: 'SecurityComplianceCenter',
        Operation: 'AlertTriggered',
        Name: 'Activity from infrequent country',
      },
    ],
    no: [{ ...unified, Operation: 'Activity from infrequent country' }],
  },
  {
    pipeline: 'm365-entra',
    name: 'an operation of the unified audit log',
    logsource: '{product: m365, service: audit}',
    selection: '{Operation: Disable Strong Authentication.}',
    yes: [{ ...unified, Operation: 'Disable Strong Authentication.' }],
    no: [{ Operation: 'Disable Strong Authentication.' }],
  },
]

for (const { pipeline, name, logsource, selection, yes, no } of cases) {
  test(`${pipeline}: ${name}`, () => {
    const text = `title: x\nlogsource: ${logsource}\ndetection:\n  s: ${selection}\n  condition: s\n`
    const { rules, faults } = parseRuleFile(text, [ready(pipeline)])
    assert.deepEqual(faults, [])
    const matcher = new Matcher(rules)
    for (const event of yes)
      assert.deepEqual(matcher.match(Buffer.from(JSON.stringify(event))).rules, [0], JSON.stringify(event))
    for (const event of no)
      assert.deepEqual(matcher.match(Buffer.from(JSON.stringify(event))).rules, [], JSON.stringify(event))
  })
}

// Everything that a rule on processes asks for, in an event that is something else.
const whoami = { Image: 'whoami', path: 'whoami', exe: 'whoami', NewProcessName: 'whoami', executable: 'whoami' }
const query = { ...whoami, QueryName: 'whoami', query: 'whoami' }
const dnsEvents: readonly (readonly [pipeline: string, event: Event])[] = [
  ['windows-flat', { Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 22, ...query }],
  ['windows-flat', { Channel: 'Microsoft-Windows-DNS-Client/Operational', EventID: 1, ...query }],
  [
    'windows-evtx',
    { Event: { System: { Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 22 }, EventData: query } },
  ],
  [
    'windows-evtx',
    {
      Event: {
        System: { Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: { '#text': 22 } },
        EventData: query,
      },
    },
  ],
  [
    'winlogbeat',
    { winlog: { channel: 'Microsoft-Windows-Sysmon/Operational', event_id: 22, event_data: query }, process: whoami },
  ],
  [
    'winlogbeat',
    { winlog: { channel: 'Microsoft-Windows-Sysmon/Operational', event_data: query }, event: { code: '22' } },
  ],
  ['sysmon', { Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 22, ...query }],
  ['windows-security-4688', { Channel: 'Security', EventID: 4689, ...query }],
  ['osquery', { ...osquery, name: 'dns_lookup_events', columns: query }],
  ['zeek', { _path: 'dns', ...query }],
  ['auditd', { type: 'SOCKADDR', ...query }],
  ['m365-entra', { ...unified, Operation: 'x', ...query }],
  ['cloudtrail', { eventSource: 'route53.amazonaws.com', ...query }],
]

for (const [pipeline, event] of dnsEvents) {
  test(`${pipeline}: a rule on processes does not match ${JSON.stringify(event).slice(0, 70)}`, () => {
    for (const product of ['windows', 'linux', 'macos']) {
      const text = `title: x\nlogsource: {category: process_creation, product: ${product}}\ndetection:\n  s: {Image|contains: whoami}\n  condition: s\n`
      const { rules } = parseRuleFile(text, [ready(pipeline)])
      assert.deepEqual(new Matcher(rules).match(Buffer.from(JSON.stringify(event))).rules, [])
    }
  })
}
