// The public rules and the recorded events, for tests and benchmarks.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { outsideFolder } from '../../../../tools/outside.ts'
import type { Rule } from '../rule.ts'
import { parseRuleFile } from '../rule-file.ts'

/** Name of the folder of rules and events, for `skipUnlessOutside`. */
export const publicData = 'data'

/** A file of the public rule set. */
export type NamedText = { readonly path: string; readonly text: string }

/** The rule files of the public set. */
export function publicRuleFiles(): readonly NamedText[] {
  return filesOfTar(dataFile('sigma-rules/sigmahq-rules-2026-08-05.tar.zst'))
}

/** Examples of correlations and filters by others. */
export function publicExamples(): readonly NamedText[] {
  return filesOfTar(dataFile('sigma-rules/correlation-and-filter-examples.tar.zst'))
}

/** The public rules that load. */
export function publicRules(): readonly Rule[] {
  return publicRuleFiles().flatMap(({ text }) => parseRuleFile(text).rules)
}

/** A recorded file of events, such as `regression-events.jsonl`, as it is. */
export function publicEvents(name: string): Buffer {
  return dataFile(`events/${name}.zst`)
}

/** Names of all recorded files of events with published matches, without their packing. */
export function publicEventFiles(): readonly string[] {
  return readdirSync(join(folder(), 'events'))
    .filter((name) => name.endsWith('.jsonl.zst') && name !== 'regression-nested.jsonl.zst')
    .map((name) => name.replace(/\.zst$/, ''))
    .sort()
}

/** A text file among the events. */
export function eventsText(name: string): string {
  return readFileSync(join(folder(), 'events', name), 'utf8')
}

/** Published matches: of each file the lines `number id`. */
export function referenceMatches(): ReadonlyMap<string, ReadonlySet<string>> {
  const matches = new Map<string, Set<string>>()
  for (const line of dataFile('events/reference-matches.tsv.zst').toString('utf8').trim().split('\n').slice(1)) {
    const [file = '', number, rule] = line.split('\t')
    const own = matches.get(file) ?? new Set()
    own.add(`${number} ${rule}`)
    matches.set(file, own)
  }
  return matches
}

function folder(): string {
  const found = outsideFolder(publicData)
  if (found === undefined) throw new Error('the public rules and events are not on this machine')
  return found
}

function dataFile(path: string): Buffer {
  return zstdDecompressSync(readFileSync(join(folder(), path)))
}

/** The YAML files of a tar archive: blocks of 512 bytes, a header before each file. */
function filesOfTar(tar: Buffer): readonly NamedText[] {
  const files: NamedText[] = []
  let longName: string | undefined
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '')
    const prefix = tar.toString('utf8', at + 345, at + 500).replace(/\0.*$/s, '')
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8)
    const type = String.fromCharCode(tar[at + 156] ?? 0)
    const content = tar.toString('utf8', at + 512, at + 512 + size)
    const path = longName ?? (prefix === '' ? name : `${prefix}/${name}`)
    longName = type === 'L' ? content.replace(/\0+$/, '') : undefined
    if ((type === '0' || type === '\0') && path.endsWith('.yml')) files.push({ path, text: content })
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}
