import { useState } from 'react'
import { Alert } from '../../../web/components/Alert.tsx'
import { Badge } from '../../../web/components/Badge.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { DescriptionList } from '../../../web/components/DescriptionList.tsx'
import { type Column, Table } from '../../../web/components/Table.tsx'
import { Section } from '../../../web/Section.tsx'
import { useWords } from '../../../web/words.tsx'
import type { ImportPreviewAnswer } from '../shapes.ts'

type Preview = ImportPreviewAnswer
type Fault = Preview['faults'][number]
type Row = Preview['rows'][number]

/** Rows of a table that are shown before somebody asks for more. */
const firstRows = 25

type ImportPreviewProps = {
  readonly fileName: string
  readonly preview: Preview
  readonly onImport: (lines: 'all' | 'good') => void
  readonly onOther: () => void
}

/** What a file would do, and the choice: all of it, its good lines, or nothing. */
export function ImportPreview({ fileName, preview, onImport, onOther }: ImportPreviewProps) {
  const { say } = useWords()
  const { counts, faults, rows, columns, newUnits } = preview
  const skipped = columns.filter(({ field }) => field === null).map(({ header }) => header)
  const isWholeFile = rows.length === 0 && counts.same === 0
  return (
    <Section id="import-preview" title={say('people.import-screen.preview', { file: fileName })}>
      <p className="nl-paragraph">{say('people.import-screen.nothing-yet')}</p>
      {faults.length > 0 && (
        <Alert
          kind="error"
          title={say(isWholeFile ? 'people.import-screen.bad-file' : 'people.import-screen.bad-lines', {
            count: counts.badLines,
          })}
        >
          <p className="nl-paragraph">
            {say(isWholeFile ? 'people.import-screen.bad-file-detail' : 'people.import-screen.bad-lines-detail')}
          </p>
        </Alert>
      )}
      {faults.length > 0 && <Faults faults={faults} total={counts.faults} />}
      {!isWholeFile && <Counts counts={counts} />}
      {newUnits.length > 0 && (
        <p className="nl-paragraph">{say('people.import-screen.new-units', { units: newUnits.join(', ') })}</p>
      )}
      {skipped.length > 0 && (
        <p className="nl-paragraph">{say('people.import-screen.skipped', { columns: skipped.join(', ') })}</p>
      )}
      {rows.length > 0 && <Rows rows={rows} total={counts.new + counts.changed} />}
      <Choice counts={counts} onImport={onImport} onOther={onOther} />
    </Section>
  )
}

function Counts({ counts }: { readonly counts: Preview['counts'] }) {
  const { say, number } = useWords()
  const shown = ['new', 'changed', 'same', 'returning', 'leaving', 'notInFile'] as const
  return (
    <DescriptionList
      entries={shown.map((kind) => ({
        term: say(`people.import-screen.count.${kind}`),
        detail: number(counts[kind]),
      }))}
    />
  )
}

function Faults({ faults, total }: { readonly faults: readonly Fault[]; readonly total: number }) {
  const { say, number } = useWords()
  const columns: readonly Column<Fault>[] = [
    {
      id: 'line',
      header: say('people.import-screen.line'),
      namesRow: true,
      cell: ({ line }) => (
        <span className="ow-nowrap">{say('people.import-screen.line-number', { line: number(line) })}</span>
      ),
    },
    {
      id: 'column',
      header: say('people.import-screen.column'),
      cell: ({ column }) =>
        column === null ? say('people.import-screen.whole-line') : say(`people.import-column.${column}`),
    },
    { id: 'why', header: say('people.import-screen.why'), cell: ({ detail }) => detail },
  ]
  return (
    <LongTable
      caption={say('people.import-screen.faults', { count: total })}
      columns={columns}
      rows={faults}
      total={total}
      keyOf={({ line, column, code }) => `${line} ${column ?? ''} ${code}`}
    />
  )
}

