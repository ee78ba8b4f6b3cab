import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { askNamedTerm, askTerm, type Question } from './ask.ts'
import { type HolidayList, holidaysOf } from './holidays.ts'
import { addDays, addMonths, type LocalDate, localDate, weekday } from './local-date.ts'
import { namedTerms, type TermName } from './named-terms.ts'
import type { Bearing, DayAnswer, Law, Length, Term } from './term.ts'
import { dayOff, nextWorkingDay } from './working-days.ts'

function term(law: Law, length: Length, more: Partial<Term> = {}): Term {
  return { law, basis: 'act', direction: 'after', bearing: 'act-by', article: 'article 1', length, ...more }
}

const days = (amount: number): Length => ({ amount, unit: 'days' })

function day(answer: ReturnType<typeof askTerm>): DayAnswer {
  assert.ok(answer.kind === 'day')
  return answer
}

const ends = [
  {
    name: 'a term in a Dutch act moves to the next working day',
    term: term('nl', days(9)),
    from: '2026-12-16',
    counted: '2026-12-25',
    safe: '2026-12-28',
    articles: ['article 1', 'Algemene termijnenwet art. 1(1)'],
    skipped: '2026-12-25 christmas-day both, 2026-12-26 second-christmas-day both, 2026-12-27 sunday both',
    doubts: [],
  },
  {
    name: 'three days over Christmas are stretched to two working days',
    term: term('nl', days(3)),
    from: '2026-12-24',
    counted: '2026-12-27',
    safe: '2026-12-29',
    articles: ['article 1', 'Algemene termijnenwet art. 1(1)', 'Algemene termijnenwet art. 2'],
    skipped: '2026-12-27 sunday both',
    doubts: [],
  },
  {
    name: 'two days over Christmas are not stretched, only moved',
    term: term('nl', days(2)),
    from: '2026-12-24',
    counted: '2026-12-26',
    safe: '2026-12-28',
    articles: ['article 1', 'Algemene termijnenwet art. 1(1)'],
    skipped: '2026-12-26 second-christmas-day both, 2026-12-27 sunday both',
    doubts: [],
  },
  {
    name: 'ninety days move',
    term: term('nl', days(90)),
    from: '2026-09-26',
    counted: '2026-12-25',
    safe: '2026-12-28',
    articles: ['article 1', 'Algemene termijnenwet art. 1(1)'],
    skipped: '2026-12-25 christmas-day both, 2026-12-26 second-christmas-day both, 2026-12-27 sunday both',
    doubts: [],
  },
  {
    name: 'ninety-one days do not, and so end before ninety do',
    term: term('nl', days(91)),
    from: '2026-09-26',
    counted: '2026-12-26',
    safe: '2026-12-26',
    articles: ['article 1', 'Algemene termijnenwet art. 4'],
    skipped: '',
    doubts: [],
  },
  {
    name: 'thirteen weeks do not move',
    term: term('nl', { amount: 13, unit: 'weeks' }),
    from: '2026-09-26',
    counted: '2026-12-26',
    safe: '2026-12-26',
    articles: ['article 1', 'Algemene termijnenwet art. 4'],
    skipped: '',
    doubts: [],
  },
  {
    name: 'three months move',
    term: term('nl', { amount: 3, unit: 'months' }),
    from: '2026-09-26',
    counted: '2026-12-26',
    safe: '2026-12-28',
    articles: ['article 1', 'Algemene termijnenwet art. 1(1)'],
    skipped: '2026-12-26 second-christmas-day both, 2026-12-27 sunday both',
    doubts: [],
  },
  {
    name: 'four months do not move',
    term: term('nl', { amount: 4, unit: 'months' }),
    from: '2026-08-26',
    counted: '2026-12-26',
    safe: '2026-12-26',
    articles: ['article 1', 'Algemene termijnenwet art. 4'],
    skipped: '',
    doubts: [],
  },
  {
    name: 'a year does not move, and 29 February becomes 28 February',
    term: term('nl', { amount: 1, unit: 'years' }),
    from: '2028-02-29',
    counted: '2029-02-28',
    safe: '2029-02-28',
    articles: ['article 1', 'Algemene termijnenwet art. 4'],
    skipped: '',
    doubts: [],
  },
  {
    name: 'an order in council follows the act on terms, and the answer says by which article',
    term: term('nl', days(9), { basis: 'order' }),
    from: '2026-12-16',
    counted: '2026-12-25',
    safe: '2026-12-28',
    articles: ['article 1', 'Algemene termijnenwet art. 1(1)', 'Algemene termijnenwet art. 5'],
    skipped: '2026-12-25 christmas-day both, 2026-12-26 second-christmas-day both, 2026-12-27 sunday both',
    doubts: [],
  },
  {
    name: 'a promise or agreement does not move',
    term: term('nl', days(9), { basis: 'agreement' }),
    from: '2026-12-16',
    counted: '2026-12-25',
    safe: '2026-12-25',
    articles: ['article 1'],
    skipped: '',
    doubts: [],
  },
  {
    name: 'a Dutch term that counts back does not move',
    term: term('nl', days(14), { direction: 'before' }),
    from: '2027-01-08',
    counted: '2026-12-25',
    safe: '2026-12-25',
    articles: ['article 1', 'Algemene termijnenwet art. 1(2)'],
    skipped: '',
    doubts: [],
  },
  {
    name: 'a Union term that counts back does not move',
    term: term('eu', days(14), { direction: 'before' }),
    from: '2027-01-08',
    counted: '2026-12-25',
    safe: '2026-12-25',
    articles: ['article 1', 'Regulation 1182/71 art. 3(1)-(2)', 'Regulation 1182/71 art. 3(4)'],
    skipped: '',
    doubts: [],
  },
  {
    name: 'no equated day moves a Union term',
    term: term('eu', days(7)),
    from: '2027-04-30',
    counted: '2027-05-07',
    safe: '2027-05-07',
    articles: ['article 1', 'Regulation 1182/71 art. 3(1)-(2)'],
    skipped: '',
    doubts: [],
  },
  {
    name: 'two days of Union law over Christmas hold no working days, which is said and not computed with',
    term: term('eu', days(2)),
    from: '2026-12-24',
    counted: '2026-12-26',
    safe: '2026-12-26',
    other: '2026-12-28',
    articles: ['article 1', 'Regulation 1182/71 art. 3(1)-(2)', 'Regulation 1182/71 art. 3(4)'],
    skipped: '2026-12-26 second-christmas-day other, 2026-12-27 sunday other',
    doubts: ['union-roll-over-argued', 'two-working-days-argued'],
  },
  {
    name: 'a Danish last day stays; where it might go is the other reading',
    term: term('dk', days(9)),
    from: '2026-12-16',
    counted: '2026-12-25',
    safe: '2026-12-25',
    other: '2026-12-28',
    articles: ['article 1'],
    skipped: '2026-12-25 christmas-day other, 2026-12-26 second-christmas-day other, 2026-12-27 sunday other',
    doubts: ['danish-roll-over-argued'],
  },
  {
    name: 'until somebody else may no longer act, the later reading is the safe one',
    term: term('dk', days(9), { bearing: 'may-until' }),
    from: '2026-12-16',
    counted: '2026-12-25',
    safe: '2026-12-28',
    other: '2026-12-25',
    articles: ['article 1'],
    skipped: '2026-12-25 christmas-day safe, 2026-12-26 second-christmas-day safe, 2026-12-27 sunday safe',
    doubts: ['danish-roll-over-argued'],
  },
  {
    name: 'what must be gone does not wait for a working day',
    term: term('nl', days(9), { bearing: 'erase-by' }),
    from: '2026-12-16',
    counted: '2026-12-25',
    safe: '2026-12-25',
    articles: ['article 1'],
    skipped: '',
    doubts: [],
  },
  {
    name: 'after 2028 the answer says that equated days are not known yet',
    term: term('nl', days(7)),
    from: '2029-05-04',
    counted: '2029-05-11',
    safe: '2029-05-11',
    articles: ['article 1'],
    skipped: '',
    doubts: ['equated-days-unknown'],
  },
  {
    name: 'a promise counts Good Friday as a working day, unless the other reading is right',
    term: term('nl', { amount: 2, unit: 'working-days' }, { basis: 'guidance' }),
    from: '2026-04-01',
    counted: '2026-04-03',
    safe: '2026-04-03',
    other: '2026-04-07',
    articles: ['article 1'],
    skipped:
      '2026-04-03 good-friday other, 2026-04-04 saturday other, 2026-04-05 sunday other, 2026-04-06 easter-monday other',
    doubts: ['legal-holidays-argued'],
  },
  {
    name: 'working days back from an event, for a notice',
    term: term('nl', { amount: 2, unit: 'working-days' }, { direction: 'before' }),
    from: '2026-12-29',
    counted: '2026-12-24',
    safe: '2026-12-24',
    articles: ['article 1', 'Algemene termijnenwet art. 1(2)'],
    skipped: '2026-12-25 christmas-day both, 2026-12-26 second-christmas-day both, 2026-12-27 sunday both',
    doubts: [],
  },
  {
    name: 'working days back in a house that closes: the earlier day is the safe one',
    term: term('dk', { amount: 2, unit: 'working-days' }, { direction: 'before' }),
    from: '2026-12-29',
    closedDays: ['2026-12-24'],
    counted: '2026-12-24',
    safe: '2026-12-23',
    other: '2026-12-24',
    articles: ['article 1'],
    skipped:
      '2026-12-24 closed-day safe, 2026-12-25 christmas-day both, 2026-12-26 second-christmas-day both, 2026-12-27 sunday both',
    doubts: ['closed-days-argued', 'danish-working-days-unconfirmed'],
  },
  {
    name: 'nothing at all after the event is the event itself',
    term: term('dk', { amount: 0, unit: 'working-days' }),
    from: '2026-12-23',
    counted: '2026-12-23',
    safe: '2026-12-23',
    articles: ['article 1'],
    skipped: '',
    doubts: ['danish-working-days-unconfirmed'],
  },
]

