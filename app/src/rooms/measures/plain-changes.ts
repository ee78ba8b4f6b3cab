import { dayInWords, type Say } from '../../platform/problem.ts'
import type { Change } from './compare.ts'
import type { Declaration } from './declaration.ts'
import { type Control, formSections, type Part, wordKey } from './form-parts.ts'
import { together } from './order.ts'
import { mayRead } from './viewers.ts'
import type { Reader } from './vocabulary.ts'

/** The longest wording of a value; what is longer is read in the declaration itself. */
const longestWords = 1_200

/** One difference, as a person reads it. What the reader may not see says for whom it is. */
export type PlainChange = {
  readonly path: string
  readonly verdict: Change['verdict']
  readonly part: string
  readonly before: string | null
  readonly after: string | null
  readonly secretFor: Reader | null
}

/**
 * Says the differences between two versions in plain words. Of a part that the reader may not see it says that it changed, once:
 * how many rows changed, and what they are called, is what is kept.
 */
export function plainChanges(
  changes: readonly Change[],
  versions: readonly Declaration[],
  viewer: Reader,
  say: Say,
): readonly PlainChange[] {
  const plain = new Map<string, PlainChange>()
  for (const { path, verdict, before, after } of changes) {
    const secretFor = readersOf(path, versions)
    const isOpen = secretFor === null || mayRead(viewer, secretFor)
    const shown = isOpen ? path : `/${path.split('/')[1]}`
    const { label, control, isRow } = placeOf(shown, say)
    const words = (value: unknown): string | null =>
      value === undefined || !isOpen ? null : shortened(inWords(value, control, isRow, say))
    const known = plain.get(shown)?.verdict ?? 'same'
    const whole = together([known, verdict])
    plain.set(shown, {
      ...{ path: shown, verdict: whole === 'same' ? verdict : whole, part: label },
      ...{ before: words(before), after: words(after), secretFor },
    })
  }
  return [...plain.values()]
}

/** Who may read a part, where not everybody may: the strictest of what the versions say. */
function readersOf(path: string, versions: readonly Declaration[]): Reader | null {
  const part = path.split('/')[1]
  const named = versions.flatMap(({ secrecy }) =>
    secrecy.filter((one) => one.part === part).map(({ readers }) => readers),
  )
  return named.includes('council') ? 'council' : named.includes('staff') ? 'staff' : null
}

const allParts: readonly Part[] = formSections.flatMap(({ parts }) => parts)

// The path goes by names: of a part, then of a row in it where it has rows.
function placeOf(path: string, say: Say) {
  let parts: readonly Part[] = allParts
  let control: Control | undefined
  let isRow = false
  const labels: string[] = []
  const names: string[] = []
  for (const step of path.slice(1).split('/')) {
    if (control?.kind === 'rows' && !isRow) {
      isRow = true
      labels.push(rowName(control, step, say))
      continue
    }
    const part = parts.find(({ name }) => name === step)
    if (part === undefined) {
      // A file may be in a place that the form does not ask about, such as its format.
      labels.push(step)
      break
    }
    names.push(step)
    labels.push(say(`measures.form.${names.join('.')}`))
    control = part.control
    isRow = false
    parts = control.kind === 'parts' || control.kind === 'rows' ? control.parts : []
  }
  return { label: labels.join(' › '), control, isRow }
}

function inWords(value: unknown, control: Control | undefined, isRow: boolean, say: Say): string {
  if (value === undefined || value === null) return ''
  switch (control?.kind) {
    case undefined:
    case 'line':
    case 'number':
      return typeof value === 'object' ? JSON.stringify(value) : String(value)
    case 'day':
      return dayInWords(String(value), say)
    case 'period': {
      const { amount, unit } = record(value)
      return `${amount} ${say(`measures.word.unit.${unit}`)}`
    }
    case 'yes-no':
      return say(value === true ? 'measures.say.yes' : 'measures.say.no')
    case 'lines':
      return list(value).map(String).join(', ')
    case 'texts': {
      const text = record(value)
      return String(text[say.language] ?? text.nl ?? text.da ?? text.en ?? '')
    }
    case 'one':
      return say(wordKey(control.words, String(value)))
    case 'some':
      return (
        list(value)
          .map((one) => say(wordKey(control.words, String(one))))
          .join(', ') || say('measures.say.none')
      )
    case 'parts':
      return rowInWords(record(value), control.parts, say)
    case 'rows':
      return isRow && !Array.isArray(value)
        ? rowInWords(record(value), control.parts, say)
        : list(value)
            .map((row) => rowInWords(record(row), control.parts, say))
            .join('\n') || say('measures.say.none')
  }
}

function rowInWords(row: Readonly<Record<string, unknown>>, parts: readonly Part[], say: Say): string {
  return (
    parts
      // The name of a row stands above it.
      .filter(({ name }) => row[name] !== undefined && name !== 'id')
      .map(({ name, control }) => inWords(row[name], control, false, say))
      .filter((words) => words !== '')
      .join(' · ')
  )
}

/** What a row is called: a choice of a list in words, anything else as it was named. */
function rowName(control: Extract<Control, { kind: 'rows' }>, name: string, say: Say): string {
  const choice = control.parts.find((part) => part.name === control.named[0])?.control
  return choice?.kind === 'one' && choice.of.includes(name) ? say(wordKey(choice.words, name)) : name
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function shortened(words: string): string {
  return words.length <= longestWords ? words : `${words.slice(0, longestWords)} …`
}
