import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDeclaration } from './parse-declaration.ts'
import { type Because, compile, permits, type Question, retentionOf, treatmentOf } from './permit.ts'
import { model, modelText } from './testing/declarations.ts'

const text = modelText('monitoring-and-response')
const parsed = parseDeclaration(text)
assert.ok(parsed.kind === 'parsed')
const permit = compile(parsed.declaration, 3, parsed.places)
const lines = text.split('\n')

const look = {
  kind: 'look',
  office: 'analyst',
  level: 'pseudonym',
  subject: 'signals',
  source: 'windows-process',
  groupBy: ['rule'],
  precision: 'hour',
  smallestGroup: 1,
} as const
const detection = {
  kind: 'detection',
  logsource: { product: 'windows', category: 'process_creation' },
  level: 'high',
  tags: ['attack.execution', 'attack.t1059.001'],
} as const

const cases: readonly { name: string; question: Question; because: Because; path: string; line: RegExp }[] = [
  {
    name: 'a declared purpose',
    question: { kind: 'purpose', purpose: 'respond-to-threats' },
    because: 'declared',
    path: '/purposes/1',
    line: /^purposes:/,
  },
  {
    name: 'a purpose of another measure',
    question: { kind: 'purpose', purpose: 'raise-awareness' },
    because: 'not-declared',
    path: '/purposes',
    line: /^purposes:/,
  },
  {
    name: 'a declared field',
    question: { kind: 'field', source: 'windows-process', path: 'User' },
    because: 'declared',
    path: '/sources/0/fields/4/treatment',
    line: /path: User/,
  },
  {
    name: 'a field that nobody declared',
    question: { kind: 'field', source: 'windows-process', path: 'Hashes' },
    because: 'not-declared',
    path: '/sources/0/fields',
    line: /^ {4}fields:/,
  },
  {
    name: 'a source that nobody declared',
    question: { kind: 'field', source: 'macos', path: 'User' },
    because: 'source-not-declared',
    path: '/sources',
    line: /^sources:/,
  },
  {
    name: 'a rule inside the envelope',
    question: detection,
    because: 'declared',
    path: '/envelope/logsources/0',
    line: /category: process_creation/,
  },
  {
    name: 'a rule that looks wider than the envelope',
    question: { ...detection, logsource: { product: 'windows' } },
    because: 'logsource-outside',
    path: '/envelope/logsources',
    line: /^ {2}logsources:/,
  },
  {
    name: 'a rule that is too light',
    question: { ...detection, level: 'low' },
    because: 'level-outside',
    path: '/envelope/levels',
    line: /^ {2}levels:/,
  },
  {
    name: 'a rule with an allowed tag and a forbidden one',
    question: { ...detection, tags: ['attack.t1059', 'policy.private-use'] },
    because: 'tag-forbidden',
    path: '/envelope/tagsForbidden/1',
    line: /^ {2}tagsForbidden:/,
  },
  {
    name: 'a rule without a tag',
    question: { ...detection, tags: [] },
    because: 'tag-outside',
    path: '/envelope/tagsAllowed',
    line: /^ {2}tagsAllowed:/,
  },
  {
    name: 'a name that only begins like an allowed tag',
    question: { ...detection, tags: ['attackers.x'] },
    because: 'tag-outside',
    path: '/envelope/tagsAllowed',
    line: /^ {2}tagsAllowed:/,
  },
  {
    name: 'a response by a declared office',
    question: { kind: 'response', response: 'isolate-device', office: 'analyst' },
    because: 'declared',
    path: '/responses/2',
    line: /isolate-device/,
  },
  {
    name: 'a response by another office',
    question: { kind: 'response', response: 'disable-account', office: 'analyst' },
    because: 'office-not-named',
    path: '/responses/4/offices',
    line: /ciso/,
  },
  {
    name: 'a response that a machine may do',
    question: { kind: 'response', response: 'end-sessions', office: undefined },
    because: 'declared',
    path: '/responses/1',
    line: /end-sessions/,
  },
  {
    name: 'a response that a person decides',
    question: { kind: 'response', response: 'disable-account', office: undefined },
    because: 'not-automatic',
    path: '/responses/4/automatic',
    line: /automatic: false/,
  },
  {
    name: 'a response that nobody declared',
    question: { kind: 'response', response: 'wipe-device', office: 'ciso' },
    because: 'not-declared',
    path: '/responses',
    line: /^responses:/,
  },
  { name: 'a declared look', question: look, because: 'declared', path: '/looks/2', line: /desk-signals/ },
  {
    name: 'a look by another office',
    question: { ...look, office: 'im-head' },
    because: 'office-not-named',
    path: '/looks/2/offices',
    line: /offices/,
  },
  {
    name: 'a look by time, which is not declared',
    question: { ...look, groupBy: ['rule', 'time'] },
    because: 'grouping-outside',
    path: '/looks/2/groupBy',
    line: /groupBy/,
  },
  {
    name: 'a look at a smaller unit',
    question: { ...look, level: 'unit', groupBy: ['unit'], precision: 'day', smallestGroup: 9 },
    because: 'group-too-small',
    path: '/looks/1/k',
    line: /k: 10/,
  },
  {
    name: 'a look at a unit by the hour',
    question: { ...look, level: 'unit', groupBy: ['unit'], smallestGroup: 10 },
    because: 'too-fine',
    path: '/looks/1/precision',
    line: /precision: day/,
  },
  {
    name: 'a look that nobody declared',
    question: { ...look, subject: 'events' },
    because: 'not-declared',
    path: '/looks',
    line: /^looks:/,
  },
  {
    name: 'a look at a source that nobody declared',
    question: { ...look, source: 'macos' },
    because: 'source-not-declared',
    path: '/sources',
    line: /^sources:/,
  },
  {
    name: 'data that are kept',
    question: { kind: 'retention', of: 'signals' },
    because: 'declared',
    path: '/retention/0/keep',
    line: /amount: 90/,
  },
  {
    name: 'data that may not be kept',
    question: { kind: 'retention', of: 'events' },
    because: 'not-declared',
    path: '/retention',
    line: /^retention:/,
  },
  {
    name: 'contents of a protected office',
    question: { kind: 'protected', office: 'works-council', part: 'contents' },
    because: 'office-protected',
    path: '/protectedOffices/0/leftOut/1',
    line: /works-council/,
  },
]

