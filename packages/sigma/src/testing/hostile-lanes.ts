// Lines that are made to be slow, and rule sets that are made to be large.
import type { Selection } from '../detection.ts'
import { anyRun } from '../pattern.ts'
import type { Rule } from '../rule.ts'
import type { ValueTest } from '../value-test.ts'

const process = { Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 1 }

/** Lanes of process creations, a few megabytes each. The first is what the others are compared with. */
export function hostileLanes(): ReadonlyMap<string, Buffer> {
  const events = (count: number, make: (index: number) => object): Buffer =>
    Buffer.from(Array.from({ length: count }, (_, index) => JSON.stringify(make(index))).join('\n'))
  const escaped = (text: string): string =>
    [...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
  const raw = (count: number, make: (index: number) => string): Buffer =>
    Buffer.from(Array.from({ length: count }, (_, index) => make(index)).join('\n'))
  const head = JSON.stringify(process).slice(0, -1)
  const plain = (index: number): string =>
    `C:\\Windows\\System32\\cmd.exe /d /s /v:off /q job ${index} of the night run`
  return new Map([
    ['plain', events(20_000, (index) => ({ ...process, Image: 'C:\\x.exe', CommandLine: plain(index) }))],
    ['long command lines', events(200, (index) => ({ ...process, CommandLine: `${plain(index)} `.repeat(500) }))],
    [
      'near misses',
      events(200, (index) => ({
        ...process,
        CommandLine: `${index}${'powershell -en invoke-mimikat sekurlsa:'.repeat(700)}`,
      })),
    ],
    [
      'one text over and over',
      events(200, (index) => ({ ...process, CommandLine: `${index}${' -enc'.repeat(5_000)}` })),
    ],
    ['500 fields', events(1_000, (index) => ({ ...process, CommandLine: plain(index), ...wide('field', 500) }))],
    [
      '500 new fields each time',
      events(1_000, (index) => ({ ...process, CommandLine: plain(index), ...wide(`n${index}x`, 500) })),
    ],
    ['events of 1 MB', events(8, (index) => ({ ...process, CommandLine: plain(index).repeat(17_000) }))],
    ['Unicode escapes', raw(2_000, (index) => `${head},"CommandLine":"${escaped(plain(index).repeat(4))}"}`)],
    [
      'letters outside ASCII',
      events(2_000, (index) => ({ ...process, CommandLine: `${plain(index)} Übung æøå ß Ω`.repeat(4) })),
    ],
    ['signs beyond the plane', events(2_000, (index) => ({ ...process, CommandLine: `${plain(index)} 😀`.repeat(4) }))],
    ['the same key 200 times', raw(500, (index) => `${head}${`,"CommandLine":"${index} x"`.repeat(200)}}`)],
    [
      'lists',
      events(2_000, (index) => ({
        ...process,
        CommandLine: Array.from({ length: 20 }, (_, n) => `${plain(index)} ${n}`),
      })),
    ],
    [
      'new channels',
      events(20_000, (index) => ({ Channel: `Vendor-${index}/Operational`, EventID: index, Data: plain(index) })),
    ],
    [
      'keywords behind escapes',
      raw(2_000, (index) => `${head},"Message":"${escaped('sekurlsa:')}${index}${'x'.repeat(2_000)}"}`),
    ],
  ])
}

function wide(name: string, count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}${index}`, `value ${index}`]))
}

/** Copies of rules that look for other texts: the last letters of each literal are changed. */
export function changedCopies(rules: readonly Rule[], copies: number): readonly Rule[] {
  return Array.from({ length: copies }, (_, copy) =>
    rules.map((rule) => ({
      ...rule,
      selections: new Map([...rule.selections].map(([name, one]) => [name, changedSelection(one, copy)])),
    })),
  ).flat()
}

function changedSelection(selection: Selection, copy: number): Selection {
  if (selection.kind !== 'item')
    return { ...selection, parts: selection.parts.map((part) => changedSelection(part, copy)) }
  return { ...selection, values: selection.values.map((tests) => tests.map((test) => changedTest(test, copy))) }
}

function changedTest(test: ValueTest, copy: number): ValueTest {
  if (test.kind !== 'text') return test
  const at = test.pattern.findLastIndex((piece) => piece !== anyRun && typeof piece === 'string' && piece.length > 3)
  if (at < 0) return test
  const pattern = test.pattern.map((piece, index) =>
    index === at && typeof piece === 'string' ? changedText(piece, copy) : piece,
  )
  return { ...test, pattern }
}

function changedText(text: string, copy: number): string {
  const middle = text.length >> 1
  return `${text.slice(0, middle)}${String.fromCharCode(103 + copy)}${text.slice(middle + 1)}`
}