function Rows({ rows, total }: { readonly rows: readonly Row[]; readonly total: number }) {
  const { say, number } = useWords()
  const columns: readonly Column<Row>[] = [
    {
      id: 'name',
      header: say('shell.me.name'),
      namesRow: true,
      cell: ({ givenName, familyName }) => `${givenName} ${familyName}`,
    },
    { id: 'line', header: say('people.import-screen.line'), cell: ({ line }) => number(line) },
    { id: 'unit', header: say('shell.me.unit'), cell: ({ unitName }) => unitName ?? say('shell.me.no-unit') },
    { id: 'what', header: say('people.import-screen.what'), cell: (row) => <Change row={row} /> },
  ]
  // What a person must look at comes first.
  const sorted = [...rows].sort((left, right) => Number(right.flags.length > 0) - Number(left.flags.length > 0))
  return (
    <LongTable
      caption={say('people.import-screen.rows', { count: total })}
      columns={columns}
      rows={sorted}
      total={total}
      keyOf={({ line }) => String(line)}
    />
  )
}

function Change({ row }: { readonly row: Row }) {
  const { say } = useWords()
  const changes = row.changes.map((column) => say(`people.import-column.${column}`)).join(', ')
  return (
    <>
      {row.kind === 'new' ? (
        <Badge kind="ok">{say('people.import-screen.is-new')}</Badge>
      ) : (
        say('people.import-screen.is-changed', { columns: changes })
      )}
      {row.flags.map(({ code, column, detail }) => (
        <span className="people-flag" key={`${code} ${column ?? ''}`}>
          <Badge kind="warning">{say('people.import-screen.look')}</Badge> {detail}
        </span>
      ))}
    </>
  )
}

type LongTableProps<Item> = {
  readonly caption: string
  readonly columns: readonly Column<Item>[]
  readonly rows: readonly Item[]
  /** Of the whole file; the server sends the first ones. */
  readonly total: number
  readonly keyOf: (row: Item) => string
}

function LongTable<Item>({ caption, columns, rows, total, keyOf }: LongTableProps<Item>) {
  const { say } = useWords()
  const [isLong, setLong] = useState(false)
  const shown = isLong ? rows : rows.slice(0, firstRows)
  return (
    <>
      <Table caption={caption} columns={columns} rows={shown} keyOf={keyOf} />
      {shown.length < total && (
        <p className="nl-paragraph">{say('people.import-screen.shown', { shown: shown.length, total })}</p>
      )}
      {shown.length < rows.length && (
        <Button onClick={() => setLong(true)}>{say('people.import-screen.more', { count: rows.length })}</Button>
      )}
    </>
  )
}

type ChoiceProps = Pick<ImportPreviewProps, 'onImport' | 'onOther'> & { readonly counts: Preview['counts'] }

function Choice({ counts, onImport, onOther }: ChoiceProps) {
  const { say } = useWords()
  const [hasLooked, setLooked] = useState(false)
  const [isTried, setTried] = useState(false)
  const importable = counts.new + counts.changed
  const mustLook = counts.flagged > 0 && !hasLooked
  const onGo = () => {
    setTried(true)
    if (mustLook) document.getElementById('has-looked')?.focus()
    else onImport(counts.badLines > 0 ? 'good' : 'all')
  }
  return (
    <div className="people-form people-choice">
      {importable === 0 && <p className="nl-paragraph">{say('people.import-screen.nothing-to-do')}</p>}
      {importable > 0 && counts.flagged > 0 && (
        <>
          {isTried && mustLook && (
            <p className="ow-error" id="has-looked-error">
              {say('people.import-screen.looked-missing')}
            </p>
          )}
          <p className="people-check">
            <input
              id="has-looked"
              type="checkbox"
              aria-describedby={isTried && mustLook ? 'has-looked-error' : undefined}
              aria-invalid={isTried && mustLook ? true : undefined}
              checked={hasLooked}
              onChange={(event) => setLooked(event.target.checked)}
            />
            <label htmlFor="has-looked">{say('people.import-screen.looked', { count: counts.flagged })}</label>
          </p>
        </>
      )}
      <div className="ow-actions">
        {importable > 0 && (
          <Button kind="primary" onClick={onGo}>
            {say(counts.badLines > 0 ? 'people.import-screen.import-good' : 'people.import-screen.import-all', {
              count: importable,
            })}
          </Button>
        )}
        <Button onClick={onOther}>{say('people.import-screen.other')}</Button>
      </div>
    </div>
  )
}
