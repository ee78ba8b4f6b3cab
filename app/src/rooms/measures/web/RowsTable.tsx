import { type Column, Table } from '../../../web/components/Table.tsx'
import { useWords } from '../../../web/words.tsx'
import { valueAt } from '../draft-text.ts'
import type { VersionAnswer } from '../shapes.ts'
import { capital, listOf, usePartWords } from './part-words.ts'
import { SecretPart, secretOf } from './SecretPart.tsx'
import { partsAt } from './WhatItSees.tsx'

type RowsTableProps = {
  readonly version: VersionAnswer
  /** A list of the declaration, and the parts of its rows that are columns; the first one names the row. */
  readonly list: string
  readonly columns: readonly string[]
}

/** A list of a declaration as a table: one row a line, in words. */
export function RowsTable({ version, list, columns: names }: RowsTableProps) {
  const { say } = useWords()
  const words = usePartWords()
  const secret = secretOf(version, list)
  if (secret !== undefined) return <SecretPart hidden={secret} />
  const rows = listOf(valueAt(version.declaration, [list]))
  if (rows.length === 0) return <p className="nl-paragraph">{say('measures.plain.none')}</p>
  const parts = partsAt([list])
  const columns = names.map((name): Column<{ row: unknown; key: string }> => {
    const part = parts.find((one) => one.name === name)
    return {
      id: name,
      header: say(`measures.form.${list}.${name}`),
      ...(name === names[0] ? { namesRow: true } : {}),
      cell: ({ row }) => (part === undefined ? '' : capital(words.line(part.control, valueAt(row, [name]))) || '–'),
    }
  })
  return (
    <Table
      caption={say(`measures.form.${list}`)}
      columns={columns}
      rows={rows.map((row, index) => ({ row, key: String(index) }))}
      keyOf={({ key }) => key}
    />
  )
}
