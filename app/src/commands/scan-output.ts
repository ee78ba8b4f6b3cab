// What a scan prints: matches in one of three forms.
import type { Rule } from '../../../packages/sigma/src/rule.ts'
import { type Level, levels } from '../../../packages/sigma/src/rule.ts'
import { levelOf } from './scan-rules.ts'

/** The forms of the output. */
export const formats = ['jsonl', 'table', 'summary'] as const
export type Format = (typeof formats)[number]

/** Makes the text of matches. They come in the order of files, lines and rules. */
export type Formatter = {
  readonly start: string
  /** @param rule - Number of the rule. @param line - From 1. */
  readonly match: (rule: number, file: string, line: number) => string
  /** What stands after the last match. */
  readonly end: () => string
}

/** The formatter of a form. */
export function formatterOf(format: Format, rules: readonly Rule[]): Formatter {
  switch (format) {
    case 'jsonl':
      return jsonLines(rules)
    case 'table':
      return table(rules)
    case 'summary':
      return summary(rules)
  }
}

function jsonLines(rules: readonly Rule[]): Formatter {
  const heads = rules.map((rule) =>
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
    match: (rule, file, line) => `${heads[rule]},"file":${quoted(file)},"line":${line}}\n`,
    end: () => '',
  }
}

const levelWidth = Math.max(...levels.map((level) => level.length))

function table(rules: readonly Rule[]): Formatter {
  const row = (level: string, place: string, title: string): string =>
    `${level.padEnd(levelWidth)}  ${place.padEnd(placeWidth)}  ${title}\n`
  return {
    start: row('LEVEL', 'FILE:LINE', 'RULE'),
    match: (rule, file, line) => {
      const found = rules[rule]
      return found === undefined ? '' : row(levelOf(found), `${file}:${line}`, oneLine(found.title))
    },
    end: () => '',
  }
}

const placeWidth = 40

function summary(rules: readonly Rule[]): Formatter {
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
      const rank = (rule: number): number => rankOf(rules[rule])
      const rows = [...counts].sort(([a, left], [b, right]) => rank(b) - rank(a) || right.count - left.count || a - b)
      const width = Math.max(0, ...rows.map(([, { count }]) => String(count).length))
      return rows
        .map(([rule, { count, first }]) => {
          const found = rules[rule]
          if (found === undefined) return ''
          const level = levelOf(found).padEnd(levelWidth)
          return `${String(count).padStart(width)}  ${level}  ${oneLine(found.title)}  (first: ${first})\n`
        })
        .join('')
    },
  }
}

function rankOf(rule: Rule | undefined): number {
  const level: Level = rule === undefined ? 'informational' : levelOf(rule)
  return levels.indexOf(level)
}

/** A title may hold anything; on a terminal it is one line without control characters. */
function oneLine(title: string): string {
  return title.replaceAll(/\p{Cc}+/gu, ' ')
}
