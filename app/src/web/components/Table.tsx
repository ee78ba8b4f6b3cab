import type { ReactNode } from 'react'

/** One column: the words of its head and what stands in a row. */
export type Column<Row> = {
  readonly id: string
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  /** This column names the row. */
  readonly namesRow?: true
  readonly numeric?: true
}

type TableProps<Row> = {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
}

/** A table. On a phone each row is a small block, with the words of the head beside each value. */
export function Table<Row>({ caption, columns, rows, keyOf }: TableProps<Row>) {
  return (
    <table className="utrecht-table ow-table">
      <caption className="utrecht-table__caption">{caption}</caption>
      <thead className="utrecht-table__header">
        <tr className="utrecht-table__row">
          {columns.map((column) => (
            <th key={column.id} scope="col" className={headClass(column)}>
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="utrecht-table__body">
        {rows.map((row) => (
          <tr key={keyOf(row)} className="utrecht-table__row">
            {columns.map((column) => (
              <Cell key={column.id} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const content = (
    <>
      {/* Only seen on a phone; the head of the column already says it to a screen reader. */}
      <span className="ow-table__label" aria-hidden="true">
        {column.header}
      </span>
      <span className="ow-table__value">{column.cell(row)}</span>
    </>
  )
  return column.namesRow ? (
    <th scope="row" className="utrecht-table__cell ow-table__name">
      {content}
    </th>
  ) : (
    <td className={column.numeric ? 'utrecht-table__cell utrecht-table__cell--numeric-column' : 'utrecht-table__cell'}>
      {content}
    </td>
  )
}

function headClass<Row>(column: Column<Row>): string {
  const numeric = 'utrecht-table__header-cell utrecht-table__header-cell--numeric-column'
  return column.numeric ? numeric : 'utrecht-table__header-cell'
}
