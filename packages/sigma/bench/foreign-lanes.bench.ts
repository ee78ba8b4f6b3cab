// Rules and events that another engine made for its own benchmarks: OPENWACHT_BENCH_FOREIGN names a folder with folders of rules and
// files of events (`*.jsonl`); every folder is matched with every file. The matches are printed, to be held against the other's.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseRuleFile } from '../src/rule-file.ts'
import { matchOn, rowOf, words } from './measuring.ts'

const row = (...cells: readonly string[]): void => console.log(rowOf(...cells))

const folder = process.env.OPENWACHT_BENCH_FOREIGN
if (folder === undefined) console.log('OPENWACHT_BENCH_FOREIGN names no folder: nothing to measure.')
else {
  const entries = readdirSync(folder, { withFileTypes: true })
  row('rules, events', 'rules', 'matches', '1 thread/s', 'per cpu second', '2 threads/s', 'scaling')
  for (const set of entries.filter((one) => one.isDirectory()).map(({ name }) => name)) {
    const files = readdirSync(join(folder, set)).sort()
    const rules = files.flatMap((name) => parseRuleFile(readFileSync(join(folder, set, name), 'utf8')).rules)
    for (const lane of entries.filter((one) => one.name.endsWith('.jsonl')).map(({ name }) => name)) {
      const bytes = readFileSync(join(folder, lane))
      const one = await matchOn(1, rules, bytes)
      const two = await matchOn(2, rules, bytes)
      row(
        `${set}, ${lane.replace('.jsonl', '')}`,
        words(rules.length),
        words(one.matches),
        words(one.perSecond),
        words(one.perCpu),
        words(two.perSecond),
        (two.perSecond / one.perSecond).toFixed(2),
      )
    }
  }
}
