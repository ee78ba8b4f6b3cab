import { CsvError, parse } from 'csv-parse/sync'
import { importLimits } from './import-limits.ts'

/** One record: the lines on which it starts and ends, 1-based, and its cells as they stand. */
export type CsvRecord = { readonly line: number; readonly lastLine: number; readonly cells: readonly string[] }

/** Why bytes or lines are not understood; the codes are those of `people.import.<code>`. */
export type CsvFault = {
  readonly line: number
  readonly code:
    | 'empty'
    | 'too-large'
    | 'too-many-lines'
    | 'too-many-columns'
    | 'spreadsheet-file'
    | 'not-text'
    | 'encoding-utf-16'
    | 'encoding-not-utf-8'
    | 'quote-not-closed'
    | 'quote-misplaced'
}

/** What `readCsv` gives: without faults all records; a fault of the file as a whole leaves no records. */
export type CsvReading = { readonly records: readonly CsvRecord[]; readonly faults: readonly CsvFault[] }

/**
 * Reads comma-separated values. Line ends may be CRLF, LF or CR; a byte order mark is skipped; empty lines are skipped.
 *
 * @param bytes - UTF-8. UTF-16, Windows-1252 and spreadsheets are refused, never guessed at: a wrong guess changes names.
 * @param chooseDelimiter - Gets the first line that is not empty.
 * @returns Faults in the order of the lines. A line with a broken quote is left alone and reading goes on with the next line.
 * Nothing is thrown.
 *
 * Source: RFC 4180, section 2.
 */
export function readCsv(bytes: Uint8Array, chooseDelimiter: (header: string) => string): CsvReading {
  const refused = refuseBytes(bytes)
  if (refused !== undefined) return { records: [], faults: [{ line: 1, code: refused }] }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { records: [], faults: linesNotUtf8(bytes) }
  }
  const lines = text.split(/\r\n|\n|\r/)
  if (lines.length > importLimits.lines + 1) {
    return { records: [], faults: [{ line: importLimits.lines + 1, code: 'too-many-lines' }] }
  }
  const header = lines.find((line) => line.trim() !== '')
  if (header === undefined) return { records: [], faults: [{ line: 1, code: 'empty' }] }
  return readLines(lines, chooseDelimiter(header))
}

function refuseBytes(bytes: Uint8Array): CsvFault['code'] | undefined {
  const starts = (...start: readonly number[]) => start.every((byte, n) => bytes[n] === byte)
  if (bytes.length > importLimits.sizeBytes) return 'too-large'
  // A spreadsheet of today is a zip file, an older one an OLE file.
  if (starts(0x50, 0x4b, 0x03, 0x04) || starts(0xd0, 0xcf, 0x11, 0xe0)) return 'spreadsheet-file'
  if (starts(0xff, 0xfe) || starts(0xfe, 0xff)) return 'encoding-utf-16'
  return bytes.includes(0) ? 'not-text' : undefined
}

function linesNotUtf8(bytes: Uint8Array): readonly CsvFault[] {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const faults: CsvFault[] = []
  let start = 0
  for (let line = 1; start <= bytes.length; line += 1) {
    const found = bytes.indexOf(0x0a, start)
    const end = found === -1 ? bytes.length : found
    try {
      decoder.decode(bytes.subarray(start, end))
    } catch {
      faults.push({ line, code: 'encoding-not-utf-8' })
    }
    start = end + 1
  }
  return faults
}

function readLines(lines: readonly string[], delimiter: string): CsvReading {
  const records: CsvRecord[] = []
  const faults: CsvFault[] = []
  let n = 0
  while (n < lines.length) {
    const read = readRecord(lines, n, delimiter)
    const length = 'code' in read ? 1 : read.length
    if ('code' in read) {
      const one = { line: n + 1, code: read.code }
      // So has every line after it.
      if (read.code === 'too-many-columns' && records.length === 0) return { records, faults: [...faults, one] }
      faults.push(one)
    } else if (read.cells.some((cell) => cell.trim() !== '')) {
      records.push({ line: n + 1, lastLine: n + length, cells: read.cells })
    }
    n += length
  }
  return { records, faults }
}

type RecordRead = { readonly cells: readonly string[]; readonly length: number } | { readonly code: CsvFault['code'] }

function readRecord(lines: readonly string[], first: number, delimiter: string): RecordRead {
  const line = lines[first] ?? ''
  if (hasMoreCells(line, delimiter)) return { code: 'too-many-columns' }
  // Most lines have no quote, and then there is nothing to parse.
  if (!line.includes('"')) return { cells: line.split(delimiter), length: 1 }
  let record = line
  let length = 1
  // A record is complete when its quotes come in pairs.
  while (quotesIn(record) % 2 === 1) {
    const next = lines[first + length]
    if (next === undefined || length === importLimits.linesPerRecord) return { code: 'quote-not-closed' }
    record += `\n${next}`
    length += 1
  }
  if (hasMoreCells(record, delimiter)) return { code: 'too-many-columns' }
  try {
    const cells = parse(record, {
      delimiter,
      relax_column_count: true,
      record_delimiter: '\r\n',
    })[0]
    return cells === undefined ? { code: 'quote-misplaced' } : { cells, length }
  } catch (error) {
    if (error instanceof CsvError) return { code: 'quote-misplaced' }
    throw error
  }
}

/** True where a record has more cells than a list may have. Nothing is cut up for that: a line can be all delimiters. */
function hasMoreCells(record: string, delimiter: string): boolean {
  let cells = 1
  let quoted = false
  for (let at = 0; at < record.length && cells <= importLimits.columns; at += 1) {
    if (record[at] === '"') quoted = !quoted
    else if (record[at] === delimiter && !quoted) cells += 1
  }
  return cells > importLimits.columns
}

function quotesIn(text: string): number {
  return text.split('"').length - 1
}
