// A file of rules as drafts: one or more documents, each a rule, a correlation or a filter.
import { type Correlation, parseCorrelation } from './correlation.ts'
import { isMap } from './detection.ts'
import { type Fault, RuleError } from './fault.ts'
import { type Filter, parseFilter } from './filter.ts'
import { type DraftRule, parseRule } from './rule.ts'
import { locate, readDocuments } from './yaml-documents.ts'

/** One document, checked on its own. */
export type Draft = {
  readonly content: DraftRule | Correlation | Filter
  /** Gives a fault of this document its line and column. */
  readonly place: (fault: Fault) => Fault
}

/** What a file holds, and what in it cannot be used and why. One broken document does not stop the others. */
export type DraftFile = {
  readonly drafts: readonly Draft[]
  readonly faults: readonly Fault[]
  readonly warnings: readonly Fault[]
  /** Ids and names of the documents that cannot be used. */
  readonly broken: readonly string[]
}

/** A document after `action: global`, `reset` and `repeat` were carried out, with its number in the file from 0. */
type Numbered = { readonly index: number; readonly document: unknown; readonly deprecated: boolean }

const actions = ['global', 'reset', 'repeat'] as const

/**
 * Reads a file.
 *
 * @returns Never throws for the content of a file: faults carry line and column, both from 1.
 */
export function readRuleDocuments(text: string): DraftFile {
  const drafts: Draft[] = []
  const faults: Fault[] = []
  const warnings: Fault[] = []
  const broken: string[] = []
  let documents: readonly unknown[]
  try {
    documents = readDocuments(text)
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    return { drafts, faults: [error.fault], warnings, broken }
  }
  for (const { index, document, deprecated } of carryOutActions(documents)) {
    const place = (fault: Fault): Fault => locate(text, index, fault)
    if (deprecated) warnings.push(place(actionWarning))
    try {
      if (document instanceof RuleError) throw document
      const { content, warnings: found } = parseDocument(document)
      drafts.push({ content, place })
      warnings.push(...found.map(place))
    } catch (error) {
      if (!(error instanceof RuleError)) throw error
      faults.push(place(error.fault))
      if (isMap(document))
        for (const name of [document.id, document.name]) if (typeof name === 'string') broken.push(name)
    }
  }
  return { drafts, faults, warnings, broken }
}

const actionWarning: Fault = {
  code: 'deprecated',
  message: 'action is no longer part of Sigma: write each rule in full',
  path: ['action'],
}

function parseDocument(document: unknown): { readonly content: Draft['content']; readonly warnings: readonly Fault[] } {
  if (!isMap(document)) throw new RuleError('attribute', 'expected a map with title, logsource and detection')
  const [kind, ...more] = (['detection', 'correlation', 'filter'] as const).filter((key) => key in document)
  if (kind === undefined) throw new RuleError('detection', 'expected a detection section')
  if (more[0] !== undefined)
    throw new RuleError('attribute', `expected either ${kind} or ${more[0]} in one document`, [more[0]])
  switch (kind) {
    case 'detection': {
      const { rule, warnings } = parseRule(document)
      return { content: rule, warnings }
    }
    case 'correlation': {
      const { correlation, warnings } = parseCorrelation(document)
      return { content: correlation, warnings }
    }
    case 'filter': {
      const { filter, warnings } = parseFilter(document)
      return { content: filter, warnings }
    }
  }
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
