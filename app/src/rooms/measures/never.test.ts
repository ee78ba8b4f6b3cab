import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Declaration, Field, Look } from './declaration.ts'
import { brokenNever, lookFits, neverTable } from './never.ts'
import { compile, permits } from './permit.ts'
import { changed, model } from './testing/declarations.ts'
import {
  type Grouping,
  groupings,
  lookLevels,
  lookSubjects,
  type NeverWord,
  neverWords,
  precisions,
} from './vocabulary.ts'

const base = model()

function withField(
  field: Field,
  medium: Declaration['sources'][number]['medium'] = 'system-log',
): Partial<Declaration> {
  const whom: Field = { path: 'User', class: 'account', treatment: 'pseudonym' }
  return { sources: [{ id: 'one', what: {}, medium, logsource: { product: 'x' }, fields: [whom, field] }] }
}

function withLook(look: Partial<Look>): Partial<Declaration> {
  const plain: Look = {
    id: 'one',
    offices: ['analyst'],
    level: 'organisation',
    subject: 'signals',
    groupBy: [],
    precision: 'day',
    oversight: false,
  }
  return { looks: [{ ...plain, ...look }] }
}

const time = (treatment: 'keep' | 'pseudonym'): Field => ({ path: 't', class: 'time', treatment })

type Case = {
  readonly name: string
  readonly word: NeverWord
  readonly parts: Partial<Declaration>
  readonly path?: string
}

const cases: readonly Case[] = [
  {
    name: 'the exact time beside a person',
    word: 'presence',
    parts: withField(time('keep')),
    path: '/sources/0/fields/1/treatment',
  },
  {
    name: 'the hour beside a person',
    word: 'presence',
    parts: withField({ ...time('keep'), treatment: 'coarsen', to: 'hour' }),
  },
  {
    name: 'the exact time beside a pseudonym of an address',
    word: 'presence',
    parts: {
      sources: [
        {
          ...{ id: 'one', what: {}, medium: 'network-log', logsource: { product: 'x' } },
          fields: [{ path: 'a', class: 'address', treatment: 'pseudonym' }, time('keep')],
        },
      ],
    },
    path: '/sources/0/fields/1/treatment',
  },
  {
    name: 'the exact time in a twin of the source that says whom',
    word: 'presence',
    parts: {
      sources: [
        ...(withField({ path: 'EventRecordID', class: 'other', treatment: 'keep' }).sources ?? []),
        {
          ...{ id: 'twin', what: {}, medium: 'system-log', logsource: { product: 'x', service: 'y' } },
          fields: [{ path: 'EventRecordID', class: 'other', treatment: 'keep' }, time('keep')],
        },
      ],
    },
    path: '/sources/1/fields/1/treatment',
  },
  {
    name: 'the exact time in a source of other events than the one that says whom',
    word: 'presence',
    parts: {
      sources: [
        ...(withField({ path: 'x', class: 'other', treatment: 'keep' }).sources ?? []),
        { id: 'other', what: {}, medium: 'system-log', logsource: { product: 'z' }, fields: [time('keep')] },
      ],
    },
  },
  {
    name: 'the exact time where nobody is named',
    word: 'presence',
    parts: {
      sources: [{ id: 'one', what: {}, medium: 'network-log', logsource: { product: 'x' }, fields: [time('keep')] }],
    },
  },
  {
    name: 'persons by time',
    word: 'presence',
    parts: withLook({ groupBy: ['time', 'pseudonym'] }),
    path: '/looks/0',
  },
  {
    name: 'a person’s signals by time',
    word: 'presence',
    parts: withLook({ level: 'pseudonym', groupBy: ['time'] }),
    path: '/looks/0',
  },
  {
    name: 'a unit by the hour',
    word: 'presence',
    parts: withLook({ level: 'unit', groupBy: ['time'], precision: 'hour', k: 50 }),
    path: '/looks/0',
  },
  { name: 'a unit by the day', word: 'presence', parts: withLook({ level: 'unit', groupBy: ['time'], k: 50 }) },
  {
    name: 'the place beside a person',
    word: 'place-of-work',
    parts: withField({ path: 'p', class: 'place', treatment: 'pseudonym' }),
    path: '/sources/0/fields/1/treatment',
  },
  {
    name: 'only the country',
    word: 'place-of-work',
    parts: withField({ path: 'p', class: 'place', treatment: 'coarsen', to: 'country' }),
  },
  {
    name: 'inside or outside the own network',
    word: 'place-of-work',
    parts: withField({ path: 'p', class: 'address', treatment: 'coarsen', to: 'inside-or-outside' }),
    path: '/sources/0/fields/1/treatment',
  },
  {
    name: 'persons by building',
    word: 'place-of-work',
    parts: withLook({ level: 'pseudonym', groupBy: ['site'] }),
    path: '/looks/0',
  },
  {
    name: 'a source of positions',
    word: 'place-of-work',
    parts: withField({ path: 'x', class: 'other', treatment: 'keep' }, 'position'),
    path: '/sources/0/medium',
  },
  {
    name: 'figures per person',
    word: 'performance',
    parts: withLook({ subject: 'statistics', level: 'pseudonym' }),
    path: '/looks/0',
  },
  {
    name: 'a tool that judges people, in use',
    word: 'performance',
    parts: { capabilities: [{ id: 'one', what: {}, kind: 'evaluates-workers', state: 'used' }] },
    path: '/capabilities/0/state',
  },
  {
    name: 'a tool that could judge people, switched off',
    word: 'performance',
    parts: { capabilities: [{ id: 'one', what: {}, kind: 'evaluates-workers', state: 'off' }] },
  },
  {
    name: 'free text beside a person',
    word: 'content-of-messages',
    parts: withField({ path: 'x', class: 'text', treatment: 'keep' }),
    path: '/sources/0/fields/1/treatment',
  },
  {
    name: 'scrubbed text',
    word: 'content-of-messages',
    parts: withField({ path: 'x', class: 'text', treatment: 'scrub' }),
  },
  {
    name: 'a manager at the desk',
    word: 'personnel-case',
    parts: withLook({ offices: ['analyst', 'manager'] }),
    path: '/looks/0',
  },
  {
    name: 'a manager with figures',
    word: 'personnel-case',
    parts: withLook({ offices: ['manager'], subject: 'statistics' }),
  },
  {
    name: 'a camera',
    word: 'video',
    parts: withField({ path: 'x', class: 'other', treatment: 'keep' }, 'camera'),
    path: '/sources/0/medium',
  },
  { name: 'filming in a test', word: 'video', parts: { methods: ['visit', 'filming'] }, path: '/methods/1' },
  {
    name: 'a microphone',
    word: 'sound',
    parts: withField({ path: 'x', class: 'other', treatment: 'keep' }, 'microphone'),
    path: '/sources/0/medium',
  },
  { name: 'a false pass', word: 'false-identity', parts: { methods: ['false-identity-card'] }, path: '/methods/0' },
  {
    name: 'a name in a test report, under a pseudonym',
    word: 'results-per-person',
    parts: {
      sources: [
        {
          id: 'one',
          what: {},
          medium: 'test-report',
          logsource: { product: 'x' },
          fields: [{ path: 'n', class: 'person', treatment: 'pseudonym' }],
        },
      ],
    },
    path: '/sources/0/fields/0/treatment',
  },
  {
    name: 'results by person',
    word: 'results-per-person',
    parts: withLook({ subject: 'test-results', groupBy: ['pseudonym'] }),
    path: '/looks/0',
  },
  {
    name: 'a whole private device',
    word: 'private-part-of-device',
    parts: { reach: { organisationDevices: 'none', personalDevices: 'whole' } },
    path: '/reach/personalDevices',
  },
]

