// Worked examples of terms, as facts: start, and the day or instant that the law gives. They were computed by hand from the
// articles, apart from this package, in October 2026.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askNamedTerm, type Question } from './ask.ts'
import type { TermName } from './named-terms.ts'

type DayCase = {
  readonly name: string
  readonly term: TermName
  readonly question: Question
  readonly counted?: string
  readonly safe: string
  readonly other?: string
}

const nl = 'nl' as const
const dk = 'dk' as const

const dayCases: readonly DayCase[] = [
  {
    name: 'a month from the last of January ends with February, a Sunday',
    term: 'privacy-request',
    question: { from: '2027-01-31', place: nl },
    safe: '2027-02-28',
    other: '2027-03-01',
  },
  {
    name: 'extended by two months it runs from the request, not from the moved day',
    term: 'privacy-request',
    question: { from: '2027-01-31', place: nl, extended: true },
    safe: '2027-04-30',
  },
  {
    name: 'a month that ends on Christmas Day',
    term: 'privacy-request',
    question: { from: '2026-11-25', place: dk },
    safe: '2026-12-25',
    other: '2026-12-28',
  },
  {
    name: 'the same, extended',
    term: 'privacy-request',
    question: { from: '2026-11-25', place: nl, extended: true },
    safe: '2027-02-25',
  },
  {
    name: 'received on 4 March means by the end of 4 April',
    term: 'privacy-request',
    question: { from: '2026-03-04', place: nl },
    safe: '2026-04-04',
    other: '2026-04-07',
  },
  {
    name: 'Woo: four weeks end on Christmas Day',
    term: 'woo-decision',
    question: { from: '2026-11-27' },
    counted: '2026-12-25',
    safe: '2026-12-28',
  },
  {
    name: 'Woo: two weeks more count from the request',
    term: 'woo-decision',
    question: { from: '2026-11-27', extended: true },
    safe: '2027-01-08',
  },
  {
    name: 'Woo: four weeks end on a Monday',
    term: 'woo-decision',
    question: { from: '2026-11-30' },
    safe: '2026-12-28',
  },
  {
    name: 'Woo: the same, extended',
    term: 'woo-decision',
    question: { from: '2026-11-30', extended: true },
    safe: '2027-01-11',
  },
  {
    name: 'WOR: a month ends on Easter Sunday',
    term: 'nullity-of-decision',
    question: { from: '2027-02-28' },
    counted: '2027-03-28',
    safe: '2027-03-30',
  },
  {
    name: 'WOR: a month ends on an equated day',
    term: 'nullity-of-decision',
    question: { from: '2027-04-07' },
    counted: '2027-05-07',
    safe: '2027-05-10',
  },
  {
    name: 'Awb: six weeks for objection',
    term: 'objection',
    question: { from: '2026-11-17' },
    safe: '2026-12-29',
  },
  {
    name: 'Denmark: seven working days over Christmas',
    term: 'openness-decision',
    question: { from: '2026-12-21' },
    safe: '2026-12-31',
  },
  {
    name: 'Denmark: the same where the house is closed on 24 and 31 December',
    term: 'openness-decision',
    question: { from: '2026-12-21', closedDays: ['12-24', '12-31'] },
    safe: '2026-12-31',
    other: '2027-01-05',
  },
  {
    name: 'Denmark: seven working days over Easter',
    term: 'openness-decision',
    question: { from: '2027-03-24' },
    safe: '2027-04-07',
  },
  {
    name: 'Denmark: fourteen working days over Easter',
    term: 'openness-complaint-possible',
    question: { from: '2027-03-24' },
    safe: '2027-04-16',
  },
  {
    name: 'Denmark: twenty working days over Easter',
    term: 'openness-appeal-decided',
    question: { from: '2027-03-24' },
    safe: '2027-04-26',
  },
  {
    name: 'final report on an incident: a month that ends on a Sunday',
    term: 'incident-final-report',
    question: { from: '2027-01-31', place: nl },
    safe: '2027-02-28',
    other: '2027-03-01',
  },
  {
    name: 'the same under Dutch law',
    term: 'incident-final-report-nl',
    question: { from: '2027-01-31' },
    safe: '2027-02-28',
    other: '2027-03-01',
  },
  {
    name: 'Denmark: a control measure starts six weeks after its notice, not before',
    term: 'control-measure-start',
    question: { from: '2027-02-01' },
    safe: '2027-03-15',
  },
  {
    name: 'Denmark: camera images go within thirty days',
    term: 'camera-images-erased',
    question: { from: '2026-11-01' },
    safe: '2026-12-01',
  },
  {
    name: 'whistleblower in the Netherlands: receipt within seven days',
    term: 'whistleblower-receipt-nl',
    question: { from: '2026-12-23' },
    safe: '2026-12-30',
  },
  {
    name: 'whistleblower in Denmark: receipt within seven days',
    term: 'whistleblower-receipt-dk',
    question: { from: '2026-12-23' },
    safe: '2026-12-30',
  },
  {
    name: 'whistleblower in the Netherlands: feedback three months later',
    term: 'whistleblower-feedback-nl',
    question: { from: '2026-12-30' },
    safe: '2027-03-30',
  },
  {
    name: 'whistleblower in Denmark: feedback three months later',
    term: 'whistleblower-feedback-dk',
    question: { from: '2026-12-30' },
    safe: '2027-03-30',
  },
  {
    name: 'ten weeks to exclude mail end on a Sunday: guidance, so nothing moves',
    term: 'official-mail-excluded',
    question: { from: '2026-11-22' },
    safe: '2027-01-31',
  },
  {
    name: 'a simple question over Christmas',
    term: 'simple-question-answered',
    question: { from: '2026-12-24' },
    safe: '2026-12-29',
  },
  {
    name: 'the date of an answer over New Year',
    term: 'answer-date-told',
    question: { from: '2026-12-24' },
    safe: '2027-01-11',
  },
]

for (const { name, term, question, counted, safe, other } of dayCases) {
  test(name, () => {
    const answer = askNamedTerm(term, question)
    assert.ok(answer.kind === 'day')
    assert.deepEqual(
      { counted: answer.counted, safe: answer.safe, other: answer.other },
      { counted: counted ?? answer.counted, safe, other },
    )
  })
}

const instantCases = [
  {
    name: '72 hours over Christmas do not move',
    from: '2026-12-24T16:30:00+01:00',
    wallClock: '2026-12-27T16:30:00+01:00',
  },
  {
    name: '72 hours over the clock of autumn are 72 hours',
    from: '2026-10-23T10:00:00+02:00',
    wallClock: '2026-10-26T09:00:00+01:00',
  },
  {
    name: '72 hours over the clock of spring are 72 hours',
    from: '2027-03-26T10:00:00+01:00',
    wallClock: '2027-03-29T11:00:00+02:00',
  },
]

for (const { name, from, wallClock } of instantCases) {
  for (const place of ['nl', 'dk'] as const) {
    test(`${name} (${place})`, () => {
      const answer = askNamedTerm('breach-to-authority', { from: new Date(from), place })
      assert.ok(answer.kind === 'instant')
      assert.equal(answer.wallClock, wallClock)
      assert.equal(answer.safe.getTime(), new Date(wallClock).getTime())
    })
  }
}
