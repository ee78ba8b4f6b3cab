import type { Say } from '../../platform/problem.ts'
import { importLimits } from './import-limits.ts'
import type { ImportPreviewAnswer } from './shapes.ts'
import { plain } from './staff-columns.ts'
import type { ImportPreview } from './staff-import.ts'

const importLimitWords = {
  megabytes: importLimits.sizeBytes / 1024 / 1024,
  lines: importLimits.lines,
  columns: importLimits.columns,
  length: importLimits.cellLength,
}

/** Lines of a preview that are sent at most: nobody reads further, and the counts say how many there are. */
const mostLines = 500

/** How a column is called: in the language of `say`, with its name in the file beside it where that is another. */
export function columnNames({ columns }: Pick<ImportPreview, 'columns'>, say: Say): (column: string) => string {
  return (column) => {
    const name = say(`people.import-column.${column}`)
    const header = columns.find((one) => one.column === column)?.header ?? ''
    return header === '' || plain(header) === plain(name) ? name : `${name} (${header})`
  }
}

/** A preview as it goes over the wire: every fault in words. */
export function importPreviewAnswer(
  preview: ImportPreview,
  say: Say,
  unitName: (id: string | null) => string | null,
): ImportPreviewAnswer {
  const { counts } = preview
  const columnName = columnNames(preview, say)
  const detailOf = (code: string, column: string | null, otherLine: number | null = null) =>
    say(`people.import.${code}`, {
      ...importLimitWords,
      column: column === null ? '' : columnName(column),
      otherLine: otherLine ?? '',
    })
  return {
    columns: preview.columns.map(({ header, column }) => ({ header, field: column })),
    rows: preview.rows
      .filter((row) => row.kind !== 'same')
      .slice(0, mostLines)
      .map((row) => ({
        line: row.line,
        kind: row.kind,
        staffNumber: row.staffNumber,
        givenName: row.givenName,
        familyName: row.familyName,
        unitName: row.newUnit ?? unitName(row.unitId),
        changes: [...row.changes],
        flags: row.flags.map((flag) => ({
          code: flag.code,
          column: flag.column,
          detail: detailOf(flag.code, flag.column),
        })),
      })),
    faults: preview.faults.slice(0, mostLines).map((fault) => ({
      line: fault.line,
      column: fault.column,
      code: fault.code,
      detail: detailOf(fault.code, fault.column, fault.otherLine),
    })),
    newUnits: [...preview.newUnits],
    counts: {
      new: counts.new,
      changed: counts.changed,
      same: counts.same,
      faults: preview.faults.length,
      badLines: counts.badLines,
      flagged: counts.flagged,
      returning: counts.returning,
      leaving: counts.leaving,
      notInFile: counts.notInFile,
    },
  }
}
