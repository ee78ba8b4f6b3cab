import { withRow } from './draft-text.ts'
import { parseDeclaration } from './parse-declaration.ts'
import type { Condition } from './steps.ts'

/**
 * The text of a declaration with the conditions of the representatives added, the rest as it was written.
 *
 * @param decided - Day of their decision, 'YYYY-MM-DD'.
 * @returns `undefined` where a condition has the name of one that is there.
 */
export function withConditions(text: string, conditions: readonly Condition[], decided: string): string | undefined {
  const parsed = parseDeclaration(text)
  if (parsed.kind === 'faults') throw new TypeError('conditions can only be added to a declaration that is understood')
  const there = parsed.declaration.conditions
  if (conditions.some(({ id }) => there.some((one) => one.id === id))) return undefined
  return conditions.reduce(
    (all, { id, what }) => withRow(all, ['conditions'], { id, what: { ...what }, decided }),
    text,
  )
}
