import type { Language } from '../../../web/messages.ts'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import { valueAt } from '../draft-text.ts'
import { type Control, type Part, wordKey } from '../form-parts.ts'

/** Words for the values of a declaration. */
export type PartWords = {
  /** One choice of a closed list. */
  readonly choice: (words: string, choice: string) => string
  /** A whole value in one line; empty where there is nothing to say. */
  readonly line: (control: Control, value: unknown) => string
  /** A whole value where it stands alone: with a capital, unless it is a code, and never empty. */
  readonly alone: (control: Control, value: unknown) => string
  /** What a row is called: the parts that tell it from the others. */
  readonly row: (named: readonly string[], parts: readonly Part[], value: unknown) => string
  /** A text in the language of the reader, or else in the one that exists. */
  readonly text: (value: unknown) => string
}

/** Words for the values of a declaration, in the language of the reader. */
export function usePartWords(): PartWords {
  const { say, day, language } = useWords()
  const { jurisdiction } = useHouse().session.organisation
  const choice = (words: string, one: string) => say(wordKey(words, one), { jurisdiction })
  const text = (value: unknown) => textIn(value, language)
  const line = (control: Control, value: unknown): string => {
    if (value === undefined || value === null) return ''
    switch (control.kind) {
      case 'texts':
        return text(value)
      case 'one':
        return known(control.of, value) ? choice(control.words, value) : plain(value)
      case 'some':
      case 'lines':
        return listOf(value)
          .map((one) => line(control.kind === 'some' ? { ...control, kind: 'one' } : { kind: 'line' }, one))
          .join(', ')
      case 'period':
        return say('measures.plain.period', {
          amount: Number(valueAt(value, ['amount'])) || 0,
          unit: plain(valueAt(value, ['unit'])),
        })
      case 'yes-no':
        return say(value === true ? 'measures.plain.yes' : 'measures.plain.no')
      case 'day':
        return /^\d{4}-\d{2}-\d{2}$/.test(plain(value)) ? day(plain(value)) : plain(value)
      case 'parts':
        return control.parts
          .map((part) => line(part.control, valueAt(value, [part.name])))
          .filter((words) => words !== '')
          .join(' · ')
      case 'rows':
        return String(listOf(value).length)
      default:
        return plain(value)
    }
  }
  return {
    choice,
    text,
    line,
    alone: (control, value) => {
      const words = line(control, value)
      if (words === '') return say('measures.plain.none')
      return control.kind === 'line' || control.kind === 'lines' ? words : capital(words)
    },
    row: (named, parts, value) => {
      const said = named
        .flatMap((name) => parts.filter((part) => part.name === name))
        .map((part) => line(part.control, valueAt(value, [part.name])))
        .filter((words) => words !== '')
      return said.length > 0 ? capital(said.join(' · ')) : plain(valueAt(value, ['id']))
    },
  }
}

/** A text with a part for each language: in the wanted one, or else in one that exists. */
export function textIn(value: unknown, language: Language): string {
  for (const one of [language, 'nl', 'da', 'en']) {
    const found = valueAt(value, [one])
    if (typeof found === 'string' && found !== '') return found
  }
  return ''
}

/** A list, or nothing where it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A value as somebody typed it; empty for what is no word or number. */
export function plain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function known(choices: readonly string[], value: unknown): value is string {
  return typeof value === 'string' && choices.includes(value)
}

/** With a capital, for where words stand alone. */
export function capital(words: string): string {
  return words.slice(0, 1).toLocaleUpperCase() + words.slice(1)
}
