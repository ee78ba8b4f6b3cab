// Runs a pipeline over a rule or a correlation.
import type { Correlation } from './correlation.ts'
import type { DraftItem, DraftSelection } from './detection.ts'
import { RuleError } from './fault.ts'
import { maxPipelineItems } from './limits.ts'
import type { Logsource } from './logsource.ts'
import type { DraftValue } from './modifiers.ts'
import type { Pipeline, Step } from './pipeline.ts'
import type { State } from './pipeline-conditions.ts'
import { openTexts, type Variables } from './pipeline-values.ts'
import type { DraftRule } from './rule.ts'
import { changeItems, itemsOfDraft } from './rule-items.ts'

/** A rule after a pipeline, and where its events have what the rule calls by a name. */
export type PipedRule = {
  readonly rule: DraftRule
  /** The fields that a name of the rule stands for; the first that an event has counts. */
  readonly fieldsFor: (name: string) => readonly string[]
}

/**
 * Runs a pipeline over a rule.
 *
 * @throws RuleError with the path inside the rule, when the pipeline refuses it or something in it makes no sense.
 */
export function pipeRule(rule: DraftRule, pipeline: Pipeline): PipedRule {
  const run = new Run(rule, () => [run.rule as DraftRule].map(({ logsource }) => logsource), pipeline.variables)
  run.steps(pipeline.steps)
  // A rule stays a rule: no step makes a correlation of it.
  return { rule: run.rule as DraftRule, fieldsFor: (name) => run.fieldsFor(name) }
}

/**
 * Runs a pipeline over a correlation. Its fields are those of its rules: they are mapped with them.
 *
 * @param logsources - Of all the rules that it consists of.
 * @throws RuleError as `pipeRule`.
 */
export function pipeCorrelation(
  correlation: Correlation,
  logsources: readonly Logsource[],
  pipeline: Pipeline,
): Correlation {
  const run = new Run(correlation, () => logsources, pipeline.variables)
  run.steps(pipeline.steps)
  // A correlation stays a correlation.
  return run.rule as Correlation
}

/** A step that renames, with what held when it was applied. */
type Renaming = { readonly step: Step; readonly state: State }

class Run {
  rule: DraftRule | Correlation
  private readonly logsources: () => readonly Logsource[]
  private readonly variables: Variables
  private state: State = new Map()
  private readonly applied = new Set<string>()
  private readonly renamings: Renaming[] = []
  /** Fields that a step mapped, and those it mapped to. */
  private readonly mapped = new Set<string>()
  /** Of names in the list of fields: the steps that changed them. */
  private names = new Map<string, ReadonlySet<string>>()

  constructor(rule: DraftRule | Correlation, logsources: () => readonly Logsource[], variables: Variables) {
    this.rule = rule
    this.logsources = logsources
    this.variables = variables
  }

  steps(steps: readonly Step[]): void {
    for (const step of steps) {
      try {
        this.step(step)
      } catch (error) {
        if (!(error instanceof RuleError)) throw error
        const { code, message, path, offset } = error.fault
        throw new RuleError(code, `${step.title}: ${message}`, path, offset)
      }
    }
  }

  fieldsFor(name: string): readonly string[] {
    let found: readonly { readonly field: string; readonly applied: ReadonlySet<string> }[] = [
      { field: name, applied: new Set() },
    ]
    for (const { step, state } of this.renamings)
      found = found.flatMap(({ field, applied }) =>
        renamed(step, field, applied, state).map((one) => ({
          field: one,
          applied: one === field || step.id === undefined ? applied : new Set([...applied, step.id]),
        })),
      )
    return [...new Set(found.map(({ field }) => field))]
  }

  private step(step: Step): void {
    const { rule, state, applied } = this
    if (step.rule !== undefined && !step.rule({ rule, logsources: this.logsources(), applied, state })) return
    if (step.id !== undefined) this.applied.add(step.id)
    const { action } = step
    switch (action.kind) {
      case 'nest':
        this.steps(action.steps)
        return
      case 'state':
        this.state = action.set(state)
        return
      case 'attributes':
        this.rule = action.change(rule)
        return
      case 'rename':
        this.renamings.push({ step, state })
        this.renameList(step)
        break
      case 'rule':
      case 'items':
    }
    if (rule.kind !== 'rule') return
    this.rule = this.changed(step, this.rule as DraftRule) // a rule, as it was above
    if (itemsOfDraft(this.rule).length > maxPipelineItems)
      throw new RuleError('limit', `expected at most ${maxPipelineItems} items in a rule`)
  }