for (const { name, term, from, closedDays, counted, safe, other, articles, skipped, doubts } of ends) {
  test(name, () => {
    const answer = day(askTerm(term, { from, place: 'nl', ...(closedDays ? { closedDays } : {}) }))
    assert.deepEqual(
      {
        counted: answer.counted,
        safe: answer.safe,
        other: answer.other,
        articles: answer.articles,
        skipped: answer.skipped.map(({ date, reason, reading }) => `${date} ${reason} ${reading}`).join(', '),
        doubts: answer.doubts,
      },
      { counted, safe, other, articles, skipped, doubts },
    )
  })
}

test('a suspended Woo request runs on for as many days as it stood still, and for the days of a second suspension', () => {
  const question = {
    from: '2026-10-01',
    suspended: [
      { first: '2026-10-12', last: '2026-10-16' },
      { first: '2026-10-30', last: '2026-11-01' },
    ],
  }
  const answer = day(askNamedTerm('woo-decision', question))
  // Four weeks end on 29 October; five days make it 3 November, and of those three stand still: 6 November.
  assert.equal(answer.safe, '2026-11-06')
  assert.equal(answer.other, undefined)
  assert.equal(answer.skipped.filter(({ reason }) => reason === 'suspended').length, 8)
})

test('waiting for proof of identity is only the other reading of a privacy request', () => {
  const suspended = [{ first: '2026-10-12', last: '2026-10-16' }]
  const answer = day(askNamedTerm('privacy-request', { from: '2026-10-01', place: 'nl', suspended }))
  assert.equal(answer.safe, '2026-11-01')
  assert.equal(answer.other, '2026-11-06')
  assert.deepEqual(answer.doubts, ['suspension-argued'])
})