for (const { name, word, parts, path } of cases) {
  test(`${word} ${path === undefined ? 'allows' : 'forbids'}: ${name}`, () => {
    const declaration = changed(base, { never: [word], ...parts })
    const found = brokenNever(declaration)
    assert.deepEqual(
      found.map((one) => [one.word, one.path]),
      path === undefined ? [] : [[word, path]],
    )
    assert.deepEqual(brokenNever({ ...declaration, never: [] }), [])
  })
}

const hiddenDepth: readonly { readonly word: NeverWord; readonly look: Partial<Look> }[] = [
  {
    word: 'personnel-case',
    look: { offices: ['manager'], subject: 'devices', groupBy: ['pseudonym'], precision: 'hour' },
  },
  { word: 'performance', look: { subject: 'statistics', groupBy: ['pseudonym'] } },
  { word: 'results-per-person', look: { subject: 'test-results', groupBy: ['rule', 'pseudonym'] } },
  { word: 'presence', look: { groupBy: ['unit', 'time'], precision: 'hour' } },
  { word: 'place-of-work', look: { groupBy: ['unit', 'site'] } },
  { word: 'place-of-work', look: { level: 'unit', groupBy: ['site'] } },
]
for (const { word, look } of hiddenDepth) {
  test(`${word}: a look that goes deeper than its level says is forbidden: ${JSON.stringify(look)}`, () => {
    const declaration = changed(base, { ...withLook(look), never: [word] })
    assert.deepEqual(brokenNever(declaration), [{ word, path: '/looks/0', what: 'look' }])
    // Also where such a declaration was accepted before.
    const permit = compile(declaration, 1)
    const [one] = declaration.looks
    assert.ok(one !== undefined)
    const source = declaration.sources[0]?.id ?? ''
    const question = {
      ...one,
      kind: 'look',
      office: one.offices[0] ?? 'analyst',
      source,
      smallestGroup: 1_000,
    } as const
    assert.equal(permits(permit, question).because, 'never')
  })
}

test('every word has a case that breaks it', () => {
  const broken = new Set(cases.filter(({ path }) => path !== undefined).map(({ word }) => word))
  assert.deepEqual([...broken].sort(), [...neverWords].sort())
})

test('no permit of a model answers yes to a look that its never list forbids', () => {
  const two: readonly (readonly Grouping[])[] = groupings.flatMap((one) => groupings.map((other) => [one, other]))
  for (const name of ['monitoring-and-response', 'device-management', 'mail-and-web-filter', 'own-logs']) {
    const declaration = model(name)
    const permit = compile(declaration, 1)
    let asked = 0
    for (const { offices } of declaration.looks) {
      for (const office of offices) {
        for (const level of lookLevels) {
          for (const subject of lookSubjects) {
            for (const precision of precisions) {
              for (const groupBy of two) {
                const look = { level, subject, groupBy: [...groupBy], precision, offices: [office] }
                const forbidden = declaration.never.some((word) =>
                  neverTable[word].looks.some((pattern) => lookFits(pattern, look)),
                )
                if (!forbidden) continue
                asked += 1
                const source = declaration.sources[0]?.id ?? ''
                const question = {
                  kind: 'look',
                  office,
                  level,
                  subject,
                  source,
                  groupBy,
                  precision,
                  smallestGroup: 1_000,
                } as const
                assert.equal(permits(permit, question).permitted, false, JSON.stringify(question))
              }
            }
          }
        }
      }
    }
    assert.ok(asked > 100)
  }
})
