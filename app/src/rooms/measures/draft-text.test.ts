import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseDocument } from 'yaml'
import { openText, pointerOf, type Step, stepsOf, valueAt, withoutRow, withRow, withValue } from './draft-text.ts'
import { model, modelText } from './testing/declarations.ts'

const text = modelText('monitoring-and-response')
const models = readdirSync(new URL('./models', import.meta.url)).map((name) => name.replace('.yaml', ''))

/** Lines of the second text that the first one does not have at the same place from above or from below. */
function linesTouched(before: string, after: string): number {
  const [left, right] = [before.split('\n'), after.split('\n')]
  let head = 0
  while (head < right.length && left[head] === right[head]) head++
  let tail = 0
  while (tail < right.length - head && left.at(-1 - tail) === right.at(-1 - tail)) tail++
  return right.length - head - tail
}

function readValue(source: string): unknown {
  const opened = openText(source)
  assert.ok(opened.kind === 'open')
  return opened.value
}

for (const name of models) {
  test(`a change of one word in the model ${name} touches one line`, () => {
    const before = modelText(name)
    const after = withValue(before, ['tool', 'name'], 'Vuurtoren: versie "2" # niet echt')
    assert.equal(linesTouched(before, after), 1)
    assert.equal(valueAt(readValue(after), ['tool', 'name']), 'Vuurtoren: versie "2" # niet echt')
  })
}

test('comments, unknown parts and blank lines stay, wherever the change is', () => {
  const before = `# first\nid: one # beside\n\n# of ours\nours: { a: 1,   b: [ 2,3 ] }\nlist:\n  # above a\n  - a # right of a\n  - b\nlast: x\n`
  const after = withValue(before, ['last'], 'y')
  assert.equal(after, before.replace('last: x', 'last: y'))
  assert.equal(withValue(before, ['id'], 'two'), before.replace('id: one', 'id: two'))
  assert.equal(withoutRow(before, ['list'], 1), before.replace('  - b\n', ''))
  const added = withRow(before, ['list'], 'c')
  for (const kept of ['# first', '# beside', '# of ours', '{ a: 1,   b: [ 2,3 ] }', '# above a', '# right of a']) {
    assert.ok(added.includes(kept), `${kept}: ${added}`)
  }
  assert.deepEqual(valueAt(readValue(added), ['list']), ['a', 'b', 'c'])
})

test('a place that is taken out is gone, and nothing else is', () => {
  const after = withValue(text, ['dpia', 'residualRisk'], undefined)
  const { residualRisk: _, ...rest } = model().dpia
  assert.deepEqual(readValue(after), { ...model(), dpia: rest })
})

test('a place that is not there is made, with what lies on the way', () => {
  const after = withValue('id: x\n', ['dpia', 'priorConsultation', 'date'], '2026-11-01')
  assert.deepEqual(readValue(after), { id: 'x', dpia: { priorConsultation: { date: '2026-11-01' } } })
  const row = withValue('id: x\n', ['sources', 0, 'id'], 'windows')
  assert.deepEqual(readValue(row), { id: 'x', sources: [{ id: 'windows' }] })
  assert.deepEqual(readValue(withRow('id: x\n', ['looks'], { id: 'desk' })), { id: 'x', looks: [{ id: 'desk' }] })
})

test('JSON stays JSON, with the indent that it had', () => {
  for (const indent of [0, 2, '\t']) {
    const before = JSON.stringify(model(), null, indent)
    const after = withValue(before, ['owner'], 'im-head')
    assert.equal(after.trimEnd(), JSON.stringify({ ...model(), owner: 'im-head' }, null, indent))
  }
})

test('words that YAML could read as something else stay words', () => {
  for (const words of [
    'no',
    '12',
    'null',
    '2026-01-01',
    '- a',
    'a: b',
    '# c',
    '',
    ' x ',
    'één\ntwee',
    '\t',
    '&a',
    '"',
  ]) {
    assert.equal(valueAt(readValue(withValue(text, ['necessity', 'nl'], words)), ['necessity', 'nl']), words)
    assert.equal(valueAt(readValue(withValue(text, ['tool', 'name'], words)), ['tool', 'name']), words)
  }
})

test('no form is made of what is not one document with named parts', () => {
  for (const source of ['', '- a\n', 'word', '{', 'a: 1\n---\nb: 2\n', 'a: 1\na: 2\n']) {
    assert.equal(openText(source).kind, 'closed', source)
    assert.throws(() => withValue(source, ['a'], 1), TypeError, source)
  }
})

test('whatever is typed at whatever place is read back, and every other value and comment stays', () => {
  const leaves = leavesOf(model())
  const comments = parseDocument(text).commentBefore
  fc.assert(
    fc.property(fc.constantFrom(...leaves), fc.string({ maxLength: 30, unit: 'grapheme' }), (path, typed) => {
      const after = withValue(text, path, typed)
      assert.equal(valueAt(readValue(after), path), typed)
      assert.deepEqual(readValue(withValue(after, path, valueAt(model(), path))), model())
      assert.equal(parseDocument(after).commentBefore, comments)
    }),
    { numRuns: 60 },
  )
})

test('a pointer and its steps are the same place', () => {
  for (const path of [[], ['a'], ['sources', 0, 'fields', 12], ['a/b', '~1'], ['']] as const) {
    assert.deepEqual(stepsOf(pointerOf(path)), path)
  }
})

test('nothing that an object has from elsewhere is a value', () => {
  assert.equal(valueAt({}, ['constructor']), undefined)
  assert.equal(valueAt([], ['length', 'x']), undefined)
  assert.equal(valueAt(null, ['a']), undefined)
})

function leavesOf(value: unknown, path: readonly Step[] = []): readonly (readonly Step[])[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => leavesOf(one, [...path, index]))
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, one]) => leavesOf(one, [...path, key]))
  }
  return typeof value === 'string' ? [path] : []
}
