// Files of rules as a set: filters applied, pipelines run, correlations linked to what they refer to.
import type { Correlation } from './correlation.ts'
import { type LinkedCorrelation, linkCorrelations, namesFrom, namesOf } from './correlation-links.ts'
import { type Fault, RuleError } from './fault.ts'
import { applyFilter, type Filter, filterMeans } from './filter.ts'
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
export function parseRuleFile(text: string): RuleSet {
  return loadRuleSet([{ name: '', text }])
}

/**
 * Loads files that may refer to each other.
 *
 * @returns Never throws for the content of a file: faults carry file, line and column.
 */
export function loadRuleSet(files: readonly SourceText[]): RuleSet {
  return new Loader().load(files)
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
  private readonly faults: FileFault[] = []
  private readonly warnings: FileFault[] = []
  private readonly unusable = new Set<string>()

  load(files: readonly SourceText[]): RuleSet {
    const drafts = files.flatMap((file) => this.read(file))
    const filters = ofKind(drafts, 'filter')
    const rules: Rule[] = []
    for (const draft of this.filtered(ofKind(drafts, 'rule'), filters)) {
      const rule = this.attempt(draft, () => finishRule(draft.content))
      if (rule === undefined) for (const name of namesOf(draft.content)) this.unusable.add(name)
      else rules.push(rule)
    }
    const correlations = this.link(rules, ofKind(drafts, 'correlation'))
    const { faults, warnings } = this
    return { rules, correlations, reads: readsOf(rules, correlations), faults, warnings }
  }

  private read({ name: file, text }: SourceText): readonly Placed<Draft['content']>[] {
    const { drafts, faults, warnings, broken } = readRuleDocuments(text)
    this.faults.push(...faults.map((fault) => ({ ...fault, file })))
    this.warnings.push(...warnings.map((warning) => ({ ...warning, file })))
    for (const name of broken) this.unusable.add(name).add(name.toLowerCase())
    return drafts.map(({ content, place }) => ({ content, tell: (fault) => ({ ...place(fault), file }) }))
  }

  private attempt<T>(draft: Placed<unknown>, step: () => T): T | undefined {
    try {
      return step()
    } catch (error) {
      if (!(error instanceof RuleError)) throw error
      this.faults.push(draft.tell(error.fault))
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

function readsOf(rules: readonly Rule[], correlations: readonly LinkedCorrelation[]): RuleSet['reads'] {
  const reads = new Array<Map<string, readonly string[]> | undefined>(rules.length).fill(undefined)
  for (const correlation of correlations) {
    for (const [part, link] of correlation.links.entries()) {
      if (link.kind !== 'rule') continue
      const own = reads[link.number] ?? new Map<string, readonly string[]>()
      for (const name of namesFrom(correlation, part)) own.set(name, [name])
      reads[link.number] = own
    }
  }
  return reads
}