  private changed(step: Step, rule: DraftRule): DraftRule {
    const { action } = step
    if (action.kind === 'rule') return action.change(rule, this.mapped)
    return changeItems(rule, (item) => {
      if (!this.isMeant(step, item)) return item
      if (action.kind === 'rename') return this.renameItem(step, item)
      const change = action.kind === 'items' ? action.change(item, this.variables) : undefined
      return change === undefined ? item : marked(change, step.id)
    })
  }

  private isMeant(step: Step, item: DraftItem): boolean {
    const { state } = this
    if (step.item !== undefined && !step.item({ item, state })) return false
    if (step.field === undefined) return true
    const applied = new Set(item.applied)
    const { field: guard } = step
    return [item.field, ...referencesOf(item)].some((field) => guard({ field, applied, state }))
  }

  /** An item under its names; several names mean that its field may stand under any of them. */
  private renameItem(step: Step, item: DraftItem): DraftSelection {
    const { state } = this
    const applied = new Set(item.applied)
    const own = renamedOrNot(step, item.field, applied, state)
    const inner = this.renameReferences(step, item, applied)
    if (own === undefined) return inner === item ? item : marked(inner, step.id)
    for (const field of [item.field, ...own]) if (field !== undefined) this.mapped.add(field)
    const opened = item.field === undefined ? openTexts(inner) : inner
    const items = own.map((field): DraftItem => ({ ...opened, field }))
    const [only, ...more] = items
    if (only !== undefined && more.length === 0) return marked(only, step.id)
    // What must not be there must not be there under any of the names.
    return marked({ kind: isAbsence(item) ? 'all' : 'any', parts: items }, step.id)
  }

  private renameReferences(step: Step, item: DraftItem, applied: ReadonlySet<string>): DraftItem {
    if (item.content.kind === 'open') return item
    const { values } = item.content
    let isChanged = false
    const changed = values.values.map((variants) =>
      variants.flatMap((value): readonly DraftValue[] => {
        if (value.kind !== 'field') return [value]
        const names = renamedOrNot(step, value.field, applied, this.state)
        if (names === undefined) return [value]
        isChanged = true
        return names.map((field) => ({ ...value, field }))
      }),
    )
    return isChanged ? { ...item, content: { kind: 'values', values: { ...values, values: changed } } } : item
  }

  private renameList(step: Step): void {
    const names = new Map<string, ReadonlySet<string>>()
    const fields = this.rule.fields.flatMap((field) => {
      const applied = this.names.get(field) ?? new Set<string>()
      const found = renamed(step, field, applied, this.state)
      for (const one of found)
        names.set(one, one === field || step.id === undefined ? applied : new Set([...applied, step.id]))
      return found
    })
    this.names = names
    this.rule = { ...this.rule, fields }
  }
}

/** The names that a step gives a field; `undefined` when it leaves it. */
function renamedOrNot(
  { action, field: guard }: Step,
  field: string | undefined,
  applied: ReadonlySet<string>,
  state: State,
): readonly string[] | undefined {
  if (action.kind !== 'rename' || (guard !== undefined && !guard({ field, applied, state }))) return undefined
  return action.rename(field)
}

function renamed(step: Step, field: string, applied: ReadonlySet<string>, state: State): readonly string[] {
  return renamedOrNot(step, field, applied, state) ?? [field]
}

function referencesOf({ content }: DraftItem): readonly string[] {
  if (content.kind === 'open') return []
  return content.values.values.flat().flatMap((value) => (value.kind === 'field' ? [value.field] : []))
}

/** Whether an item holds when something is not there: negated, null, or `exists: false`. */
function isAbsence({ content }: DraftItem): boolean {
  if (content.kind === 'open') return content.modifiers.includes('neq')
  const { negated, values } = content.values
  const asksForAbsence = values
    .flat()
    .some(
      (value) =>
        value.kind === 'null' || (value.kind === 'test' && value.test.kind === 'exists' && !value.test.expected),
    )
  return negated !== asksForAbsence
}

function marked(selection: DraftSelection, id: string | undefined): DraftSelection {
  if (id === undefined) return selection
  if (selection.kind !== 'item') return { kind: selection.kind, parts: selection.parts.map((part) => marked(part, id)) }
  return selection.applied.includes(id) ? selection : { ...selection, applied: [...selection.applied, id] }
}
