// The steps that a pipeline may have, each from its parameters to what it does.
import type { Correlation } from './correlation.ts'
import { type DraftItem, isMap, parseSelection, within } from './detection.ts'
import { RuleError } from './fault.ts'
import { type Logsource, parseLogsource } from './logsource.ts'
import type { Step } from './pipeline.ts'
import type { State } from './pipeline-conditions.ts'
import type { Path, Section } from './pipeline-section.ts'
import { type ItemChange, valueSteps } from './pipeline-values.ts'
import type { DraftRule } from './rule.ts'
import { itemsOfDraft } from './rule-items.ts'

/** What a step does, by what it looks at. */
export type Action =
  /** Field names, in items, in the list of fields, and in what correlations read; `undefined` leaves a name as it is. */
  | { readonly kind: 'rename'; readonly rename: (field: string | undefined) => readonly string[] | undefined }
  | { readonly kind: 'items'; readonly change: ItemChange }
  | { readonly kind: 'rule'; readonly change: (rule: DraftRule, mapped: ReadonlySet<string>) => DraftRule }
  /** Rules and correlations alike. */
  | { readonly kind: 'attributes'; readonly change: <R extends DraftRule | Correlation>(rule: R) => R }
  | { readonly kind: 'state'; readonly set: (state: State) => State }
  | { readonly kind: 'nest'; readonly steps: readonly Step[] }

type NestParser = (items: readonly unknown[], path: Path) => readonly Step[]
type ActionParser = (section: Section, nest: NestParser) => Action

/**
 * Reads the parameters of a step.
 *
 * @throws RuleError `pipeline` for an unknown type and for one that has no meaning here.
 */
export function parseAction(type: string, section: Section, nest: NestParser): Action {
  const change = valueSteps.get(type)
  if (change !== undefined) return { kind: 'items', change: change(section) }
  const parser = actions.get(type)
  if (parser !== undefined) return parser(section, nest)
  const reason = refused.get(type)
  if (reason !== undefined) return section.refuse(`"${type}" is refused: ${reason}`, 'type')
  const known = [...actions.keys(), ...valueSteps.keys()].sort()
  return section.refuse(`expected one of ${known.join(', ')}, got "${type}"`, 'type')
}

const refused = new Map([
  ['query_expression_placeholders', 'there is no query language here: use value_placeholders'],
  ['field_name_transform', 'it needs a program: use field_name_mapping'],
  ['file_placeholders', 'the engine reads no files: give the values in "vars"'],
  ['http_placeholders', 'the engine has no network: give the values in "vars"'],
  ['command_placeholders', 'the engine runs no programs: give the values in "vars"'],
])

const actions = new Map<string, ActionParser>([
  ['field_name_mapping', parseMapping],
  ['field_name_prefix_mapping', parsePrefixMapping],
  ['field_name_prefix', (section) => parseAffix(section.text('prefix'), '')],
  ['field_name_suffix', (section) => parseAffix('', section.text('suffix'))],
  ['add_condition', parseAddCondition],
  ['change_logsource', parseChangeLogsource],
  ['add_field', (section) => parseFieldList(section.texts('field'), (fields, own) => [...fields, ...own])],
  [
    'remove_field',
    (section) =>
      parseFieldList(section.texts('field'), (fields, own) => fields.filter((field) => !own.includes(field))),
  ],
  ['set_field', (section) => parseFieldList(section.texts('fields'), (_, own) => own)],
  ['set_state', parseSetState],
  ['set_custom_attribute', parseSetAttribute],
  ['rule_failure', parseFailure],
  ['strict_field_mapping_failure', () => ({ kind: 'rule', change: refuseUnmapped })],
  [
    'nest',
    (section, nest) => {
      const items = section.any('items')
      if (!Array.isArray(items)) return section.refuse('expected "items" with a list of steps')
      return { kind: 'nest', steps: nest(items, [...section.path, 'items']) }
    },
  ],
])

function parseMapping(section: Section): Action {
  const mapping = section.mapping('mapping')
  // The key null, which the file's reader gives as an empty text, stands for keywords.
  return { kind: 'rename', rename: (field) => mapping.get(field ?? '') }
}

