import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { importLimits } from './import-limits.ts'
import { readCsv } from './staff-csv.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => readCsv(bytes(text), () => ';')
const show = (text: string) => read(text).records.map((one) => `${one.line}: ${one.cells.join('|')}`)

const texts = [
  { name: 'lines end with LF', text: 'a;b\n1;2\n', expected: ['1: a|b', '2: 1|2'] },
  { name: 'lines end with CRLF', text: 'a;b\r\n1;2\r\n', expected: ['1: a|b', '2: 1|2'] },
  { name: 'lines end with CR', text: 'a;b\r1;2', expected: ['1: a|b', '2: 1|2'] },
  { name: 'a byte order mark is skipped', text: '\uFEFFa;b', expected: ['1: a|b'] },
  { name: 'empty lines count and are skipped', text: '\na;b\n\n;\n1;2', expected: ['2: a|b', '5: 1|2'] },
  { name: 'a quoted cell holds the delimiter', text: 'a;"b;c"', expected: ['1: a|b;c'] },
  { name: 'a doubled quote is one', text: 'a;"b ""c"""', expected: ['1: a|b "c"'] },
  { name: 'a quoted cell goes over lines', text: 'a;"b\r\nc"\n1;2', expected: ['1: a|b\nc', '3: 1|2'] },
  { name: 'an empty quoted cell is empty', text: 'a;"";c', expected: ['1: a||c'] },
]
for (const { name, text, expected } of texts) {
  test(name, () => {
    assert.deepEqual(show(text), expected)
    assert.deepEqual(read(text).faults, [])
  })
}

test('each line with a broken quote is named and the others are read', () => {
  const text = 'a;b\n1;2\n3;x"y"\n4;5\n"6"z;7\n8;9\n10;"11\n12;13'
  assert.deepEqual(read(text).faults, [
    { line: 3, code: 'quote-misplaced' },
    { line: 5, code: 'quote-misplaced' },
    { line: 7, code: 'quote-not-closed' },
  ])
  assert.deepEqual(show(text), ['1: a|b', '2: 1|2', '4: 4|5', '6: 8|9', '8: 12|13'])
})

test('a forgotten quote reaches no further than the limit of a record', () => {
  const closing = (lines: number) => `a;"b${'\nx'.repeat(lines - 1)}"\n1;2`
  assert.deepEqual(read(closing(importLimits.linesPerRecord)).faults, [])
  assert.deepEqual(read(closing(importLimits.linesPerRecord + 1)).faults[0], { line: 1, code: 'quote-not-closed' })
})

const refused = [
  { name: 'nothing is empty', input: bytes(''), code: 'empty' },
  { name: 'only white space is empty', input: bytes(' \r\n\t\n'), code: 'empty' },
  { name: 'UTF-16 with its mark is refused', input: Uint8Array.of(0xff, 0xfe, 0x61, 0), code: 'encoding-utf-16' },
  { name: 'a zero byte is no text', input: Uint8Array.of(0x61, 0, 0x62), code: 'not-text' },
  { name: 'a spreadsheet is refused', input: Uint8Array.of(0x50, 0x4b, 3, 4, 0), code: 'spreadsheet-file' },
  { name: 'an old spreadsheet is refused', input: Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), code: 'spreadsheet-file' },
  {
    name: 'one byte too many is too large',
    input: new Uint8Array(importLimits.sizeBytes + 1).fill(0x61),
    code: 'too-large',
  },
]
for (const { name, input, code } of refused) {
  test(name, () =>
    assert.deepEqual(
      readCsv(input, () => ';'),
      { records: [], faults: [{ line: 1, code }] },
    ),
  )
}

test('Windows-1252 is refused with every line that shows it', () => {
  const jorgen = Uint8Array.of(0x4a, 0xf8, 0x72, 0x67, 0x65, 0x6e) // "Jørgen" in Windows-1252
  const input = Uint8Array.of(...bytes('naam\n'), ...jorgen, ...bytes('\nJan\n'), ...jorgen)
  assert.deepEqual(
    readCsv(input, () => ';'),
    {
      records: [],
      faults: [
        { line: 2, code: 'encoding-not-utf-8' },
        { line: 4, code: 'encoding-not-utf-8' },
      ],
    },
  )
})

test('the last line allowed is read, one more is too many', () => {
  const most = 'a\n'.repeat(importLimits.lines)
  assert.equal(read(most).records.length, importLimits.lines)
  assert.deepEqual(read(`${most}a\n`), {
    records: [],
    faults: [{ line: importLimits.lines + 1, code: 'too-many-lines' }],
  })
})

test('what is written with quotes is read back', () => {
  const cell = fc.string().map((text) => text.replace(/[\r\0]/g, '').slice(0, 20))
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(table, (lines) => {
      const text = lines.map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(';')).join('\r\n')
      const visible = lines.filter((cells) => cells.some((one) => one.trim() !== ''))
      // A cell over more lines than a record may have is a fault, and lone surrogates do not survive UTF-8.
      fc.pre(visible.length > 0 && text.isWellFormed() && !lines.flat().some((one) => one.includes('\n')))
      assert.deepEqual(
        read(text).records.map((one) => one.cells),
        visible,
      )
    }),
  )
})

test('a line with more cells than a list may have is refused, and in the first line the whole file is', () => {
  const line = (cells: number) => Array.from({ length: cells }, (_, n) => n).join(';')
  const most = importLimits.columns
  assert.deepEqual(read(`${line(most)}\n${line(most)}`).faults, [])
  assert.deepEqual(read(`${line(most)}\n${line(most + 1)}\n${line(most)}`).faults, [
    { line: 2, code: 'too-many-columns' },
  ])
  assert.deepEqual(read(`${line(most + 1)}\n${line(most + 1)}`), {
    records: [],
    faults: [{ line: 1, code: 'too-many-columns' }],
  })
  // Delimiters inside a cell part nothing.
  assert.deepEqual(read(`a;"${';'.repeat(most)}"`).faults, [])
  assert.deepEqual(read(`a;"b"${';'.repeat(most)}`).faults, [{ line: 1, code: 'too-many-columns' }])
})
