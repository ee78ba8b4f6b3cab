// Files of rules as a set: filters applied, pipelines run, correlations linked to what they refer to.
import type { Correlation } from './correlation.ts'
import { type LinkedCorrelation, linkCorrelations, namesFrom, namesOf } from './correlation-links.ts'
import { type Fault, RuleError } from './fault.ts'
import { applyFilter, type Filter, filterMeans } from './filter.ts'
import type { Logsource } from './logsource.ts'
import { joinPipelines, type Pipeline } from './pipeline.ts'
import { type PipedRule, pipeCorrelation, pipeRule } from './pipeline-run.ts'
import { type DraftRule, finishRule, type Rule } from './rule.ts'
import { type Draft, readRuleDocuments } from './rule-documents.ts'

/** A file: its name, as faults give it, and its content. */
export type SourceText = { readonly name: string; readonly text: string }

/** A fault with the name of its file. */
export type FileFault = Fault & { readonly file: string }

/** Rules that belong together, and what cannot be used and why. Plain values: it can be sent to another thread. */
export type RuleSet = {
  readonly rules: readonly Rule[]
  /** Parts stand before what they are parts of. */
  readonly correlations: readonly LinkedCorrelation[]
  /**
   * By rule that correlations use: for each name that they read from its events, the fields it may stand under. The first
   * that an event has counts.
   */
  readonly reads: readonly (ReadonlyMap<string, readonly string[]> | undefined)[]
  readonly faults: readonly FileFault[]
  /** Deprecated and doubtful forms; what they stand in was loaded. */
  readonly warnings: readonly FileFault[]
}

/** One file as a set of its own. */
export function parseRuleFile(text: string, pipelines: readonly Pipeline[] = []): RuleSet {
  return loadRuleSet([{ name: '', text }], pipelines)
}

/**
 * Loads files that may refer to each other: filters are applied, then the pipelines run, in the order of their priorities.
 *
 * @returns Never throws for the content of a file: faults carry file, line and column.
 */
export function loadRuleSet(files: readonly SourceText[], pipelines: readonly Pipeline[] = []): RuleSet {
  return new Loader(joinPipelines(pipelines)).load(files)
}

/** Whether a rule alerts by itself: not when correlations use it and none of them says `generate: true`. */
export function alertsAlone(set: Pick<RuleSet, 'correlations'>, kind: 'rule' | 'correlation', number: number): boolean {
  const users = set.correlations.filter(({ links }) =>
    links.some((link) => link.kind === kind && link.number === number),
  )
  return users.length === 0 || users.some(({ generate }) => generate)
}

type Placed<T> = { readonly content: T; readonly tell: (fault: Fault) => FileFault }

class Loader {
  private readonly pipeline: Pipeline
  private readonly faults: FileFault[] = []
  private readonly warnings: FileFault[] = []
  private readonly unusable = new Set<string>()

  constructor(pipeline: Pipeline) {
    this.pipeline = pipeline
  }

  load(files: readonly SourceText[]): RuleSet {
    const drafts = files.flatMap((file) => this.read(file))
    const rules: Rule[] = []
    const fieldsFor: PipedRule['fieldsFor'][] = []
    const drafted = ofKind(drafts, 'rule')
    for (const draft of this.filtered(drafted, ofKind(drafts, 'filter'))) {
      const piped = this.attempt(draft, () => {
        const { rule, fieldsFor: names } = pipeRule(draft.content, this.pipeline)
        return { rule: finishRule(rule), names }
      })
      if (piped === undefined) continue
      rules.push(piped.rule)
      fieldsFor.push(piped.names)
    }
    const correlations = this.link(rules, this.piped(ofKind(drafts, 'correlation'), drafted))
    const { faults, warnings } = this
    return { rules, correlations, reads: readsOf(rules, correlations, fieldsFor), faults, warnings }
  }

  private read({ name: file, text }: SourceText): readonly Placed<Draft['content']>[] {
    const { drafts, faults, warnings, broken } = readRuleDocuments(text)
    this.faults.push(...faults.map((fault) => ({ ...fault, file })))
    this.warnings.push(...warnings.map((warning) => ({ ...warning, file })))
    for (const name of broken) this.unusable.add(name).add(name.toLowerCase())
    return drafts.map(({ content, place }) => ({ content, tell: (fault) => ({ ...place(fault), file }) }))
  }