for (const { name, question, because, path, line } of cases) {
  test(`${because === 'declared' ? 'yes' : 'no'}: ${name}`, () => {
    const answer = permits(permit, question)
    assert.deepEqual([answer.because, answer.path], [because, path])
    assert.equal(answer.permitted, because === 'declared')
    assert.match(lines[(answer.place?.line ?? 0) - 1] ?? '', line)
  })
}

test('what happens to a field, and how long data live, come with the answer', () => {
  assert.equal(treatmentOf(permit, 'windows-process', 'User').treatment, 'pseudonym')
  assert.deepEqual(
    [treatmentOf(permit, 'windows-process', 'UtcTime').treatment, treatmentOf(permit, 'windows-process', 'UtcTime').to],
    ['coarsen', 'hour'],
  )
  assert.equal(treatmentOf(permit, 'windows-process', 'Hashes').treatment, 'drop')
  assert.equal(treatmentOf(permit, 'macos', 'User').treatment, 'drop')
  assert.deepEqual(retentionOf(permit, 'signals').keep, { amount: 90, unit: 'days' })
  assert.equal(retentionOf(permit, 'events').keep, undefined)
})

test('of two looks that fail, the one of the own office explains', () => {
  const two = model()
  two.looks.unshift({
    id: 'others',
    offices: ['im-head'],
    level: 'pseudonym',
    subject: 'signals',
    groupBy: [],
    precision: 'hour',
    oversight: false,
  })
  const answer = permits(compile(two, 1), { ...look, groupBy: ['place'] })
  assert.deepEqual([answer.because, answer.path, answer.place], ['grouping-outside', '/looks/3/groupBy', undefined])
})

test('a permit does not change when its declaration does', () => {
  const declaration = model()
  const made = compile(declaration, 1)
  declaration.purposes.push('raise-awareness')
  declaration.envelope.levels.push('low')
  declaration.envelope.tagsAllowed.push('*')
  declaration.looks[2]?.offices.push('im-head')
  declaration.looks[2]?.groupBy.push('time')
  for (const logsource of declaration.envelope.logsources) delete logsource.category
  assert.equal(permits(made, { kind: 'purpose', purpose: 'raise-awareness' }).permitted, false)
  assert.equal(permits(made, { ...detection, level: 'low' }).permitted, false)
  assert.equal(permits(made, { ...detection, tags: [] }).permitted, false)
  assert.equal(permits(made, { ...detection, logsource: { product: 'windows' } }).permitted, false)
  assert.equal(permits(made, { ...look, office: 'im-head' }).permitted, false)
  assert.equal(permits(made, { ...look, groupBy: ['time'] }).permitted, false)
  assert.ok(Object.isFrozen(made) && Object.isFrozen(permits(made, detection)))
})
