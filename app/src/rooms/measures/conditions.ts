import { parseDocument } from 'yaml'
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
  const all = [...there, ...conditions.map(({ id, what }) => ({ id, what: { ...what }, decided }))]
  if (isJson(text)) return `${JSON.stringify({ ...parsed.declaration, conditions: all }, null, 2)}\n`
  const document = parseDocument(text)
  document.set('conditions', document.createNode(all))
  return document.toString({ lineWidth: 0 })
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    // YAML, then: it was understood just before.
    return false
  }
}
