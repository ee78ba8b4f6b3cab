import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestEvent } from 'node:test/reporters'
import { type Outcome, report } from './test-report.ts'

type Reported = { readonly text: string; readonly outcome: Outcome }

// The runner's events carry more than the report reads; only what it reads is made here.
function event(type: string, data: object): TestEvent {
  return { type, data: { file: '/house/app/a.test.ts', nesting: 0, line: 7, ...data } } as unknown as TestEvent
}

const failure = (words: string, failureType = 'testCodeFailure') =>
  Object.assign(new Error('wrapper'), { failureType, cause: words })

const ended = event('test:summary', { file: undefined, counts: { tests: 3 }, duration_ms: 1, success: true })

async function reported(...events: readonly TestEvent[]): Promise<Reported> {
  async function* stream() {
    yield* events
  }
  let text = ''
  const write = (part: string): void => {
    text += part
  }
  const outcome = await report(stream(), write, '/house', () => ['a note'])
  return { text, outcome }
}

test('a failure shows its whole title, its place and the words of the error', async () => {
  const { text, outcome } = await reported(
    event('test:start', { name: 'mandates' }),
    event('test:start', { name: 'the end instant is too late', nesting: 1, line: 9 }),
    event('test:fail', {
      name: 'the end instant is too late',
      nesting: 1,
      line: 9,
      details: { error: failure('expected refused') },
    }),
    ended,
  )
  assert.match(text, /✖ mandates › the end instant is too late\n {2}app\/a\.test\.ts:9\n {4}expected refused/)
  assert.equal(outcome.failed, 1)
})

test('a suite that fails only through its tests is not a second failure', async () => {
  const { outcome } = await reported(
    event('test:fail', { name: 'inner', nesting: 1, details: { error: failure('why') } }),
    event('test:fail', { name: 'outer', details: { error: failure('1 subtest failed', 'subtestsFailed') } }),
    ended,
  )
  assert.equal(outcome.failed, 1)
})

test('a file whose process was ended says by what', async () => {
  const error = Object.assign(failure('test failed'), { exitCode: null, signal: 'SIGSEGV' })
  const { text } = await reported(event('test:fail', { name: '/house/app/a.test.ts', details: { error } }), ended)
  assert.match(text, /✖ the file itself\n.*\n {4}test failed\n {4}its process was ended by SIGSEGV/)
})

test('a file that cannot be loaded is a failure', async () => {
  const { text, outcome } = await reported(
    event('test:stderr', { message: 'SyntaxError: here\n' }),
    event('test:fail', { name: '/house/app/a.test.ts', details: { error: failure('test failed') } }),
    ended,
  )
  assert.equal(outcome.failed, 1)
  assert.match(text, /✖ the file itself/)
  assert.match(text, /what app\/a\.test\.ts printed:\n {4}SyntaxError: here/)
})

test('what a passing file prints is not shown', async () => {
  const { text } = await reported(event('test:stdout', { message: 'listening on 1234\n' }), ended)
  assert.doesNotMatch(text, /listening/)
})

test('skipped tests are counted by reason, also those without one', async () => {
  const { text } = await reported(
    event('test:pass', { name: 'one', skip: 'no Chromium' }),
    event('test:pass', { name: 'two', skip: 'no Chromium' }),
    event('test:pass', { name: 'three', skip: true }),
    ended,
  )
  assert.match(text, /skipped 2 tests: no Chromium\n/)
  assert.match(text, /skipped 1 test: no reason given\n/)
})

test('the totals of the runner are the last lines, after the notes', async () => {
  const { text } = await reported(
    event('test:diagnostic', { message: 'tests 3' }),
    event('test:diagnostic', { message: 'duration_ms 1' }),
    ended,
  )
  assert.ok(text.endsWith('a note\nℹ tests 3\nℹ duration_ms 1\n'), text)
})