test('the hour of the event may not count, and the Christmas days give an argument when it was late', () => {
  const answer = askNamedTerm('breach-to-authority', { from: new Date('2026-12-24T15:30:00Z'), place: 'nl' })
  assert.ok(answer.kind === 'instant')
  assert.equal(answer.other?.toISOString(), '2026-12-27T16:00:00.000Z')
  assert.deepEqual(answer.doubts, ['hour-of-event-argued', 'two-working-days-argued'])
  const plain = askNamedTerm('breach-to-authority', { from: new Date('2026-11-10T15:30:00Z'), place: 'nl' })
  assert.deepEqual(plain.doubts, ['hour-of-event-argued'])
})

test('on one day Dutch, Danish and Union law give three answers', () => {
  // The day after Ascension Day 2026 is equated with a holiday, in Dutch acts alone.
  const from = '2026-05-08'
  assert.equal(day(askTerm(term('nl', days(7)), { from })).safe, '2026-05-18')
  assert.equal(day(askTerm(term('eu', days(7)), { from, place: 'nl' })).safe, '2026-05-15')
  assert.equal(day(askTerm(term('dk', days(7)), { from })).safe, '2026-05-15')
  // Maundy Thursday is a holiday in Denmark alone, 5 May and King's Day in the Netherlands alone.
  const next = { amount: 1, unit: 'working-days' } as const
  assert.equal(day(askTerm(term('dk', next), { from: '2026-04-01' })).safe, '2026-04-07')
  assert.equal(day(askTerm(term('nl', next), { from: '2026-04-01' })).safe, '2026-04-02')
  assert.equal(day(askTerm(term('eu', next), { from: '2026-05-04', place: 'dk' })).safe, '2026-05-05')
  assert.equal(day(askTerm(term('eu', next), { from: '2026-05-04', place: 'nl' })).safe, '2026-05-06')
})

