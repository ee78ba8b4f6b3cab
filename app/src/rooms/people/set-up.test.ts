import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setUpSteps } from './set-up.ts'
import { tasks } from './task-table.ts'

const complete = { people: 400, administrators: 2, cannotSignIn: 0, hasPasskey: true, stopped: [] }

const rows: readonly { name: string; facts: Parameters<typeof setUpSteps>[0]; open: readonly string[] }[] = [
  { name: 'a complete house has nothing left', facts: complete, open: [] },
  {
    name: 'a house with one administrator and nobody else',
    facts: { people: 1, administrators: 1, cannotSignIn: 0, hasPasskey: false, stopped: tasks.map(({ code }) => code) },
    open: ['staff', 'passkey', 'second-administrator', 'offices'],
  },
  { name: 'two administrators alone are no staff list', facts: { ...complete, people: 2 }, open: ['staff'] },
  { name: 'one person more is one', facts: { ...complete, people: 3 }, open: [] },
  { name: 'no DPO: no first measure', facts: { ...complete, stopped: ['dpo-advice'] }, open: ['offices'] },
  { name: 'a task for later may wait', facts: { ...complete, stopped: ['publication'] }, open: [] },
  { name: 'one administrator', facts: { ...complete, administrators: 1 }, open: ['second-administrator'] },
]

for (const { name, facts, open } of rows) {
  test(`set-up: ${name}`, () => {
    assert.deepEqual(
      setUpSteps(facts).flatMap(({ step, done }) => (done ? [] : step)),
      open,
    )
  })
}

test('a second administrator who cannot sign in is not done, and is told', () => {
  const steps = setUpSteps({ ...complete, administrators: 1, cannotSignIn: 1 })
  assert.deepEqual(
    steps.filter(({ done }) => !done),
    [{ step: 'second-administrator', done: false, cannotSignIn: 1 }],
  )
})
