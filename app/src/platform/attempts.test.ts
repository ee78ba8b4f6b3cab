import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeAttempts, type Proving } from './attempts.ts'

const start = new Date('2026-09-01T10:00:00Z')
const after = (ms: number) => new Date(start.getTime() + ms)

function failing(times: number) {
  const attempts = makeAttempts()
  for (let at = 0; at < times; at += 1) attempts.fail('secret', '192.0.2.1', start)
  return attempts
}

const cases: readonly {
  name: string
  times: number
  at: Date
  address?: string
  way?: Proving
  expected: number | undefined
}[] = [
  { name: 'fewer than the most are heard', times: 59, at: start, expected: undefined },
  { name: 'after the most an address waits', times: 60, at: start, expected: 60 },
  { name: 'the wait grows shorter', times: 60, at: after(45_500), expected: 15 },
  { name: 'the end of the window itself is heard', times: 60, at: after(60_000), expected: undefined },
  { name: 'another way is heard', times: 500, at: start, way: 'sign-in', expected: undefined },
  { name: 'another address is heard', times: 500, at: start, address: '192.0.2.2', expected: undefined },
]
for (const { name, times, at, address, way, expected } of cases) {
  test(name, () => assert.equal(failing(times).waitS(way ?? 'secret', address ?? '192.0.2.1', at), expected))
}

test('many addresses do not fill the memory', () => {
  const attempts = failing(60)
  for (let at = 0; at < 10_000; at += 1) attempts.fail('secret', `2001:db8::${at}`, start)
  assert.equal(attempts.waitS('secret', '192.0.2.1', start), undefined)
})
