import { Empty } from '../../../web/components/Empty.tsx'
import { OlderPages } from '../../../web/components/Pagination.tsx'
import { type Column, Table } from '../../../web/components/Table.tsx'
import { ServerLink } from '../../../web/components/TextLink.tsx'
import { useWords } from '../../../web/words.tsx'
import type { RecordWish } from './RecordFilters.tsx'

type RecordListProps<R> = Omit<RecordPagesProps, 'next'> & {
  readonly columns: readonly Column<R>[]
  readonly found: { readonly records: readonly R[]; readonly next: string | null }
}

/** Records of one of the logs, or that there are none, and the way to older ones. */
export function RecordList<R extends { readonly id: string }>({ columns, found, ...asked }: RecordListProps<R>) {
  const { say } = useWords()
  return (
    <>
      {found.records.length === 0 ? (
        <Empty title={say('people.records.none')}>
          <p className="nl-paragraph">{say('people.records.none-detail')}</p>
        </Empty>
      ) : (
        <Table caption={say('people.records.caption')} columns={columns} rows={found.records} keyOf={({ id }) => id} />
      )}
      <RecordPages {...asked} next={found.next} />
    </>
  )
}

type RecordPagesProps = {
  readonly wish: RecordWish
  readonly next: string | null
  readonly addressOf: (change: RecordWish) => string
  /** Path of the file with what was asked for. */
  readonly file: string
}

/** The way to older records and back, and to a file with all that was asked for. */
function RecordPages({ wish, next, addressOf, file }: RecordPagesProps) {
  const { say } = useWords()
  const { cursor: _cursor, ...asked } = wish
  const query = new URLSearchParams(asked).toString()
  return (
    <>
      <OlderPages
        newest={wish.cursor === undefined ? undefined : addressOf({ cursor: '' })}
        older={next === null ? undefined : addressOf({ cursor: next })}
      />
      <p className="nl-paragraph">
        <ServerLink href={`${file}${query === '' ? '' : `?${query}`}`}>{say('people.records.export')}</ServerLink>
      </p>
      <p className="nl-paragraph ow-note">{say('people.records.export-detail')}</p>
    </>
  )
}
