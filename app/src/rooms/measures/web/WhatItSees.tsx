import { Disclosure } from '../../../web/components/Disclosure.tsx'
import { type Column, Table } from '../../../web/components/Table.tsx'
import { useWords } from '../../../web/words.tsx'
import { valueAt } from '../draft-text.ts'
import { formSections, type Part } from '../form-parts.ts'
import type { VersionAnswer } from '../shapes.ts'
import { capital, listOf, plain, usePartWords } from './part-words.ts'
import { SecretPart, secretOf } from './SecretPart.tsx'

type Seen = { readonly about: string; readonly what: string; readonly fields: readonly string[] }

type WhatItSeesProps = {
  readonly version: VersionAnswer
  /** Nothing is folded: for paper. */
  readonly whole?: boolean
}

/** What a measure sees of somebody: all sources together, and folded below it source by source with the names of the fields. */
export function WhatItSees({ version, whole = false }: WhatItSeesProps) {
  const { say } = useWords()
  const words = usePartWords()
  const secret = secretOf(version, 'sources')
  if (secret !== undefined) return <SecretPart hidden={secret} />
  const sources = listOf(valueAt(version.declaration, ['sources']))
  if (sources.length === 0) return <p className="nl-paragraph">{say('measures.sees.nothing')}</p>
  const columns: readonly Column<Seen>[] = [
    { id: 'about', header: say('measures.sees.about'), namesRow: true, cell: ({ about }) => about },
    { id: 'what', header: say('measures.sees.happens'), cell: ({ what }) => what },
  ]
  const fields: Column<Seen> = {
    id: 'fields',
    header: say('measures.sees.fields'),
    cell: ({ fields: names }) => <span className="measures-code">{names.join(', ')}</span>,
  }
  const keyOf = ({ about, what }: Seen) => `${about} ${what}`
  const bySource = sources.map((source) => (
    <Table
      key={plain(valueAt(source, ['id']))}
      caption={words.text(valueAt(source, ['what']))}
      columns={[...columns, fields]}
      rows={seenIn([source])}
      keyOf={keyOf}
    />
  ))
  if (whole) return bySource
  return (
    <>
      <Table caption={say('measures.sees.all')} columns={columns} rows={seenIn(sources)} keyOf={keyOf} />
      <Disclosure summary={say('measures.sees.by-source', { count: sources.length })}>{bySource}</Disclosure>
    </>
  )

  function seenIn(some: readonly unknown[]): readonly Seen[] {
    const rows = new Map<string, Seen>()
    for (const field of some.flatMap((source) => listOf(valueAt(source, ['fields'])))) {
      if (valueAt(field, ['treatment']) === 'drop') continue
      const said = (name: string) => {
        const part = fieldParts.find((one) => one.name === name)
        return part === undefined ? '' : words.line(part.control, valueAt(field, [name]))
      }
      const to = said('to')
      const about = capital(said('class'))
      const what = to === '' ? said('treatment') : `${said('treatment')}: ${to}`
      const key = keyOf({ about, what, fields: [] })
      const path = plain(valueAt(field, ['path']))
      rows.set(key, { about, what, fields: [...(rows.get(key)?.fields ?? []), path] })
    }
    return [...rows.values()]
  }
}

const fieldParts = partsAt(['sources', 'fields'])

/** The parts of the form at a place, by names. */
export function partsAt(names: readonly string[]): readonly Part[] {
  let parts: readonly Part[] = formSections.flatMap((section) => section.parts)
  for (const name of names) {
    const control = parts.find((part) => part.name === name)?.control
    parts = control !== undefined && 'parts' in control ? control.parts : []
  }
  return parts
}