function parsePrefixMapping(section: Section): Action {
  const mapping = section.mapping('mapping')
  if (mapping.has('')) section.refuse('expected a prefix that is not empty', 'mapping')
  return {
    kind: 'rename',
    rename: (field) => {
      if (field === undefined) return undefined
      for (const [prefix, targets] of mapping)
        if (field.startsWith(prefix)) return targets.map((target) => target + field.slice(prefix.length))
      return undefined
    },
  }
}

function parseAffix(prefix: string, suffix: string): Action {
  return { kind: 'rename', rename: (field) => (field === undefined ? undefined : [prefix + field + suffix]) }
}

function parseAddCondition(section: Section): Action {
  const conditions = section.any('conditions')
  const name = section.optionalText('name')
  const isTemplate = section.flag('template')
  const negated = section.flag('negated')
  const path = [...section.path, 'conditions']
  if (!isMap(conditions)) return section.refuse('expected "conditions" with a map of fields and values')
  // Once now, so that a mistake is a fault of this file.
  const filled = (logsource: Logsource, at: Path): ReturnType<typeof parseSelection> =>
    parseSelection(isTemplate ? fillTemplate(conditions, logsource) : conditions, at, { values: 0 })
  const example = { category: 'x', product: 'x', service: 'x' }
  filled(example, path)
  return {
    kind: 'rule',
    change: (rule) => {
      const selection = filled(rule.logsource, ['detection'])
      const own = name ?? `_cond_${rule.selections.size}`
      if (rule.selections.has(own))
        throw new RuleError('pipeline', `the rule has a selection "${own}"`, ['detection', own])
      const added = { kind: 'selection' as const, name: own }
      return {
        ...rule,
        selections: new Map([...rule.selections, [own, selection]]),
        condition: { kind: 'and', parts: [negated ? { kind: 'not', part: added } : added, rule.condition] },
      }
    },
  }
}

function fillTemplate(
  conditions: Readonly<Record<string, unknown>>,
  logsource: Logsource,
): Readonly<Record<string, unknown>> {
  const fill = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(fill)
    if (typeof value !== 'string') return value
    return value.replace(
      /\$(?:(\$)|(category|product|service)\b|\{(category|product|service)\})/g,
      (_, escaped, a, b) => {
        if (escaped !== undefined) return '$'
        const dimension = (a ?? b) as 'category' | 'product' | 'service' // the expression allows no other
        const found = logsource[dimension]
        if (found === undefined)
          throw new RuleError('pipeline', `the log source of the rule names no ${dimension}`, ['logsource'])
        return found
      },
    )
  }
  return Object.fromEntries(Object.entries(conditions).map(([field, value]) => [field, fill(value)]))
}

function parseChangeLogsource(section: Section): Action {
  const [category, product, service] = ['category', 'product', 'service'].map((name) => section.optionalText(name))
  const logsource = within(section.path, () => parseLogsource({ category, product, service }))
  return { kind: 'rule', change: (rule) => ({ ...rule, logsource }) }
}

function parseFieldList(
  own: readonly string[],
  change: (fields: readonly string[], own: readonly string[]) => readonly string[],
): Action {
  return { kind: 'attributes', change: (rule) => ({ ...rule, fields: change(rule.fields, own) }) }
}

function parseSetState(section: Section): Action {
  const key = section.text('key')
  const value = section.any('val')
  return { kind: 'state', set: (state) => new Map([...state, [key, value]]) }
}

function parseSetAttribute(section: Section): Action {
  const attribute = section.text('attribute')
  const value = section.any('value')
  return {
    kind: 'attributes',
    change: (rule) => ({ ...rule, custom: Object.fromEntries([...Object.entries(rule.custom), [attribute, value]]) }),
  }
}

function parseFailure(section: Section): Action {
  const message = section.text('message')
  return {
    kind: 'attributes',
    change: () => {
      throw new RuleError('pipeline', message)
    },
  }
}

/** Refuses a rule with a field that no step has mapped. */
function refuseUnmapped(rule: DraftRule, mapped: ReadonlySet<string>): DraftRule {
  const isUnmapped = ({ field }: DraftItem): boolean => field !== undefined && !mapped.has(field)
  const found = itemsOfDraft(rule).find(isUnmapped)
  if (found !== undefined) throw new RuleError('pipeline', `the field "${found.field}" is not mapped`, found.path)
  return rule
}