// Properties

const dates = fc.integer({ min: 0, max: 45_000 }).map((offset) => addDays(localDate('2014-01-01'), offset))
const lists = fc.constantFrom<HolidayList>('nl-awt', 'nl', 'eu-nl', 'dk')
const laws = fc.constantFrom<Law>('eu', 'nl', 'dk', 'house')
const bearings = fc.constantFrom<Bearing>('act-by', 'erase-by', 'may-until', 'not-before', 'keep-until')
const lengths = fc.oneof(
  fc.record({ unit: fc.constant('days' as const), amount: fc.integer({ min: 0, max: 200 }) }),
  fc.record({ unit: fc.constant('working-days' as const), amount: fc.integer({ min: 0, max: 60 }) }),
  fc.record({ unit: fc.constant('weeks' as const), amount: fc.integer({ min: 0, max: 30 }) }),
  fc.record({ unit: fc.constant('months' as const), amount: fc.integer({ min: 0, max: 30 }) }),
  fc.record({ unit: fc.constant('years' as const), amount: fc.integer({ min: 0, max: 20 }) }),
)
const terms = fc
  .record({ law: laws, length: lengths, bearing: bearings })
  .map(({ law, length, bearing }) => term(law, length, { bearing }))
const questions = fc.record({
  from: dates,
  place: fc.constantFrom('nl' as const, 'dk' as const),
  closedDays: fc.constantFrom([], ['12-24', '12-31', '06-05']),
})

function readings(answer: DayAnswer): readonly LocalDate[] {
  return answer.other === undefined ? [answer.safe] : [answer.safe, answer.other]
}

test('no reading ends before the start, and none before the day as counted', () => {
  fc.assert(
    fc.property(terms, questions, (one, question) => {
      const answer = day(askTerm(one, question))
      for (const end of readings(answer)) assert.ok(end >= answer.counted && answer.counted >= question.from)
    }),
  )
})

test('counting back, no reading ends after the start', () => {
  fc.assert(
    fc.property(terms, questions, (one, question) => {
      const answer = day(askTerm({ ...one, direction: 'before' }, question))
      for (const end of readings(answer)) assert.ok(end <= question.from)
    }),
  )
})

test('a later event never ends earlier', () => {
  fc.assert(
    fc.property(terms, questions, fc.integer({ min: 0, max: 40 }), (one, question, shift) => {
      const first = day(askTerm(one, question))
      const second = day(askTerm(one, { ...question, from: addDays(question.from, shift) }))
      assert.ok(second.safe >= first.safe && second.counted >= first.counted)
    }),
  )
})

test('a longer term never counts to an earlier day, and ends no earlier unless the act on terms stops reaching it', () => {
  fc.assert(
    fc.property(terms, questions, fc.integer({ min: 1, max: 40 }), (one, question, more) => {
      const longer = { ...one, length: { ...one.length, amount: one.length.amount + more } }
      const [first, second] = [day(askTerm(one, question)), day(askTerm(longer, question))]
      assert.ok(second.counted >= first.counted)
      if (!second.articles.includes('Algemene termijnenwet art. 4')) assert.ok(second.safe >= first.safe)
    }),
  )
})

test('a moved day is a working day, and every day passed over is none', () => {
  fc.assert(
    fc.property(dates, lists, (date, holidays) => {
      const calendar = { holidays, closedDays: new Set<string>() }
      const { date: next, passed } = nextWorkingDay(date, calendar)
      assert.equal(dayOff(next, calendar), undefined)
      assert.equal(passed.length, Math.round((Date.parse(next) - Date.parse(date)) / 86_400_000))
      for (const one of passed) assert.ok(dayOff(one.date, calendar) !== undefined)
      assert.deepEqual(nextWorkingDay(next, calendar), { date: next, passed: [] })
    }),
  )
})

