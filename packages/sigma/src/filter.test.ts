import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stringify } from 'yaml'
import { formatFault } from './fault.ts'
import { loadRuleSet, type RuleSet } from './rule-file.ts'
import { askRule } from './testing/ask.ts'

type Document = Readonly<Record<string, unknown>>

const id = '11111111-2222-3333-4444-555555555555'
const rule: Document = {
  title: 'Rule',
  id,
  name: 'by_name',
  logsource: { product: 'test', category: 'process_creation' },
  detection: { selection: { a: 1 }, selection_two: { a: 2 }, condition: '1 of selection*' },
}
const filter: Document = {
  title: 'Filter',
  logsource: { product: 'test' },
  filter: { rules: [id], selection: { User: 'known' }, condition: 'not selection' },
}

function load(...documents: readonly Document[]): RuleSet {
  return loadRuleSet(documents.map((one, index) => ({ name: `f${index}`, text: stringify(one) })))
}

/** Whether an event of the known user is left out. */
function leavesOut(own: Document, of: Document = rule): boolean {
  const set = load(of, own)
  assert.deepEqual(set.faults, [])
  const [loaded] = set.rules
  assert.ok(loaded !== undefined)
  assert.equal(askRule(loaded, { a: 1, User: 'other' }), true)
  return !askRule(loaded, { a: 2, User: 'KNOWN' })
}

function withFilter(changes: Document): Document {
  return { ...filter, filter: { ...(filter.filter as Document), ...changes } }
}

test('a filter is named by id, whatever its case, by name, alone or in a list, or means any rule', () => {
  assert.equal(leavesOut(filter), true)
  assert.equal(leavesOut(withFilter({ rules: [id.toUpperCase()] })), true)
  assert.equal(leavesOut(withFilter({ rules: 'by_name' })), true)
  assert.equal(leavesOut(withFilter({ rules: ['other', 'by_name'] })), true)
  assert.equal(leavesOut(withFilter({ rules: 'any' })), true)
  assert.equal(leavesOut(withFilter({ rules: ['other'] })), false)
})

test('a filter applies to rules whose log source lies in its own', () => {
  const on = (logsource: Document): Document => ({ ...filter, logsource })
  assert.equal(leavesOut(on({ category: 'process_creation' })), true)
  assert.equal(leavesOut(on({ category: 'process_creation', product: 'test' })), true)
  assert.equal(leavesOut(on({ category: 'process_creation', product: 'other' })), false)
  assert.equal(leavesOut(on({ product: 'test', service: 'x' })), false)
})

test('no condition of a rule reaches the selections of a filter, and several filters add up', () => {
  const second = withFilter({ selection: { Host: 'h' }, rules: 'any' })
  const { rules, faults } = load(
    { ...rule, detection: { s: { a: 1 }, t: { b: 1 }, condition: 'all of them' } },
    filter,
    second,
  )
  assert.deepEqual(faults, [])
  const [loaded] = rules
  assert.ok(loaded !== undefined)
  assert.equal(askRule(loaded, { a: 1, b: 1 }), true)
  assert.equal(askRule(loaded, { a: 1, b: 1, User: 'known' }), false)
  assert.equal(askRule(loaded, { a: 1, b: 1, Host: 'h' }), false)
})

test('the condition of a filter is any condition, over its own selections', () => {
  const own = withFilter({
    rules: 'any',
    selection: { User: 'known' },
    selection_b: { Host: 'h' },
    other: { Host: 'x' },
    condition: 'not (1 of selection* or all of them)',
  })
  const [loaded] = load(rule, own).rules
  assert.ok(loaded !== undefined)
  assert.equal(askRule(loaded, { a: 1, Host: 'H' }), false)
  assert.equal(askRule(loaded, { a: 1, Host: 'x' }), true)
})

test('a filter that does nothing is told', () => {
  const outside = { ...filter, logsource: { product: 'other' } }
  const unknown = withFilter({ rules: ['gone', id] })
  const warnings = load(rule, outside, unknown).warnings.map((one) => formatFault(one.file, one))
  assert.deepEqual(warnings, [
    `f1:6:7: the rule "${id}" has a log source outside that of this filter`,
    'f2:6:7: expected the id or name of a rule of this set, got "gone"',
  ])
})

const broken: readonly (readonly [name: string, document: Document, fault: string])[] = [
  ['no log source', { ...filter, logsource: undefined }, 'f0:1:1: expected a map with category, product or service'],
  ['no section', { ...filter, filter: 'x' }, 'f0:4:9: expected a map with rules, selections and a condition'],
  ['no rules', withFilter({ rules: undefined }), 'f0:5:3: expected "any" or a list of ids or names of rules'],
  ['an empty list of rules', withFilter({ rules: [] }), 'f0:5:10: expected "any" or a list of ids or names of rules'],
  ['a rule that is no text', withFilter({ rules: [7] }), 'f0:6:7: expected the id or name of a rule'],
  ['no condition', withFilter({ condition: undefined }), 'f0:5:3: expected one condition'],
  ['several conditions', withFilter({ condition: ['selection', 'selection'] }), 'f0:10:5: expected one condition'],
  [
    'a selection that is not there',
    withFilter({ condition: 'not x' }),
    'f0:9:18: expected the name of a selection of this rule, got "x"',
  ],
  ['a modifier', withFilter({ selection: { 'a|contain': 1 } }), 'f0:8:16: modifier "contain": not known'],
  [
    'two kinds in one document',
    { ...filter, detection: { s: { a: 1 }, condition: 's' } },
    'f0:5:3: expected either detection or filter in one document',
  ],
]

for (const [name, document, fault] of broken) {
  test(`a filter is refused: ${name}`, () => {
    const { faults } = load(document)
    assert.deepEqual(
      faults.map((one) => formatFault(one.file, one)),
      [fault],
    )
  })
}
