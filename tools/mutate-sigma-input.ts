// Rules and events that often meet, and streams of matches, from a seed: what the mutants of the engine are asked about.
import type { Random } from './fuzz-sigma-input.ts'

const meeting = ['a', 'b', 'A', 'ab', '1', '-', '/', '\\', '*', '?', 'é', 'É', 'ſ', 's', ' ', '\n', '"', '😀']
const usual = [
  '',
  '',
  '|contains',
  '|contains',
  '|startswith',
  '|endswith',
  '|contains|windash',
  '|cased',
  '|contains|cased',
  '|neq',
  '|fieldref',
  '|fieldref|contains',
  '|base64offset|contains',
  '|wide|base64|contains',
  '|startswith|neq',
  '|re',
  '|re|i',
  '|contains|all',
  '|endswith|all',
]
const meetingFields = ['a', 'b', 'c.d', 'c', 'e.f.g']

/** A rule and events that often meet: few letters, few fields, modifiers as authors use them. */
export function meetingRule(random: Random): Record<string, unknown> {
  const text = (): string => Array.from({ length: 1 + random.next(4) }, () => random.one(meeting)).join('')
  const one = (): unknown => {
    if (random.next(6) === 0) return Array.from({ length: 1 + random.next(3) }, text)
    if (random.next(8) === 0) return { '|all': [text(), text()] }
    if (random.next(6) === 0) return [{ [random.one(meetingFields)]: text() }, random.next(2) === 0 ? text() : one()]
    return Object.fromEntries(
      Array.from({ length: 1 + random.next(3) }, () => {
        const field = random.one(meetingFields)
        const odd = random.one<readonly [string, unknown]>([
          ['|exists', random.next(2) === 0],
          ['', null],
          ['', ''],
          ['|gt', 0],
          ['|lte', 1],
          ['|lt', 2],
          ['|gte', 11],
          ['', 1],
          ['', true],
          ['|cidr', '10.0.0.0/8'],
          ['|hour', 1],
          ['|re', 'a.?b|^s'],
          ['', '*'],
        ])
        if (random.next(3) === 0) return [field + odd[0], odd[1]]
        const modifier = random.one(usual)
        const isField = modifier.includes('fieldref')
        const value = (): string =>
          isField ? random.one(meetingFields) : modifier.includes('re') ? text().replace(/[*?\\/]/g, 'a?') : text()
        return [
          field + modifier,
          modifier.includes('all') ? [value(), value()] : random.next(2) === 0 ? [value(), value(), value()] : value(),
        ]
      }),
    )
  }
  const condition = random.one([
    's',
    's and t',
    's or t',
    'not s',
    's and not t',
    'not (s or t)',
    '1 of them',
    'all of them',
    'not (s and not t)',
    's and (t or u)',
    '(s or t) and not u',
  ])
  return { title: 'x', logsource: { product: 'test' }, detection: { s: one(), t: one(), u: one(), condition } }
}

/** The line of an event that rules of `meetingRule` may match. */
export function meetingLine(random: Random): string {
  const text = (): string => Array.from({ length: random.next(7) }, () => random.one(meeting)).join('')
  const value = (): unknown =>
    random.one<() => unknown>([
      text,
      text,
      text,
      () => random.one([0, 1, 11, 1.5, -1, true, false]),
      () => null,
      () => '10.1.2.3',
      () => '2024-01-01 01:00',
      () => [text(), text()],
      () => ({ d: text() }),
      () => [{ d: text() }, { d: 1 }],
      () => [],
    ])()
  const event: Record<string, unknown> = {}
  for (const field of ['a', 'b', 'c', 'c.d', 'z']) if (random.next(3) > 0) event[field] = value()
  if (random.next(2) === 0) event.e = { f: random.next(2) === 0 ? { g: value() } : value() }
  return JSON.stringify(event)
}