test('a term in working days, and a term in a Dutch act within reach, end on a working day', () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: 1, max: 60 }), (from, amount) => {
      const act = { holidays: 'nl-awt', closedDays: new Set<string>() } as const
      const dk = { holidays: 'dk', closedDays: new Set<string>() } as const
      assert.equal(dayOff(day(askTerm(term('nl', days(amount)), { from })).safe, act), undefined)
      assert.equal(dayOff(day(askTerm(term('nl', { amount, unit: 'working-days' }), { from })).safe, act), undefined)
      assert.equal(dayOff(day(askTerm(term('dk', { amount, unit: 'working-days' }), { from })).safe, dk), undefined)
    }),
  )
})

test('working days one by one are the same as all at once', () => {
  fc.assert(
    fc.property(
      dates,
      fc.integer({ min: 1, max: 30 }),
      fc.constantFrom('nl' as const, 'dk' as const),
      (from, n, law) => {
        let one: LocalDate = from
        for (let i = 0; i < n; i += 1)
          one = day(askTerm(term(law, { amount: 1, unit: 'working-days' }), { from: one })).safe
        assert.equal(one, day(askTerm(term(law, { amount: n, unit: 'working-days' }), { from })).safe)
      },
    ),
  )
})

test('the latest notice before a start gives back that start', () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: 0, max: 60 }), (start, amount) => {
      const length = { amount, unit: 'weeks' } as const
      const notice = day(askTerm(term('dk', length, { direction: 'before' }), { from: start })).safe
      if (notice < '2014-01-01') return
      assert.equal(day(askTerm(term('dk', length, { bearing: 'not-before' }), { from: notice })).safe, start)
    }),
  )
})

test('months end on the same date, or on the last day of a month that has no such date', () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: 0, max: 240 }), (from, months) => {
      const end = addMonths(from, months)
      if (end.slice(8) === from.slice(8)) return
      assert.ok(end.slice(8) < from.slice(8))
      assert.equal(addDays(end, 1).slice(8), '01')
    }),
  )
})

test('hours are elapsed time, at every clock', () => {
  const instants = fc
    .integer({ min: Date.parse('2014-01-02'), max: Date.parse('2150-12-30') })
    .map((ms) => new Date(ms))
  fc.assert(
    fc.property(instants, fc.integer({ min: 0, max: 1000 }), laws, (from, amount, law) => {
      const answer = askTerm(term(law, { amount, unit: 'hours' }), { from, place: 'nl' })
      assert.ok(answer.kind === 'instant')
      assert.equal(answer.safe.getTime() - from.getTime(), amount * 3_600_000)
      assert.equal(new Date(answer.wallClock).getTime(), Math.floor(answer.safe.getTime() / 1000) * 1000)
      if (answer.other !== undefined) {
        const later = answer.other.getTime() - answer.safe.getTime()
        assert.ok(later > 0 && later <= 3_600_000)
      }
    }),
  )
})

test('every term of the table has an answer, in both places and extended where the law allows it', () => {
  for (const [name, row] of Object.entries(namedTerms)) {
    const from = row.length.unit === 'hours' ? new Date('2028-03-01T10:00:00Z') : '2028-03-01'
    for (const place of ['nl', 'dk'] as const) {
      const question: Question = { from, place }
      const answer = askNamedTerm(name as TermName, question)
      assert.equal(answer.articles[0], row.article)
      if (!('extension' in row)) continue
      const extended = askNamedTerm(name, { ...question, extended: true })
      assert.ok(extended.safe > answer.safe, name)
    }
  }
})

test('a week holds two working days in every list, so only days need stretching', () => {
  for (const list of ['nl-awt', 'nl', 'eu-nl', 'dk'] as const) {
    for (let year = 2014; year <= 2150; year += 1) {
      const days = [...holidaysOf(list, year).keys()]
      for (const date of days) {
        const inWeek = days.filter((other) => other >= date && other < addDays(date, 7) && weekday(other) < 6)
        assert.ok(inWeek.length <= 3, `${list} ${date}`)
      }
    }
  }
})