  private attempt<T>(draft: Placed<Draft['content']>, step: () => T): T | undefined {
    try {
      return step()
    } catch (error) {
      if (!(error instanceof RuleError)) throw error
      this.faults.push(draft.tell(error.fault))
      for (const name of namesOf(draft.content)) this.unusable.add(name)
      return undefined
    }
  }

  private filtered(
    rules: readonly Placed<DraftRule>[],
    filters: readonly Placed<Filter>[],
  ): readonly Placed<DraftRule>[] {
    if (filters.length === 0) return rules
    for (const filter of filters) this.warnOfFilter(filter, rules)
    return rules.map(({ content, tell }) => {
      let rule = content
      for (const [number, filter] of filters.entries())
        if (filterMeans(filter.content, content) === 'applies') rule = applyFilter(rule, filter.content, number)
      return { content: rule, tell }
    })
  }

  /** A filter that does not do what it was written for leaves alerts: harmless, but to be told. */
  private warnOfFilter({ content: filter, tell }: Placed<Filter>, rules: readonly Placed<DraftRule>[]): void {
    if (filter.rules === 'any') return
    for (const [index, name] of filter.rules.entries()) {
      const means = rules.map((rule) => filterMeans({ ...filter, rules: [name] }, rule.content))
      if (means.includes('applies')) continue
      const message = means.includes('other-logsource')
        ? `the rule "${name}" has a log source outside that of this filter`
        : `expected the id or name of a rule of this set, got "${name}"`
      this.warnings.push(tell({ code: 'filter', message, path: ['filter', 'rules', index] }))
    }
  }

  /** The correlations after the pipeline, which may look at the log sources of what they consist of. */
  private piped(
    correlations: readonly Placed<Correlation>[],
    rules: readonly Placed<DraftRule>[],
  ): readonly Placed<Correlation>[] {
    const byName = new Map<string, DraftRule | Correlation>()
    for (const { content } of [...rules, ...correlations])
      for (const name of namesOf(content)) byName.set(name, content)
    return correlations.flatMap((draft) => {
      const content = this.attempt(draft, () =>
        pipeCorrelation(draft.content, logsourcesOf(draft.content, byName, new Set()), this.pipeline),
      )
      return content === undefined ? [] : [{ content, tell: draft.tell }]
    })
  }

  private link(rules: readonly Rule[], drafts: readonly Placed<Correlation>[]): readonly LinkedCorrelation[] {
    const { correlations, faults } = linkCorrelations(
      rules,
      drafts.map(({ content }) => content),
      this.unusable,
    )
    for (const { content, tell } of drafts) {
      const error = faults.get(content)
      if (error !== undefined) this.faults.push(tell(error.fault))
    }
    return correlations
  }
}

function ofKind<K extends Draft['content']['kind']>(
  drafts: readonly Placed<Draft['content']>[],
  kind: K,
): readonly Placed<Extract<Draft['content'], { kind: K }>>[] {
  // The filter leaves only drafts of this kind.
  return drafts.filter(({ content }) => content.kind === kind) as Placed<Extract<Draft['content'], { kind: K }>>[]
}

/** The log sources of all the rules that a correlation consists of. */
function logsourcesOf(
  correlation: Correlation,
  byName: ReadonlyMap<string, DraftRule | Correlation>,
  seen: Set<string>,
): readonly Logsource[] {
  return correlation.rules.flatMap((reference): readonly Logsource[] => {
    const part = byName.get(reference) ?? byName.get(reference.toLowerCase())
    if (part === undefined || seen.has(reference)) return []
    seen.add(reference)
    return part.kind === 'rule' ? [part.logsource] : logsourcesOf(part, byName, seen)
  })
}

function readsOf(
  rules: readonly Rule[],
  correlations: readonly LinkedCorrelation[],
  fieldsFor: readonly PipedRule['fieldsFor'][],
): RuleSet['reads'] {
  const reads = new Array<Map<string, readonly string[]> | undefined>(rules.length).fill(undefined)
  for (const correlation of correlations) {
    for (const [part, link] of correlation.links.entries()) {
      if (link.kind !== 'rule') continue
      const own = reads[link.number] ?? new Map<string, readonly string[]>()
      for (const name of namesFrom(correlation, part)) own.set(name, fieldsFor[link.number]?.(name) ?? [name])
      reads[link.number] = own
    }
  }
  return reads
}
