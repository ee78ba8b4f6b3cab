// A file of rules: one or more documents, each a rule, a correlation or a filter.
import { isMap } from './detection.ts'
import { type Fault, RuleError } from './fault.ts'
import { finishRule, type ParsedRule, parseRule, type Rule } from './rule.ts'
import { locate, readDocuments } from './yaml-documents.ts'

/** What a file holds, and what in it cannot be used and why. One broken document does not stop the others. */
export type RuleFile = {
  readonly rules: readonly Rule[]
  readonly faults: readonly Fault[]
  readonly warnings: readonly Fault[]
}

/** A document after `action: global`, `reset` and `repeat` were carried out, with its number in the file from 0. */
type Numbered = { readonly index: number; readonly document: unknown; readonly deprecated: boolean }

const actions = ['global', 'reset', 'repeat'] as const

/**
 * Parses a file.
 *
 * @returns Never throws for the content of a file: faults carry line and column, both from 1.
 */
export function parseRuleFile(text: string): RuleFile {
  const rules: Rule[] = []
  const faults: Fault[] = []
  const warnings: Fault[] = []
  let documents: readonly unknown[]
  try {
    documents = readDocuments(text)
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    return { rules, faults: [error.fault], warnings }
  }
  for (const { index, document, deprecated } of carryOutActions(documents)) {
    if (deprecated) warnings.push(locate(text, index, actionWarning))
    try {
      if (document instanceof RuleError) throw document
      const { rule, warnings: found } = parseDocument(document)
      rules.push(finishRule(rule))
      for (const warning of found) warnings.push(locate(text, index, warning))
    } catch (error) {
      if (!(error instanceof RuleError)) throw error
      faults.push(locate(text, index, error.fault))
    }
  }
  return { rules, faults, warnings }
}

const actionWarning: Fault = {
  code: 'deprecated',
  message: 'action is no longer part of Sigma: write each rule in full',
  path: ['action'],
}

function parseDocument(document: unknown): ParsedRule {
  if (!isMap(document)) throw new RuleError('attribute', 'expected a map with title, logsource and detection')
  if (!('detection' in document)) throw new RuleError('detection', 'expected a detection section')
  return parseRule(document)
}

/** The three actions of the first Sigma: a global part, its end, and "as before, but". */
function carryOutActions(documents: readonly unknown[]): readonly Numbered[] {
  const result: Numbered[] = []
  let global: Readonly<Record<string, unknown>> = {}
  let previous: Readonly<Record<string, unknown>> = {}
  for (const [index, document] of documents.entries()) {
    // `---` at the end of a file opens an empty document.
    if (document === null || document === undefined) continue
    if (!isMap(document) || !('action' in document)) {
      const merged = isMap(document) ? merge(global, document) : document
      if (isMap(merged)) previous = merged
      result.push({ index, document: merged, deprecated: false })
      continue
    }
    const { action, ...rest } = document
    const known = actions.find((one) => one === action)
    if (known === 'global') global = merge(global, rest)
    else if (known === 'reset') global = {}
    else if (known === 'repeat') {
      previous = merge(previous, rest)
      result.push({ index, document: previous, deprecated: true })
    } else {
      const error = new RuleError('attribute', `expected one of ${actions.join(', ')}`, ['action'])
      result.push({ index, document: error, deprecated: false })
    }
  }
  return result
}

function merge(
  under: Readonly<Record<string, unknown>>,
  over: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const merged: Record<string, unknown> = { ...under }
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key]
    merged[key] = isMap(below) && isMap(value) ? merge(below, value) : value
  }
  return merged
}
