import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { askNamedTerm, askTerm } from './ask.ts'
import { TermError } from './term-error.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const examples = [...readme.matchAll(/```ts\n(.*?)```/gs)].flatMap(([, block = '']) => block.trim().split('\n'))

function evaluate(code: string): unknown {
  return new Function('askNamedTerm', 'askTerm', `return (${code})`)(askNamedTerm, askTerm)
}

test('every example of the README gives what it says', () => {
  assert.ok(examples.length >= 10)
  for (const example of examples) {
    const [code = '', expected = ''] = example.split(' // ')
    const faults = /^throws '(.*)'$/.exec(expected)?.[1]
    if (faults === undefined) {
      assert.deepEqual(evaluate(code), evaluate(expected), example)
    } else {
      assert.throws(
        () => evaluate(code),
        (error) => error instanceof TermError && error.message === `term not understood: ${faults}`,
        example,
      )
    }
  }
})

test('the README explains every doubt', () => {
  const union = readFileSync(new URL('./term.ts', import.meta.url), 'utf8')
  const codes = /export type Doubt =(.*?)\n\n/s.exec(union)?.[1]?.match(/(?<=\| ')[a-z-]+(?=')/g) ?? []
  assert.ok(codes.length > 5)
  for (const code of codes) assert.ok(readme.includes(`| \`${code}\` |`), code)
})
