import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Settings } from 'typebox/system'
import { maxDeclarationLength } from './declaration-yaml.ts'
import { parseDeclaration } from './parse-declaration.ts'
import { model, modelText } from './testing/declarations.ts'

const text = modelText('monitoring-and-response')

function faultsOf(source: string): readonly string[] {
  const parsed = parseDeclaration(source)
  return parsed.kind === 'parsed'
    ? []
    : parsed.faults.map(({ path, code, line, column }) => `${line}:${column} ${path} ${code}`)
}

/** Line of the first place where the text stands, from 1. */
function lineOf(source: string, words: string): number {
  return source.slice(0, source.indexOf(words)).split('\n').length
}

test('YAML and JSON give the same declaration', () => {
  for (const json of [JSON.stringify(model()), JSON.stringify(model(), null, 2), JSON.stringify(model(), null, '\t')]) {
    const parsed = parseDeclaration(json)
    assert.ok(parsed.kind === 'parsed', JSON.stringify(parsed))
    assert.deepEqual(parsed.declaration, model())
  }
})

test('every fault at once, each with its line and column, in the order of the text', () => {
  const broken = text
    .replace('jurisdiction: nl', 'jurisdiction: be')
    .replace('owner: ciso', 'owner: boss')
    .replace('treatment: pseudonym', 'treatment: guess')
    .replace('review: 2028-10-01', 'review: 2028-02-30')
    .replace('conditions: []\n', '')
    .concat('colour: red\n')
  const faults = faultsOf(broken)
  assert.deepEqual(
    faults.map((fault) => fault.replace(/^\d+:\d+ /, '')),
    [
      '/conditions missing',
      '/jurisdiction not-in-list',
      '/owner not-in-list',
      '/sources/0/fields/4/treatment not-in-list',
      '/review not-a-date',
      '/colour unknown-field',
    ],
  )
  const lines = ['jurisdiction: be', 'owner: boss', 'treatment: guess', 'review: 2028-02-30', 'colour: red']
  assert.deepEqual(
    faults.slice(1).map((fault) => Number(fault.split(':')[0])),
    lines.map((words) => lineOf(broken, words)),
  )
})

test('a fault inside a flow of JSON has the column of its key', () => {
  const parsed = parseDeclaration(`{"format": "openwacht-measure/1", "id": "Upper Case"}`)
  assert.ok(parsed.kind === 'faults')
  const wrong = parsed.faults.find(({ path }) => path === '/id')
  assert.deepEqual(wrong, { path: '/id', code: 'wrong-form', line: 1, column: 35 })
})

test('what could stand there is told', () => {
  const parsed = parseDeclaration(text.replace('jurisdiction: nl', 'jurisdiction: be'))
  assert.ok(parsed.kind === 'faults')
  assert.deepEqual(parsed.faults[0]?.allowed, ['nl', 'dk'])
})

test('more faults than the library tells by itself are all told', () => {
  const faults = faultsOf(
    text.replaceAll('treatment: keep', 'treatment: kept').replaceAll('class: other', 'class: none'),
  )
  assert.ok(faults.length > 12, String(faults.length))
  assert.equal(Settings.Get().maxErrors, 8)
})

