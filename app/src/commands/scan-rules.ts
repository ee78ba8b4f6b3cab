// The rules of a scan: files and folders to what is matched, what is correlated, and which of it is told.
import { readFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { LinkedCorrelation } from '../../../packages/sigma/src/correlation-links.ts'
import { formatFault } from '../../../packages/sigma/src/fault.ts'
import type { Pipeline } from '../../../packages/sigma/src/pipeline.ts'
import { type Level, levels, type Rule } from '../../../packages/sigma/src/rule.ts'
import { alertsAlone, loadRuleSet, type RuleSet, type SourceText } from '../../../packages/sigma/src/rule-file.ts'
import { WrongUse } from './command.ts'

/** What can be told: a rule or a correlation. */
export type Alert = Pick<Rule, 'id' | 'title' | 'level'>

/** The rules and correlations that a scan needs, in the order of their files. */
export type NeededRules = Pick<RuleSet, 'rules' | 'correlations' | 'reads'> & {
  /** The rules, then the correlations: a correlation is an alert with the number of rules added to its own. */
  readonly alerts: readonly Alert[]
  /** By alert: whether it is told, or only counts for others. */
  readonly told: readonly boolean[]
}

/** What was read, and one line of text for each document that does not load or is doubtful. */
export type LoadedRules = NeededRules & { readonly faults: readonly string[] }

/**
 * Reads rule files; folders with all that lies below them.
 *
 * @param least - What is below this level is not told; a rule without a level counts as informational.
 * @throws WrongUse for a path that cannot be read.
 */
export async function loadRules(
  paths: readonly string[],
  least: Level,
  pipelines: readonly Pipeline[],
): Promise<LoadedRules> {
  const names = (await Promise.all(paths.map(ruleFiles))).flat()
  const set = loadFiles(names, pipelines)
  const faults = [
    ...set.faults.map((fault) => formatFault(fault.file, fault)),
    ...set.warnings.map((fault) => `${formatFault(fault.file, fault)} (used all the same)`),
  ]
  return { ...neededRules(set, least), faults }
}

function loadFiles(names: readonly string[], pipelines: readonly Pipeline[]): RuleSet {
  const texts = names.map((name): SourceText => ({ name, text: readFileSync(name, 'utf8') }))
  if (texts.some(({ text }) => mayReferToOthers(text))) return loadRuleSet(texts, pipelines)
  // One after the other: all of them at once, as drafts, would be the most memory that a scan ever takes.
  const sets = texts.map((one) => loadRuleSet([one], pipelines))
  return {
    rules: sets.flatMap(({ rules }) => rules),
    correlations: [],
    reads: [],
    faults: sets.flatMap(({ faults }) => faults),
    warnings: sets.flatMap(({ warnings }) => warnings),
  }
}

/** Whether a file may hold a correlation or a filter: a key of that name, as far to the right as a title, or a map in braces. */
export function mayReferToOthers(text: string): boolean {
  // Blanks of one line only: over line breaks, a file of empty lines would be looked through again from each of them.
  if (/^(?:---)?[ \t]*\{/m.test(text)) return true
  const titles = new Set([...text.matchAll(/^([ \t]*)["']?title["']?[ \t]*:/gm)].map(([, indent]) => indent))
  return [...text.matchAll(/^([ \t]*)["']?(?:correlation|filter)["']?[ \t]*:/gm)].some(([, indent]) =>
    titles.has(indent),
  )
}

/** What must be matched so that everything from a level up is told: parts of a correlation count whatever their level. */
export function neededRules(set: RuleSet, least: Level): NeededRules {
  const isTold = (kind: 'rule' | 'correlation', number: number, alert: Alert): boolean =>
    levels.indexOf(levelOf(alert)) >= levels.indexOf(least) && alertsAlone(set, kind, number)
  const toldRules = set.rules.map((rule, number) => isTold('rule', number, rule))
  const toldCorrelations = set.correlations.map((correlation, number) => isTold('correlation', number, correlation))
  const usedRules = new Set<number>()
  const usedCorrelations = new Set<number>()
  // Parts stand before what they are parts of.
  for (let number = set.correlations.length - 1; number >= 0; number--) {
    if (toldCorrelations[number] !== true && !usedCorrelations.has(number)) continue
    usedCorrelations.add(number)
    for (const link of set.correlations[number]?.links ?? [])
      (link.kind === 'rule' ? usedRules : usedCorrelations).add(link.number)
  }
  const rules = [...set.rules.keys()].filter((number) => toldRules[number] === true || usedRules.has(number))
  const correlations = [...set.correlations.keys()].filter((number) => usedCorrelations.has(number))
  const kept = {
    rules: pick(set.rules, rules),
    correlations: pick(set.correlations, correlations).map((one) => renumber(one, rules, correlations)),
    reads: rules.map((number) => (usedRules.has(number) ? set.reads[number] : undefined)),
  }
  return {
    ...kept,
    alerts: [...kept.rules, ...kept.correlations],
    told: [...pick(toldRules, rules), ...pick(toldCorrelations, correlations)],
  }
}

/** The level of a rule; one that names none is informational. */
export function levelOf(alert: Alert): Level {
  return alert.level ?? 'informational'
}

function pick<T>(list: readonly T[], numbers: readonly number[]): readonly T[] {
  const wanted = new Set(numbers)
  return list.filter((_, number) => wanted.has(number))
}

function renumber(
  correlation: LinkedCorrelation,
  rules: readonly number[],
  correlations: readonly number[],
): LinkedCorrelation {
  const links = correlation.links.map(({ kind, number }) => ({
    kind,
    number: (kind === 'rule' ? rules : correlations).indexOf(number),
  }))
  return { ...correlation, links }
}

async function ruleFiles(path: string): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const found = await readdir(path, { recursive: true, withFileTypes: true })
    return found
      .filter((one) => one.isFile() && /\.ya?ml$/i.test(one.name))
      .map((one) => join(one.parentPath, one.name))
      .sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new WrongUse(`could not read ${path} (${error.code})`)
    throw error
  }
}
