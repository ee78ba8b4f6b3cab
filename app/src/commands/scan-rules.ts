// The rules of a scan: files and folders to the rules that load.
import { readFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { formatFault } from '../../../packages/sigma/src/fault.ts'
import { type Level, levels, type Rule } from '../../../packages/sigma/src/rule.ts'
import { parseRuleFile } from '../../../packages/sigma/src/rule-file.ts'
import { WrongUse } from './command.ts'

/** What was read: rules in the order of their files, and one line of text for each that does not load. */
export type LoadedRules = {
  readonly rules: readonly Rule[]
  readonly files: number
  readonly faults: readonly string[]
}

/**
 * Reads rule files; folders with all that lies below them.
 *
 * @param least - Rules below this level are left out; a rule without a level counts as informational.
 * @throws WrongUse for a path that cannot be read.
 */
export async function loadRules(paths: readonly string[], least: Level): Promise<LoadedRules> {
  const files = (await Promise.all(paths.map(ruleFiles))).flat()
  const rules: Rule[] = []
  const faults: string[] = []
  for (const file of files) {
    // One after the other: all texts at once would be the most memory that a scan ever takes.
    const parsed = parseRuleFile(readFileSync(file, 'utf8'))
    for (const rule of parsed.rules) if (levels.indexOf(levelOf(rule)) >= levels.indexOf(least)) rules.push(rule)
    for (const fault of parsed.faults) faults.push(formatFault(file, fault))
  }
  return { rules, files: files.length, faults }
}

/** The level of a rule; one that names none is informational. */
export function levelOf(rule: Rule): Level {
  return rule.level ?? 'informational'
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
