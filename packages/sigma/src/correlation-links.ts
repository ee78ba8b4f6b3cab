// From the references of correlations to the rules they mean: by id or name, over all files of a set.
import { type Correlation, endsWithWindow } from './correlation.ts'
import { RuleError } from './fault.ts'
import { maxChain } from './limits.ts'
import type { Rule } from './rule.ts'

/** A rule or a correlation of a set, by its number. */
export type Link = { readonly kind: 'rule' | 'correlation'; readonly number: number }

/** A correlation whose references were found. `links` has the order of `rules`. */
export type LinkedCorrelation = Correlation & {
  readonly links: readonly Link[]
  /** Names that correlations over this one read and that it does not group by: its events must give them. */
  readonly carried: readonly string[]
}

/** Linked correlations, parts before what they are parts of, and what is wrong with the others. */
export type LinkResult = {
  readonly correlations: readonly LinkedCorrelation[]
  /** By the correlation as it was given. */
  readonly faults: ReadonlyMap<Correlation, RuleError>
}

/** The name that a correlation reads from the events of one of its rules, for a name of its own. */
export function nameFor(correlation: Correlation, name: string, part: number): string {
  return correlation.aliases.get(name)?.get(correlation.rules[part] ?? '') ?? name
}

/** The names that a correlation reads from one of its rules, each once. */
export function namesFrom(correlation: LinkedCorrelation, part: number): readonly string[] {
  const own = [...correlation.groupBy, ...correlation.condition.fields].map((name) => nameFor(correlation, name, part))
  return [...new Set([...own, ...correlation.carried])]
}

/**
 * Finds what correlations refer to.
 *
 * @param unusable - Ids and names of rules that are there but did not load.
 */
export function linkCorrelations(
  rules: readonly Rule[],
  correlations: readonly Correlation[],
  unusable: ReadonlySet<string>,
): LinkResult {
  const faults = new Map<Correlation, RuleError>()
  const broken = new Set(unusable)
  for (;;) {
    const usable = correlations.filter((one) => !faults.has(one))
    const found = new Linker(rules, usable, broken)
    const linked = found.link()
    if (found.faults.size === 0) return { correlations: linked, faults }
    for (const [correlation, error] of found.faults) {
      faults.set(correlation, error)
      for (const name of namesOf(correlation)) broken.add(name)
    }
  }
}

/** What a reference may call a rule. Ids are UUIDs: case does not count. */
export function namesOf({
  id,
  name,
}: {
  readonly id: string | undefined
  readonly name: string | undefined
}): string[] {
  return [...(id === undefined ? [] : [id.toLowerCase()]), ...(name === undefined ? [] : [name])]
}

type Entry = {
  readonly correlation: Correlation
  readonly links: readonly Link[]
  readonly depth: number
  readonly carried: Set<string>
}

class Linker {
  readonly faults = new Map<Correlation, RuleError>()
  private readonly correlations: readonly Correlation[]
  private readonly broken: ReadonlySet<string>
  private readonly byName = new Map<string, Link[]>()
  /** Positions of the correlations in the result. */
  private readonly states = new Map<Correlation, number | 'open' | RuleError>()
  private readonly linked: Entry[] = []

  constructor(rules: readonly Rule[], correlations: readonly Correlation[], broken: ReadonlySet<string>) {
    this.correlations = correlations
    this.broken = broken
    const enter = (kind: Link['kind'], names: readonly string[], number: number): void => {
      for (const name of new Set(names)) this.byName.set(name, [...(this.byName.get(name) ?? []), { kind, number }])
    }
    for (const [number, rule] of rules.entries()) enter('rule', namesOf(rule), number)
    for (const [number, correlation] of correlations.entries()) enter('correlation', namesOf(correlation), number)
  }

  link(): readonly LinkedCorrelation[] {
    for (const correlation of this.correlations) this.attempt(correlation)
    if (this.faults.size > 0) return []
    for (let number = this.linked.length - 1; number >= 0; number--) this.carry(number)
    return this.linked.map(({ correlation, links, carried }) => ({
      ...correlation,
      links,
      carried: [...carried].sort(),
    }))
  }

  private attempt(correlation: Correlation): void {
    try {
      this.numberOf(correlation)
    } catch (error) {
      if (!(error instanceof RuleError)) throw error
      this.faults.set(correlation, error)
    }
  }

  /** The number of a correlation in the result; links it first, after its parts. */
  private numberOf(correlation: Correlation): number {
    const state = this.states.get(correlation)
    if (state === 'open') throw new RuleError('correlation', 'this correlation is a part of itself', rulesPath)
    if (state instanceof RuleError) throw state
    if (state !== undefined) return state
    this.states.set(correlation, 'open')
    try {
      const number = this.linked.push(this.linkOne(correlation)) - 1
      this.states.set(correlation, number)
      return number
    } catch (error) {
      if (error instanceof RuleError) this.states.set(correlation, error)
      throw error
    }
  }

  private linkOne(correlation: Correlation): Entry {
    let depth = 1
    const links = correlation.rules.map((reference, part): Link => {
      const path = [...rulesPath, part]
      const link = this.find(reference, path)
      if (link.kind === 'rule') return link
      const whole = this.correlations[link.number]
      if (whole === undefined) throw new RuleError('correlation', notFound(reference), path)
      let number: number
      try {
        number = this.numberOf(whole)
      } catch (error) {
        if (!(error instanceof RuleError)) throw error
        throw new RuleError('correlation', `"${reference}" cannot be used: ${error.message}`, path)
      }
      depth = Math.max(depth, (this.linked[number]?.depth ?? 0) + 1)
      return { kind: 'correlation', number }
    })
    for (const [part, link] of links.entries()) {
      if (links.findIndex((other) => other.kind === link.kind && other.number === link.number) !== part)
        throw new RuleError('correlation', 'this rule stands there twice, once by id and once by name', [
          ...rulesPath,
          part,
        ])
    }
    if (depth > maxChain) throw new RuleError('limit', `expected at most ${maxChain} correlations in a row`, rulesPath)
    return { correlation, links, depth, carried: new Set() }
  }

  private find(reference: string, path: readonly (string | number)[]): Link {
    const found = this.byName.get(reference) ?? this.byName.get(reference.toLowerCase()) ?? []
    const [link, ...more] = found
    if (link === undefined) {
      const isBroken = this.broken.has(reference) || this.broken.has(reference.toLowerCase())
      throw new RuleError('correlation', isBroken ? `the rule "${reference}" did not load` : notFound(reference), path)
    }
    if (more.length > 0) throw new RuleError('correlation', `${found.length} rules are called "${reference}"`, path)
    return link
  }

  /** Tells the parts of a correlation which names they must carry. Wholes come first. */
  private carry(number: number): void {
    const entry = this.linked[number]
    if (entry === undefined) return
    const { correlation, links, carried } = entry
    for (const [part, link] of links.entries()) {
      const target = link.kind === 'correlation' ? this.linked[link.number] : undefined
      if (target === undefined) continue
      for (const name of namesFrom({ ...correlation, links, carried: [...carried] }, part)) {
        if (target.correlation.groupBy.includes(name)) continue
        if (endsWithWindow(target.correlation)) {
          const message = `"${correlation.rules[part]}" does not group by "${name}", and it is decided when its window has ended`
          this.faults.set(correlation, new RuleError('correlation', message, [...rulesPath, part]))
        } else target.carried.add(name)
      }
    }
  }
}

const rulesPath = ['correlation', 'rules']

function notFound(reference: string): string {
  return `expected the id or name of a rule of this set, got "${reference}"`
}
