import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCondition } from './condition.ts'
import { RuleError } from './fault.ts'
import { askRule, ruleOf } from './testing/ask.ts'

const selections = { a: { a: 1 }, b: { b: 1 }, sel_one: { c: 1 }, sel_two: { d: 1 }, _hidden: { e: 1 } }

const cases: readonly {
  readonly condition: string | readonly string[]
  readonly yes: readonly object[]
  readonly no: readonly object[]
}[] = [
  { condition: 'a and b', yes: [{ a: 1, b: 1 }], no: [{ a: 1 }] },
  { condition: 'a or b and sel_one', yes: [{ a: 1 }, { b: 1, c: 1 }], no: [{ b: 1 }] },
  { condition: '(a or b) and sel_one', yes: [{ a: 1, c: 1 }], no: [{ a: 1 }] },
  { condition: 'not a and b', yes: [{ b: 1 }], no: [{ a: 1, b: 1 }, {}] },
  { condition: 'not (a or not b)', yes: [{ b: 1 }], no: [{}, { a: 1, b: 1 }] },
  { condition: 'not not a', yes: [{ a: 1 }], no: [{}] },
  { condition: '1 of sel_*', yes: [{ c: 1 }, { d: 1 }], no: [{ a: 1 }] },
  { condition: 'all of sel_*', yes: [{ c: 1, d: 1 }], no: [{ c: 1 }] },
  { condition: 'any of them', yes: [{ a: 1 }], no: [{ e: 1 }] },
  { condition: 'all of them', yes: [{ a: 1, b: 1, c: 1, d: 1 }], no: [{ a: 1, b: 1, c: 1, e: 1 }] },
  { condition: '1 of _*', yes: [{ e: 1 }], no: [{ a: 1 }] },
  { condition: 'not 1 of sel_* and a', yes: [{ a: 1 }], no: [{ a: 1, c: 1 }] },
  { condition: 'a AND NOT b', yes: [{ a: 1 }], no: [{ a: 1, b: 1 }] },
  { condition: ['a', 'b'], yes: [{ a: 1 }, { b: 1 }], no: [{ c: 1 }] },
]

for (const { condition, yes, no } of cases) {
  test(`condition ${JSON.stringify(condition)}`, () => {
    const rule = ruleOf({ ...selections, condition })
    for (const event of yes) assert.equal(askRule(rule, event), true, JSON.stringify(event))
    for (const event of no) assert.equal(askRule(rule, event), false, JSON.stringify(event))
  })
}

const refused: readonly { readonly text: string; readonly offset: number; readonly message: RegExp }[] = [
  { text: '', offset: 0, message: /expected a selection, got the end/ },
  { text: 'a and', offset: 5, message: /got the end/ },
  { text: 'a b', offset: 2, message: /"and", "or" or the end, got "b"/ },
  { text: 'a and (b', offset: 8, message: /expected "\)"/ },
  { text: 'a)', offset: 1, message: /got "\)"/ },
  { text: 'a and c', offset: 6, message: /name of a selection of this rule, got "c"/ },
  { text: '1 of x*', offset: 5, message: /fits a selection/ },
  { text: '2 of them', offset: 0, message: /"1 of"/ },
  { text: 'a | count() > 5', offset: 2, message: /correlation rule/ },
  { text: 'a and b.c', offset: 6, message: /letters, digits/ },
  { text: `${'('.repeat(200)}a`, offset: 65, message: /at most 64 levels/ },
]

for (const { text, offset, message } of refused) {
  test(`refused with its place: ${text.slice(0, 20)}`, () => {
    assert.throws(
      () => parseCondition(text, ['a', 'b']),
      (error) => error instanceof RuleError && message.test(error.message) && error.fault.offset === offset,
    )
  })
}