const cases = [
  { name: 'nothing at all', source: '', expected: /^1:1 {2}no-declaration$/ },
  { name: 'a list', source: '- a\n', expected: /^1:1 {2}no-declaration$/ },
  { name: 'a word', source: 'measure\n', expected: /^1:1 {2}no-declaration$/ },
  { name: 'two documents', source: `${text}---\n${text}`, expected: /not-one-document/ },
  { name: 'a key twice', source: `${text}review: 2028-10-01\n`, expected: /^\d+:1 {2}twice$/ },
  { name: 'a brace that is not closed', source: '{"format": "openwacht-measure/1"', expected: /not-yaml/ },
  { name: 'an alias', source: 'a: &x { nl: tekst }\nb: *x\n', expected: /^2:4 {2}alias$/ },
  { name: 'the same key as a number and as a word', source: '1: a\n"1": b\n', expected: /^2:1 {2}twice$/ },
  { name: 'brackets without end', source: `a:\n  ${'['.repeat(90_000)}`, expected: /^2:35 {2}too-deep$/ },
  {
    name: 'a bracket that was not opened',
    source: `format: openwacht-measure/1\na: ${']'.repeat(90_000)}`,
    expected: /^2:4 {2}not-yaml$/,
  },
  {
    name: 'parts within parts within parts',
    source: Array.from({ length: 40 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''),
    expected: /^33:33 {2}too-deep$/,
  },
  { name: 'more signs than any declaration has', source: ','.repeat(90_000).replace(/^/, '['), expected: /too-large/ },
  { name: 'a text far longer than a declaration', source: ' '.repeat(maxDeclarationLength + 1), expected: /too-large/ },
  {
    name: 'a number where a text belongs',
    source: text.replace('id: monitoring-and-response', 'id: 12'),
    expected: /\/id wrong-type/,
  },
  {
    name: 'the same purpose twice',
    source: text.replace(
      'purposes: [detect-threats, respond-to-threats]',
      'purposes: [detect-threats, detect-threats]',
    ),
    expected: /\/purposes twice/,
  },
  {
    name: 'no purpose',
    source: text.replace('purposes: [detect-threats, respond-to-threats]', 'purposes: []'),
    expected: /\/purposes too-short/,
  },
  {
    name: 'a term of no days',
    source: text.replace('amount: 90, unit: days', 'amount: 0, unit: days'),
    expected: /amount out-of-range/,
  },
  {
    name: 'a tag with a star in the middle',
    source: text.replace('attack.*', 'att*ck'),
    expected: /\/envelope\/tagsAllowed\/0 wrong-form/,
  },
  {
    name: 'a country in words',
    source: text.replace('country: NL', 'country: Nederland'),
    expected: /\/recipients\/0\/country wrong-form/,
  },
]

for (const { name, source, expected } of cases) {
  test(`not understood: ${name}`, () => {
    const faults = faultsOf(source)
    assert.ok(faults.length > 0)
    assert.match(faults.join('\n'), new RegExp(expected.source, 'm'))
  })
}

test('a list of more rows than any measure has', () => {
  const tagsAllowed = Array.from({ length: 1_001 }, (_, index) => `a${index}`)
  const faults = faultsOf(JSON.stringify({ ...model(), envelope: { ...model().envelope, tagsAllowed } }))
  assert.deepEqual(
    faults.map((fault) => fault.replace(/^\S+ /, '')),
    ['/envelope/tagsAllowed too-long'],
  )
})

test('of very many faults a hundred are told, and how many more there are at least', () => {
  const parsed = parseDeclaration(`${Array.from({ length: 4_000 }, (_, index) => `k${index}: 1\n`).join('')}id: x\n`)
  assert.ok(parsed.kind === 'faults')
  assert.equal(parsed.faults.length, 101)
  const last = parsed.faults.at(-1)
  assert.equal(last?.code, 'and-more')
  assert.ok((last.count ?? 0) > 300, JSON.stringify(last))
  const places = parsed.faults.filter(({ code }) => code === 'unknown-field').map(({ path, line }) => [path, line])
  assert.deepEqual(places.at(-1), [`/k${places.length - 1}`, places.length])
})

test('a country code that other readers of YAML take for "no" stays a text', () => {
  const parsed = parseDeclaration(text.replace('country: NL', 'country: NO'))
  assert.ok(parsed.kind === 'parsed')
  assert.equal(parsed.declaration.recipients[0]?.country, 'NO')
})

test('a place is found by its path; a path that does not exist gives the nearest place around it', () => {
  const parsed = parseDeclaration(text)
  assert.ok(parsed.kind === 'parsed')
  assert.equal(parsed.places('/looks/2').line, lineOf(text, '- id: desk-signals'))
  assert.equal(parsed.places('/envelope/levels').line, lineOf(text, '  levels:'))
  assert.deepEqual(parsed.places('/envelope/nothing/here'), parsed.places('/envelope'))
  assert.equal(parsed.places('').line, 2)
})

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (source) => {
      parseDeclaration(source)
    }),
  )
  const anything = fc.tuple(fc.nat({ max: text.length - 1 }), fc.nat({ max: 60 }), fc.string({ maxLength: 5 }))
  fc.assert(
    fc.property(anything, ([start, length, words]) => {
      parseDeclaration(text.slice(0, start) + words + text.slice(start + length))
    }),
    { numRuns: 30 },
  )
})
