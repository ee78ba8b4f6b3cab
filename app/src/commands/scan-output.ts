// What a scan prints: matches in one of three forms.
import { type Level, levels } from '../../../packages/sigma/src/rule.ts'
import { type Alert, levelOf } from './scan-rules.ts'

/** The forms of the output. */
export const formats = ['jsonl', 'table', 'summary'] as const
export type Format = (typeof formats)[number]

/** What is told of a match of a correlation beside the place of its newest event. */
export type Correlated = {
  /** When it was decided, in the time of the events. */
  readonly at: string
  /** The values of what it groups by. */
  readonly group: Readonly<Record<string, string>>
  /** The number that its condition compares. */
  readonly value: number
  readonly values?: readonly string[]
  readonly repeat?: number
  readonly incomplete?: boolean
  readonly events: readonly object[]
}

/** Makes the text of matches. They come in the order of files, lines and rules. */
export type Formatter = {
  readonly start: string
  /** @param alert - Number of the rule or correlation. @param line - From 1. */
  readonly match: (alert: number, file: string, line: number, correlated?: Correlated) => string
  /** What stands after the last match. */
  readonly end: () => string
}

/** The formatter of a form. */
export function formatterOf(format: Format, alerts: readonly Alert[]): Formatter {
  switch (format) {
    case 'jsonl':
      return jsonLines(alerts)
    case 'table':
      return table(alerts)
    case 'summary':
      return summary(alerts)
  }
}

function jsonLines(alerts: readonly Alert[]): Formatter {
  const heads = alerts.map((rule) =>
    JSON.stringify({ rule: rule.id ?? null, title: rule.title, level: rule.level ?? null }).slice(0, -1),
  )
  const names = new Map<string, string>()
  const quoted = (file: string): string => {
    const known = names.get(file) ?? JSON.stringify(file)
    names.set(file, known)
    return known
  }
  return {
    start: '',
    match: (alert, file, line, correlated) => {
      const more = correlated === undefined ? '}' : `,${JSON.stringify(correlated).slice(1)}`
      return `${heads[alert]},"file":${quoted(file)},"line":${line}${more}\n`
    },
    end: () => '',
  }
}

const levelWidth = Math.max(...levels.map((level) => level.length))

function table(alerts: readonly Alert[]): Formatter {
  const row = (level: string, place: string, title: string): string =>
    `${level.padEnd(levelWidth)}  ${place.padEnd(placeWidth)}  ${title}\n`
  return {
    start: row('LEVEL', 'FILE:LINE', 'RULE'),
    match: (alert, file, line, correlated) => {
      const found = alerts[alert]
      if (found === undefined) return ''
      const group = Object.entries(correlated?.group ?? {}).map(([name, value]) => `${name}=${value}`)
      return row(levelOf(found), `${file}:${line}`, oneLine([found.title, ...group].join('  ')))
    },
    end: () => '',
  }
}

const placeWidth = 40

function summary(alerts: readonly Alert[]): Formatter {
  const counts = new Map<number, { count: number; readonly first: string }>()
  return {
    start: '',
    match: (rule, file, line) => {
      const known = counts.get(rule)
      if (known === undefined) counts.set(rule, { count: 1, first: `${file}:${line}` })
      else known.count++
      return ''
    },
    end: () => {
      const rank = (rule: number): number => rankOf(alerts[rule])
      const rows = [...counts].sort(([a, left], [b, right]) => rank(b) - rank(a) || right.count - left.count || a - b)
      const width = Math.max(0, ...rows.map(([, { count }]) => String(count).length))
      return rows
        .map(([rule, { count, first }]) => {
          const found = alerts[rule]
          if (found === undefined) return ''
          const level = levelOf(found).padEnd(levelWidth)
          return `${String(count).padStart(width)}  ${level}  ${oneLine(found.title)}  (first: ${first})\n`
        })
        .join('')
    },
  }
}

function rankOf(rule: Alert | undefined): number {
  const level: Level = rule === undefined ? 'informational' : levelOf(rule)
  return levels.indexOf(level)
}

/** A title may hold anything; on a terminal it is one line without control characters. */
function oneLine(title: string): string {
  return title.replaceAll(/\p{Cc}+/gu, ' ')
}
