import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { loadMessages } from '../../../platform/messages.ts'
import { check } from '../checking.ts'
import { usualControlNotice } from '../legal-context.ts'
import { openPlaces } from '../open-places.ts'
import { parseDeclaration } from '../parse-declaration.ts'
import { modelText } from '../testing/declarations.ts'
import * as exported from '../testing/tool-exports.ts'
import { draftFrom, modelOfTool } from './drafting-from.ts'
import { driftOf } from './drift.ts'
import { councilDossier } from './papers.ts'
import { readTool } from './read-tool.ts'
import { type ToolSettings, tools } from './tool-settings.ts'

const messages = loadMessages(['..', '../web', '../../people'].map((folder) => join(import.meta.dirname, folder)))
const context = { on: '2026-11-25', controlNotice: usualControlNotice }

function settingsIn(text: string): ToolSettings {
  const read = readTool(text)
  assert.ok(read.kind === 'read', JSON.stringify(read))
  return read.settings
}

const stateOf = ({ capabilities }: ToolSettings) => Object.fromEntries(capabilities.map(({ id, state }) => [id, state]))
const fieldsOf = ({ sources }: ToolSettings) =>
  Object.fromEntries(sources.map(({ id, fields }) => [id, fields.map(({ path }) => path)]))

describe('what an export says', () => {
  test('Intune: settings that let somebody do something, and those that switch it off', () => {
    const settings = settingsIn(exported.intuneConfigurations)
    assert.deepEqual(stateOf(settings), {
      inventory: 'used',
      'diagnostic-data': 'used',
      'force-update': 'used',
      'arbitrary-settings': 'used',
      // Nobody blocks these here; that says not that somebody uses them, and not that nobody can.
      locate: 'open',
      'camera-control': 'open',
      'screen-capture': 'open',
    })
    assert.deepEqual(settings.unread, ['Werkplek basis: cortanaBlocked'])
  })

  test('Intune: what happens when a device does not comply, without a person', () => {
    const settings = settingsIn(exported.intuneCompliance)
    assert.deepEqual(
      settings.responses.map(({ response, automatic }) => [response, automatic]),
      [
        ['wipe-work-part', true],
        ['tell-employee', true],
      ],
    )
    assert.equal(settings.personalDevices, true)
    assert.equal(stateOf(settings)['block-access'], 'used')
  })

  test('Intune: one policy alone, and lists put together', () => {
    const { value } = JSON.parse(exported.intuneConfigurations)
    assert.equal(settingsIn(JSON.stringify(value[0])).tool, 'intune')
    const both = settingsIn(`[${exported.intuneConfigurations},${exported.intuneCompliance}]`)
    assert.ok(both.responses.length === 2 && stateOf(both)['block-access'] === 'used')
  })

  test('Sentinel: sources by table, the columns that the query names, levels and techniques', () => {
    const settings = settingsIn(exported.sentinelRules)
    assert.deepEqual(fieldsOf(settings), {
      'signin-logs': ['UserPrincipalName', 'IPAddress', 'Location', 'ResultType'],
    })
    assert.deepEqual(
      settings.rules.map(({ level, tags, enabled }) => [level, tags, enabled]),
      [
        ['high', ['attack.credential_access', 'attack.t1110'], true],
        ['high', ['attack.lateral_movement'], true],
        ['informational', [], false],
      ],
    )
    assert.equal(stateOf(settings)['learn-behaviour'], 'used')
  })

  test('Defender: what it does by itself, in both forms, and what we do not know', () => {
    const settings = settingsIn(exported.defenderRules)
    assert.deepEqual(
      settings.responses.map(({ response }) => response),
      ['isolate-device', 'reset-password'],
    )
    assert.deepEqual(settings.unread, ['Stolen session: launchRocket'])
    assert.deepEqual(fieldsOf(settings)['device-process-events'], [
      'Timestamp',
      'DeviceName',
      'AccountUpn',
      'ProcessCommandLine',
    ])
  })

  test('osquery: tables, columns, what may be asked besides, and what it copies', () => {
    const settings = settingsIn(exported.osqueryConfiguration)
    assert.deepEqual(stateOf(settings), {
      'ask-any-table': 'off',
      'carve-files': 'used',
      'watch-files': 'used',
      'shell-history': 'used',
    })
    assert.deepEqual(fieldsOf(settings)['logged-in-users'], ['user', 'host', 'time'])
    assert.deepEqual(Object.keys(fieldsOf(settings)).sort(), [
      'logged-in-users',
      'os-version',
      'shell-history',
      'system-info',
      'users',
    ])
    assert.deepEqual(settings.unread, ['own: our_own_table'])
  })

  test('Wazuh: channels, files that are read, and what happens without a person', () => {
    const settings = settingsIn(exported.wazuhConfiguration)
    assert.deepEqual(stateOf(settings), {
      'run-commands': 'used',
      'watch-files': 'used',
      'read-file-changes': 'used',
      'who-changed-files': 'used',
      inventory: 'used',
      'app-inventory': 'used',
      'active-response': 'used',
    })
    assert.deepEqual(Object.keys(fieldsOf(settings)), ['windows-security'])
    assert.deepEqual(settings.unread, ['localfile: /opt/own/app.log', 'wodle: docker-listener'])
  })
})

