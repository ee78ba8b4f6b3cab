import { type Column, Table } from '../../../web/components/Table.tsx'
import { useWords } from '../../../web/words.tsx'
import { type Step, valueAt } from '../draft-text.ts'
import type { Part } from '../form-parts.ts'
import type { VersionAnswer } from '../shapes.ts'
import { labelKey } from './draft.tsx'
import { listOf, usePartWords } from './part-words.ts'
import { SecretPart, secretOf } from './SecretPart.tsx'
import { partsAt } from './WhatItSees.tsx'

type RowsTableProps = {
  /** Where the list stands. */
  readonly path: readonly Step[]
  readonly rows: readonly unknown[]
  /** The parts of a row that are columns; the first one names the row. */
  readonly parts: readonly Part[]
}

/** A list of a declaration as a table: one row a line, in words. */
export function RowsTable({ path, rows, parts }: RowsTableProps) {
  const { say } = useWords()
  const words = usePartWords()
  const columns = parts.map(
    (part, at): Column<{ row: unknown; key: string }> => ({
      id: part.name,
      header: say(labelKey([...path, part.name])),
      ...(at === 0 ? { namesRow: true } : {}),
      cell: ({ row }) => {
        const value = valueAt(row, [part.name])
        return value === undefined ? '–' : words.alone(part.control, value)
      },
    }),
  )
  return (
    <Table
      caption={say(labelKey(path))}
      columns={columns}
      rows={rows.map((row, index) => ({ row, key: String(index) }))}
      keyOf={({ key }) => key}
    />
  )
}

type ListTableProps = {
  readonly version: VersionAnswer
  readonly list: string
  readonly columns: readonly string[]
}

/** One list of a version as a table, or that it is secret or empty. */
export function ListTable({ version, list, columns }: ListTableProps) {
  const { say } = useWords()
  const secret = secretOf(version, list)
  if (secret !== undefined) return <SecretPart hidden={secret} />
  const rows = listOf(valueAt(version.declaration, [list]))
  if (rows.length === 0) return <p className="nl-paragraph">{say('measures.plain.none')}</p>
  const parts = partsAt([list])
  const shown = columns.flatMap((name) => parts.filter((part) => part.name === name))
  return <RowsTable path={[list]} rows={rows} parts={shown} />
}
