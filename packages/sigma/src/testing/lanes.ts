// The lanes of the benchmark: lines of recorded events, some of them changed, each with the log source written out so that
// another engine can be given just the same bytes.
import { lookUp, parseEvent } from '../event.ts'
import { eventSource } from '../event-source.ts'
import { textOf } from '../value-test.ts'
import { publicEventFiles, publicEvents } from './public-data.ts'

/** Events in a lane of repeated process creations. */
const repeated = 100_000

/** Names of the lanes that are made from recorded events. */
export const laneNames = ['mix', 'nomsg', 'proc', 'distinct'] as const
export type LaneName = (typeof laneNames)[number]

/** JSON Lines of one lane. */
export function laneOf(name: LaneName): Buffer {
  switch (name) {
    case 'mix':
      return joinLines(samples().map((line) => tagged(line, (event) => event)))
    case 'nomsg':
      return joinLines(samples().map((line) => tagged(line, ({ Message: _, ...event }) => event)))
    case 'proc':
      return joinLines(cycle(processCreations()))
    case 'distinct':
      return joinLines(cycle(processCreations()).map(distinct))
  }
}

/** A contiguous sixth of each recorded Windows data set, from its middle. */
function samples(): readonly string[] {
  return windowsFiles().flatMap((name) => {
    const lines = linesOf(name)
    const count = Math.round(lines.length * 0.16)
    const from = Math.floor((lines.length - count) / 2)
    return lines.slice(from, from + count)
  })
}

function processCreations(): readonly string[] {
  const found = new Set<string>()
  for (const name of windowsFiles()) {
    for (const line of linesOf(name)) {
      if (!/"EventID":\s*"?1"?\s*[,}]/.test(line) || !line.includes('Sysmon')) continue
      found.add(tagged(line, (event) => event))
    }
  }
  return [...found].filter((line) => line.includes('"category":"process_creation"'))
}

function windowsFiles(): readonly string[] {
  return publicEventFiles().filter((name) => /^sd-(windows|compound)-/.test(name))
}

function linesOf(name: string): readonly string[] {
  return publicEvents(name).toString('utf8').trimEnd().split('\n')
}

function cycle(lines: readonly string[]): readonly string[] {
  return Array.from({ length: repeated }, (_, index) => lines[index % lines.length] ?? '')
}

/**
 * Writes the log source into an event; `-` stands for none. A registry event has two categories and one tag: the tag is what was done,
 * and rules for any registry event go by the service.
 */
function tagged(line: string, change: (event: Record<string, unknown>) => Record<string, unknown>): string {
  const event = parseEvent(line)
  if (event === undefined) throw new Error('a recorded line is no JSON object')
  const source = eventSource((field) => {
    const { scalars } = lookUp(event, field)
    return scalars.length === 1 && scalars[0] !== undefined ? textOf(scalars[0]) : undefined
  })
  const tags = {
    product: source.product ?? '-',
    service: source.services[0] ?? '-',
    category: source.categories.find((category) => category !== 'registry_event') ?? '-',
  }
  return JSON.stringify({ ...change({ ...event }), ...tags })
}

/** Makes the texts that differ from process to process differ in every line: no cache of values can help. */
function distinct(line: string, index: number): string {
  const event = parseEvent(line) ?? {}
  const changed: Record<string, unknown> = { ...event }
  const mark = (index * 2_654_435_761) % 4_294_967_296
  const word = mark.toString(36)
  for (const name of ['CommandLine', 'ParentCommandLine']) {
    const value = changed[name]
    if (typeof value !== 'string') continue
    // Words of a real command line go on standing where they stand; new ones come between and behind.
    const cut = value.indexOf(' ') < 0 ? value.length : value.indexOf(' ')
    changed[name] = `${value.slice(0, cut)} --job ${word}${value.slice(cut)} "C:\\Data\\${word}\\${index}.tmp"`
  }
  for (const name of ['Image', 'ParentImage', 'CurrentDirectory']) {
    const value = changed[name]
    if (typeof value === 'string') changed[name] = value.replace(/^C:\\/i, `C:\\${word}\\`)
  }
  return JSON.stringify(changed)
}

function joinLines(lines: readonly string[]): Buffer {
  return Buffer.from(`${lines.join('\n')}\n`)
}