const all = Object.entries(exported)

describe('the draft of an export', () => {
  for (const [name, text] of all) {
    test(`${name}: is understood, asks what settings cannot tell, and shows no drift against itself`, () => {
      const settings = settingsIn(text)
      const { text: draft, questions } = draftFrom(settings, modelText(modelOfTool[settings.tool]))
      const { declaration, faults } = check(draft, context)
      assert.deepEqual(faults, [])
      assert.ok(declaration !== undefined)
      for (const code of ['why', 'ground', 'dpia', 'live-since', 'told-since']) {
        assert.ok(
          questions.some((one) => one.code === code),
          code,
        )
      }
      const beyond = driftOf(settings, declaration).filter(({ kind }) => kind === 'beyond')
      assert.deepEqual(beyond, [])
    })
  }

  test('what reads content or looks at people stands there as used, so that the council sees it', () => {
    const { text } = draftFrom(settingsIn(exported.wazuhConfiguration), modelText('monitoring-and-response'))
    const parsed = parseDeclaration(text)
    assert.ok(parsed.kind === 'parsed')
    const found = parsed.declaration.capabilities.find(({ id }) => id === 'read-file-changes')
    assert.deepEqual([found?.kind, found?.state], ['reads-content', 'used'])
  })
})

describe('what no settings say', () => {
  const drafted = (text: string) => {
    const settings = settingsIn(text)
    const draft = draftFrom(settings, modelText(modelOfTool[settings.tool]))
    const parsed = parseDeclaration(draft.text)
    assert.ok(parsed.kind === 'parsed')
    return { ...draft, declaration: parsed.declaration }
  }
  const stateIn = (text: string) =>
    Object.fromEntries(drafted(text).declaration.capabilities.map(({ id, state }) => [id, state]))
  const policy = (settings: Record<string, unknown>) =>
    JSON.stringify({ '@odata.type': '#microsoft.graph.windows10GeneralConfiguration', ...settings })

  test('a capability that the settings do not settle is asked, and stands there neither as off nor as used', () => {
    const query = JSON.stringify({ schedule: { where: { query: 'select * from location_services' } } })
    assert.deepEqual(stateIn(query), {})
    const open = drafted(query).questions.filter(({ code }) => code === 'capability-open')
    for (const id of ['location', 'screen-recording']) {
      assert.ok(
        open.some(({ subject }) => subject === id),
        `${id}: ${open.map(({ subject }) => subject)}`,
      )
    }
    assert.equal(stateIn(policy({ locationServicesBlocked: false })).locate, undefined)
    assert.equal(stateIn(policy({ locationServicesBlocked: true })).locate, 'off')
    assert.equal(stateIn(policy({ findMyDeviceEnabled: true })).locate, 'used')
  })

  test('why, on what ground and with which answers are marked as still to be filled in', () => {
    for (const text of [exported.osqueryConfiguration, exported.intuneConfigurations]) {
      const open = openPlaces(drafted(text).declaration).map(({ path }) => path.join('/'))
      for (const path of [
        ...['summary/nl', 'grounds/0/provision', 'necessity/nl', 'dpia/reference'],
        ...['extent', 'reasons', 'consequences', 'safeguards'].map((part) => `proportionality/${part}/da`),
      ]) {
        assert.ok(open.includes(path), path)
      }
    }
  })

  test('the dossier shows as found only what was found, and the ground as open', () => {
    const say = Object.assign(
      (key: string, values?: Record<string, string | number>) => messages('en', key, { jurisdiction: 'nl', ...values }),
      { language: 'en' as const },
    )
    const settings = settingsIn(exported.intuneConfigurations)
    const { declaration, questions } = drafted(exported.intuneConfigurations)
    const paper = councilDossier(declaration, settings, questions, [], say)
    const [, found = ''] = paper.split('## Found in the settings')
    const [facts = '', proposed = ''] = found.split('## Proposed by a model')
    assert.match(facts, /used: Ask the state of each device/i)
    assert.doesNotMatch(paper, /used: Ask where a device is|gate drops/i)
    assert.doesNotMatch(paper, /Ambtenarenwet|Cyberbeveiligingswet/)
    assert.match(proposed, /Still to be filled in: why this is needed/)
  })
})

