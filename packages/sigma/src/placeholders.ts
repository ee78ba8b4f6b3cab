// Placeholders of the modifier `expand`: `%name%` in a text of a rule. `\%` is a literal per cent sign.
//
// Source: Sigma rules specification 2.1.0, "Placeholders".
import { RuleError } from './fault.ts'
import { maxValues } from './limits.ts'

const placeholder = /(?<!\\)%(\w+)%/

/** The names of the placeholders in a text, in their order. */
export function placeholdersIn(text: string): readonly string[] {
  return Array.from(text.matchAll(new RegExp(placeholder, 'g')), (found) => found[1] ?? '')
}

/**
 * Every combination of the values of the placeholders in a text.
 *
 * @param valuesOf - The values of a placeholder; `undefined` leaves it as it is.
 * @throws RuleError `limit` when the combinations are more than a rule may have values.
 */
export function fillPlaceholders(
  text: string,
  valuesOf: (name: string) => readonly string[] | undefined,
): readonly string[] {
  let texts: readonly string[] = ['']
  let from = 0
  for (const found of text.matchAll(new RegExp(placeholder, 'g'))) {
    const [whole, name = ''] = found
    const head = text.slice(from, found.index)
    const values = valuesOf(name)?.map((value) => value.replaceAll('%', '\\%')) ?? [whole]
    if (texts.length * values.length > maxValues)
      throw new RuleError('limit', `placeholders give more than ${maxValues} values`)
    texts = texts.flatMap((before) => values.map((value) => before + head + value))
    from = found.index + whole.length
  }
  return texts.map((before) => before + text.slice(from))
}

/** A text without placeholders as it is meant. */
export function unescapePercent(text: string): string {
  return text.replaceAll('\\%', '%')
}
