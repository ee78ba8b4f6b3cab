import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventTime, parseTime } from './event-time.ts'

const instant = Date.UTC(2024, 1, 29, 12, 30, 15, 250)

const times: readonly (readonly [text: string, expected: number | undefined])[] = [
  ['2024-02-29T12:30:15.250Z', instant],
  ['2024-02-29T12:30:15.2504721Z', instant],
  ['2024-02-29 12:30:15.250', instant],
  ['2024-02-29T13:30:15,250+01:00', instant],
  ['2024-02-29T07:00:15.250-0530', instant],
  ['2024-02-29T12:30:15Z', instant - 250],
  ['2024-02-29T12:30', instant - 15_250],
  ['2024-02-29', Date.UTC(2024, 1, 29)],
  ['1709209815.2504', instant],
  ['1709209815250', instant],
  ['1709209815250472', instant],
  ['1709209815250472100', instant],
  ['2023-02-29T00:00:00Z', undefined],
  ['2024-02-29T24:30:00Z', undefined],
  ['2024-13-01', undefined],
  ['yesterday', undefined],
  ['0', undefined],
  ['', undefined],
]

for (const [text, expected] of times) {
  test(`time: ${text}`, () => assert.equal(parseTime(text), expected))
}

test('the first field that holds a time counts', () => {
  assert.equal(eventTime({ UtcTime: '-', '@timestamp': '2024-02-29T12:30:15.250Z' }), instant)
  assert.equal(
    eventTime({ Event: { System: { TimeCreated: { '#attributes': { SystemTime: '2024-02-29T12:30:15.2504Z' } } } } }),
    instant,
  )
  assert.equal(eventTime({ ts: 1_709_209_815.250_4 }), instant)
  assert.equal(eventTime({ when: 'x' }), undefined)
  assert.equal(eventTime({ when: 1_709_209_815, ts: 1 }, ['when']), instant - 250)
})
