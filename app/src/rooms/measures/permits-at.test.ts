import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compile, type Question } from './permit.ts'
import { endOf, permitsAt, type RunningPermit } from './permits-at.ts'
import { model } from './testing/declarations.ts'
import { regularised } from './testing/life-moves.ts'
import { type Move, untilActive, walk, wish } from './testing/lives.ts'

const zone = 'Europe/Amsterdam'
const declaration = model()
const permit = compile(declaration, 1)
const source = declaration.sources[0]?.id ?? ''
const look = declaration.looks.find(({ level }) => level === 'organisation')
const questions = {
  look: {
    kind: 'look',
    office: look?.offices[0] ?? 'analyst',
    level: 'organisation',
    subject: look?.subject ?? 'signals',
    source: look?.sources?.[0] ?? source,
    groupBy: [],
    precision: 'month',
    smallestGroup: 100,
  },
  response: { kind: 'response', response: 'isolate-device', office: 'analyst' },
  purpose: { kind: 'purpose', purpose: 'detect-threats' },
  protected: { kind: 'protected', office: 'works-council', part: 'contents' },
} as const satisfies Record<string, Question>

function running(moves: readonly Move[], on: string): RunningPermit {
  const { life, refused } = walk(moves)
  assert.deepEqual(refused, [])
  const end = endOf(life, on, zone)
  assert.ok(end !== undefined)
  return { id: 'measure-01', permit, ...end }
}

const emergency: readonly Move[] = [wish['emergency-called'], wish['emergency-started']]
const says = (one: RunningPermit, question: Question, at: string, begunAt?: string) => {
  const { permitted, because, ended } = permitsAt(
    one,
    question,
    new Date(at),
    begunAt === undefined ? undefined : new Date(begunAt),
  )
  return [permitted, because, ended]
}

describe('an emergency measure that does not account', () => {
  const one = running(emergency, '2027-01-04')

  test('permits looks until the last instant of the last day, by the clock of the organisation', () => {
    assert.equal(one.endsAt?.toISOString(), '2027-01-11T23:00:00.000Z')
    assert.deepEqual(says(one, questions.look, '2027-01-11T22:59:59.999Z'), [true, 'declared', undefined])
  })
  test('permits none from the next instant on, though nobody computed it again', () => {
    assert.deepEqual(says(one, questions.look, '2027-01-11T23:00:00Z'), [false, 'ended', 'account-late'])
    assert.deepEqual(says(one, questions.purpose, '2027-01-11T23:00:00Z'), [false, 'ended', 'account-late'])
  })
  test('lets containment finish that was begun before, and none that was begun after', () => {
    const late = '2027-01-12T09:00:00Z'
    assert.deepEqual(says(one, questions.response, late, '2027-01-11T20:00:00Z'), [true, 'declared', 'account-late'])
    assert.deepEqual(says(one, questions.response, late, '2027-01-11T23:00:00Z'), [false, 'ended', 'account-late'])
    assert.deepEqual(says(one, questions.response, late), [false, 'ended', 'account-late'])
  })
  test('lets nothing finish that was never permitted', () => {
    const undeclared = { kind: 'response', response: 'wipe-device', office: 'employee' } as const
    assert.equal(
      permitsAt(one, undeclared, new Date('2027-01-12T09:00:00Z'), new Date('2027-01-11T20:00:00Z')).permitted,
      false,
    )
  })
  test('keeps protected offices protected', () => {
    assert.deepEqual(says(one, questions.protected, '2027-02-12T09:00:00Z'), [
      false,
      'office-protected',
      'account-late',
    ])
  })
})

test('an emergency measure that accounted permits looks until its own end', () => {
  const one = running([...emergency, { step: wish.accounted, with: { on: '2027-01-11' } }], '2027-01-11')
  assert.deepEqual(says(one, questions.look, '2027-01-31T22:59:59Z'), [true, 'declared', undefined])
  assert.deepEqual(says(one, questions.look, '2027-01-31T23:00:00Z'), [false, 'ended', 'end-passed'])
})

test('what the council voided ends at the instant it said so', () => {
  const one = running([...regularised, { step: wish['nullity-invoked'], with: { on: '2027-01-20' } }], '2027-01-20')
  assert.deepEqual([one.endsAt?.toISOString(), one.ends], ['2027-01-20T10:00:00.000Z', 'suspended'])
  assert.deepEqual(says(one, questions.look, '2027-01-20T10:00:00Z'), [false, 'ended', 'suspended'])
})

test('what runs by a decision has no end by itself', () => {
  const one = running(untilActive, '2027-01-18')
  assert.deepEqual([one.by, one.endsAt, one.ends], ['decision', undefined, undefined])
  assert.deepEqual(says(one, questions.look, '2037-01-01T00:00:00Z'), [true, 'declared', undefined])
})

test('where nothing ran there is nothing to ask', () => {
  assert.equal(endOf(walk([wish.proposed]).life, '2027-01-04', zone), undefined)
})
