import { type Column, Table } from '../../../web/components/Table.tsx'
import { useWords } from '../../../web/words.tsx'
import { valueAt } from '../draft-text.ts'
import { formSections, type Part } from '../form-parts.ts'
import type { VersionAnswer } from '../shapes.ts'
import { capital, listOf, plain, usePartWords } from './part-words.ts'
import { SecretPart, secretOf } from './SecretPart.tsx'

type Seen = { readonly about: string; readonly what: string; readonly fields: readonly string[] }

/** What a measure sees of somebody, source by source: what a field says and what happens to it before anything is written. */
export function WhatItSees({ version }: { readonly version: VersionAnswer }) {
  const { say } = useWords()
  const words = usePartWords()
  const secret = secretOf(version, 'sources')
  if (secret !== undefined) return <SecretPart hidden={secret} />
  const sources = listOf(valueAt(version.declaration, ['sources']))
  if (sources.length === 0) return <p className="nl-paragraph">{say('measures.sees.nothing')}</p>
  const columns: readonly Column<Seen>[] = [
    { id: 'about', header: say('measures.sees.about'), namesRow: true, cell: ({ about }) => about },
    { id: 'what', header: say('measures.sees.happens'), cell: ({ what }) => what },
    {
      id: 'fields',
      header: say('measures.sees.fields'),
      cell: ({ fields }) => <span className="measures-code">{fields.join(', ')}</span>,
    },
  ]
  return sources.map((source) => (
    <Table
      key={plain(valueAt(source, ['id']))}
      caption={words.text(valueAt(source, ['what']))}
      columns={columns}
      rows={seenIn(source)}
      keyOf={({ about, what }) => `${about} ${what}`}
    />
  ))

  function seenIn(source: unknown): readonly Seen[] {
    const rows = new Map<string, Seen>()
    for (const field of listOf(valueAt(source, ['fields']))) {
      if (valueAt(field, ['treatment']) === 'drop') continue
      const said = (name: string) => {
        const part = fieldParts.find((one) => one.name === name)
        return part === undefined ? '' : words.line(part.control, valueAt(field, [name]))
      }
      const about = capital(said('class'))
      const to = said('to')
      const what = to === '' ? said('treatment') : `${said('treatment')}: ${to}`
      const row = rows.get(`${about} ${what}`)
      const path = plain(valueAt(field, ['path']))
      rows.set(`${about} ${what}`, { about, what, fields: [...(row?.fields ?? []), path] })
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
