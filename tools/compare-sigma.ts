// Compares what Sigma finds on a lane of the benchmark with what another engine finds: when its speed is to be compared with ours, since
// speed on other matches says nothing.
//
//   sh bin/run tools/compare-sigma.ts export FOLDER         writes the rules (as files, for engines that take log sources from tags of
//                                                           the event) and the lanes (FOLDER/mix.jsonl …)
//   sh bin/run tools/compare-sigma.ts LANE MATCHES.tsv      reads the other engine's matches, `line<TAB>rule id` counted from 1, and prints
//                                                           a table of differences, rule by rule
//
// The plain evaluator says who is right.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { itemsOf } from '../packages/sigma/src/detection.ts'
import { lookUp, parseEvent } from '../packages/sigma/src/event.ts'
import { eventSource } from '../packages/sigma/src/event-source.ts'
import { logsourceFits } from '../packages/sigma/src/logsource.ts'
import { evaluatorOf } from '../packages/sigma/src/reference.ts'
import type { Rule } from '../packages/sigma/src/rule.ts'
import { parseRuleFile } from '../packages/sigma/src/rule-file.ts'
import { matchesOf } from '../packages/sigma/src/testing/agreement.ts'
import { type LaneName, laneNames, laneOf } from '../packages/sigma/src/testing/lanes.ts'
import { publicRuleFiles } from '../packages/sigma/src/testing/public-data.ts'
import { textOf } from '../packages/sigma/src/value-test.ts'

function knownRules(): ReadonlyMap<string, Rule> {
  const known = new Map<string, Rule>()
  for (const { text } of publicRuleFiles())
    for (const rule of parseRuleFile(text).rules) if (rule.id !== undefined) known.set(rule.id, rule)
  return known
}

function exportTo(folder: string): void {
  const rules = join(folder, 'rules')
  mkdirSync(rules, { recursive: true })
  for (const [number, { text }] of publicRuleFiles().entries()) {
    // A tagged event has one category; registry events have two.
    writeFileSync(
      join(rules, `${number}.yml`),
      text.replace(/^(\s+)category: registry_event\s*$/m, '$1service: sysmon'),
    )
  }
  for (const name of laneNames) writeFileSync(join(folder, `${name}.jsonl`), laneOf(name))
}

/** What the plain evaluator says of one event and one rule. */
function isMatch(rule: Rule, line: string): boolean {
  const event = parseEvent(line)
  if (event === undefined) return false
  const source = eventSource((field) => {
    const { scalars } = lookUp(event, field)
    return scalars.length === 1 && scalars[0] !== undefined ? textOf(scalars[0]) : undefined
  })
  return logsourceFits(rule.logsource, source) && evaluatorOf(rule)(event)
}

/** Where the tags of the event, all that other engines have, are not what the rule asks for; else the fields that the rule reads. */
function reasonOf(rule: Rule, line: string): string {
  const event = parseEvent(line) ?? {}
  for (const dimension of ['product', 'service', 'category'] as const) {
    const asked = rule.logsource[dimension]
    if (asked !== undefined && asked !== event[dimension])
      return `tag ${dimension}: ${event[dimension]}, asked ${asked}`
  }
  const names = [...rule.selections.values()].flatMap(itemsOf).flatMap(({ field }) => field ?? ['words'])
  return `reads ${[...new Set(names)].sort().join(', ')}`
}

function compare(lane: LaneName, file: string): void {
  const bytes = laneOf(lane)
  const known = knownRules()
  const lines = bytes.toString('utf8').split('\n')
  const ours = matchesOf([...known.values()], bytes)
  const theirs = new Set(
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.replace('\t', ' ')),
  )
  const rows = new Map<string, { ours: number; theirs: number; right: number; readonly reasons: Set<string> }>()
  const note = (match: string, side: 'ours' | 'theirs'): void => {
    const [number = '', id = ''] = match.split(' ')
    const row = rows.get(id) ?? { ours: 0, theirs: 0, right: 0, reasons: new Set() }
    rows.set(id, row)
    row[side]++
    const rule = known.get(id)
    const line = lines[Number(number) - 1] ?? ''
    row.reasons.add(rule === undefined ? 'not loaded here' : reasonOf(rule, line))
    const holds = rule !== undefined && isMatch(rule, line)
    if (holds === (side === 'ours')) row.right++
  }
  for (const match of ours) if (!theirs.has(match)) note(match, 'ours')
  for (const match of theirs) if (!ours.has(match)) note(match, 'theirs')
  console.log(`Lane *${lane}*: ours ${ours.size}, theirs ${theirs.size}.\n`)
  console.log('| rule | only ours | only theirs | the plain evaluator agrees with us | log source, or fields |')
  console.log('| --- | ---: | ---: | ---: | --- |')
  for (const [id, row] of [...rows].sort(([, a], [, b]) => b.ours + b.theirs - a.ours - a.theirs)) {
    const title = known.get(id)?.title ?? id
    const reasons = [...row.reasons].join('; ')
    console.log(`| ${title} | ${row.ours} | ${row.theirs} | ${row.right} of ${row.ours + row.theirs} | ${reasons} |`)
  }
  if (rows.size === 0) console.log('| none | 0 | 0 | | |')
}

const [command, argument] = process.argv.slice(2)
const lane = laneNames.find((name) => name === command)
if (argument !== undefined && command === 'export') exportTo(argument)
else if (argument !== undefined && lane !== undefined) compare(lane, argument)
else {
  console.error('expected: export FOLDER, or LANE MATCHES.tsv')
  process.exitCode = 2
}