describe('a later export against the declaration', () => {
  const before = settingsIn(exported.defenderRules)
  const parsed = parseDeclaration(draftFrom(before, modelText('monitoring-and-response')).text)
  assert.ok(parsed.kind === 'parsed')
  const { declaration } = parsed
  const later = (change: (value: { value: Record<string, unknown>[] }) => void) => {
    const value = JSON.parse(exported.defenderRules)
    change(value)
    return driftOf(settingsIn(JSON.stringify(value)), declaration)
      .filter(({ kind }) => kind === 'beyond')
      .map(({ code }) => code)
  }
  const [rule] = JSON.parse(exported.defenderRules).value

  test('a new table', () => {
    assert.deepEqual(
      later(
        ({ value }) => void value.push({ ...rule, displayName: 'mail', queryCondition: { queryText: 'EmailEvents' } }),
      ),
      ['source-undeclared'],
    )
  })
  test('a column that says something of people', () => {
    const query = `${rule.queryCondition.queryText} | project AccountName`
    assert.deepEqual(
      later(({ value }) => void value.splice(0, 1, { ...rule, queryCondition: { queryText: query } })),
      ['field-undeclared'],
    )
  })
  test('a response and a level that were not agreed', () => {
    const detectionAction = {
      alertTemplate: { ...rule.detectionAction.alertTemplate, severity: 'low' },
      responseActions: [{ '@odata.type': '#microsoft.graph.security.disableUserResponseAction', identifier: 'x' }],
    }
    assert.deepEqual(later(({ value }) => void value.push({ ...rule, detectionAction })).sort(), [
      'capability-absent',
      'level-outside',
      'response-undeclared',
    ])
  })
})

describe('hostile exports', () => {
  const reads = (text: string) => {
    const read = readTool(text)
    if (read.kind === 'fault') assert.ok(read.fault.line >= 1 && read.fault.column >= 0)
    else assert.ok(tools.includes(read.settings.tool))
    return read
  }
  const whole = (text: string) => {
    const read = reads(text)
    if (read.kind === 'read') {
      const { text: draft } = draftFrom(read.settings, modelText(modelOfTool[read.settings.tool]))
      const parsed = parseDeclaration(draft)
      assert.deepEqual(parsed.kind === 'faults' ? parsed.faults.slice(0, 3) : [], [])
    }
  }

  test('no text makes a reader throw, and every draft of what was read is understood', () => {
    const mutated = fc
      .tuple(
        fc.constantFrom(...all.map(([, text]) => text)),
        fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.string({ maxLength: 12 })), { maxLength: 4 }),
      )
      .map(([text, edits]) =>
        edits.reduce((now, [at, cut, put]) => {
          const from = at % (now.length + 1)
          return now.slice(0, from) + put + now.slice(from + cut)
        }, text),
      )
    fc.assert(fc.property(mutated, whole), { numRuns: 40 })
    fc.assert(
      fc.property(mutated, (text) => void reads(text)),
      { numRuns: 2_000 },
    )
    fc.assert(
      fc.property(fc.string(), (text) => void reads(text)),
      { numRuns: 500 },
    )
  })

  test('values of any type, at every place', () => {
    const junk: readonly unknown[] = [
      null,
      true,
      -1,
      '',
      'x'.repeat(5_000),
      [],
      {},
      [[[]]],
      { __proto__: null, constructor: 1 },
      '\u0000\u202e',
    ]
    for (const text of [
      exported.intuneConfigurations,
      exported.intuneCompliance,
      exported.sentinelRules,
      exported.defenderRules,
    ]) {
      for (const one of junk) {
        for (const value of withJunk(JSON.parse(text), one)) reads(JSON.stringify(value))
      }
    }
  })

  test('names of the language itself are no settings', () => {
    const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty']
    whole(
      JSON.stringify({
        '@odata.type': '#microsoft.graph.windows10GeneralConfiguration',
        ...Object.fromEntries(names.map((name) => [name, true])),
      }),
    )
    whole(JSON.stringify({ schedule: { a: { query: names.map((name) => `select * from ${name}`).join(';') } } }))
    whole(`<ossec_config>${names.map((name) => `<${name} ${name}="yes"/>`).join('')}</ossec_config>`)
  })

  const fault = (text: string) => {
    const read = readTool(text)
    return read.kind === 'fault' ? read.fault.code : read.settings.tool
  }

  test('what would grow, nest or never end is refused', () => {
    assert.equal(fault('['.repeat(100_000)), 'too-deep')
    assert.equal(fault(`{"schedule":${'{"a":'.repeat(90)}1${'}'.repeat(91)}`), 'too-deep')
    assert.equal(fault('<a>'.repeat(5_000)), 'too-deep')
    assert.equal(fault('<!DOCTYPE a [<!ENTITY b "bbbb">]><ossec_config>&b;</ossec_config>'), 'not-xml')
    assert.equal(fault(`<ossec_config ${'a'.repeat(200_000)}></ossec_config>`), 'not-xml')
    assert.equal(fault('<ossec_config><a></ossec_config>'), 'not-xml')
    assert.equal(fault('<ossec_config><!-- '), 'not-xml')
    assert.equal(fault('<html></html>'), 'unknown-tool')
    assert.equal(fault('{"a":1}'), 'unknown-tool')
    assert.equal(fault(''), 'empty')
    assert.equal(fault(' '.repeat(16_000_001)), 'too-large')
  })

  test('a fault names its line and column', () => {
    const read = readTool('{\n  "schedule": {\n    oops\n  }\n}')
    assert.deepEqual(read.kind === 'fault' && [read.fault.code, read.fault.line], ['not-json', 3])
  })
})

function* withJunk(value: unknown, junk: unknown): Generator<unknown> {
  yield junk
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) {
      for (const changed of withJunk(one, junk)) yield value.with(index, changed)
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      for (const changed of withJunk(one, junk)) yield { ...value, [key]: changed }
    }
  }
}
