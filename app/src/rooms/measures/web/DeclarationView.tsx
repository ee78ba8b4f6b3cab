import type { ReactNode } from 'react'
import { Heading } from '../../../web/components/Heading.tsx'
import { Section } from '../../../web/Section.tsx'
import { useWords } from '../../../web/words.tsx'
import { type Step, valueAt } from '../draft-text.ts'
import { formSections, type Part } from '../form-parts.ts'
import type { VersionAnswer } from '../shapes.ts'
import { labelKey } from './draft.tsx'
import { Promises } from './Promises.tsx'
import { listOf, usePartWords } from './part-words.ts'
import { RowsTable } from './RowsTable.tsx'
import { SecretPart, secretOf } from './SecretPart.tsx'

/** A whole declaration to read and to print, in the order of the form. */
export function DeclarationView({ version }: { readonly version: VersionAnswer }) {
  const { say } = useWords()
  return formSections.map(({ id, parts }) => (
    <Section key={id} id={`read-${id}`} title={say(`measures.form.section.${id}`)}>
      {id === 'never' ? (
        <Promises never={version.never} />
      ) : (
        parts.map((part) => <TopPart key={part.name} part={part} version={version} />)
      )}
    </Section>
  ))
}

function TopPart({ part, version }: { readonly part: Part; readonly version: VersionAnswer }) {
  const secret = secretOf(version, part.name)
  if (secret !== undefined) return <SecretPart hidden={secret} />
  return <PartView part={part} path={[part.name]} value={valueAt(version.declaration, [part.name])} />
}

type PartViewProps = { readonly part: Part; readonly path: readonly Step[]; readonly value: unknown }

function PartView({ part, path, value }: PartViewProps) {
  const { say } = useWords()
  const words = usePartWords()
  const { control } = part
  if (value === undefined) return null
  if (control.kind === 'parts') {
    return (
      <Named name={say(labelKey(path))} depth={path.length}>
        {control.parts.map((one) => (
          <PartView key={one.name} part={one} path={[...path, one.name]} value={valueAt(value, [one.name])} />
        ))}
      </Named>
    )
  }
  if (control.kind === 'rows') {
    const rows = listOf(value)
    const columns = columnsOf(control.parts, rows)
    if (columns !== undefined) return <RowsTable path={path} rows={rows} parts={columns} />
    return (
      <Named name={say(labelKey(path))} depth={path.length}>
        {rows.length === 0 && <p className="nl-paragraph">{say('measures.plain.none')}</p>}
        <ul className="measures-read-rows">
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a version never move
            <li key={index}>
              {control.parts.map((one) => (
                <PartView
                  key={one.name}
                  part={one}
                  path={[...path, index, one.name]}
                  value={valueAt(row, [one.name])}
                />
              ))}
            </li>
          ))}
        </ul>
      </Named>
    )
  }
  return (
    <div className="measures-read">
      <span className="measures-read__name">{say(labelKey(path))}</span>
      <span className="measures-read__value">{words.alone(control, value)}</span>
    </div>
  )
}

/** More columns than this do not fit on paper. */
const mostColumns = 6

/** The parts that are columns of a table; `undefined` where rows hold too much for one. */
function columnsOf(parts: readonly Part[], rows: readonly unknown[]): readonly Part[] | undefined {
  const said = parts.filter(({ name }) => rows.some((row) => valueAt(row, [name]) !== undefined))
  const isPlain = said.every(({ control }) => control.kind !== 'parts' && control.kind !== 'rows')
  return isPlain && said.length > 0 && said.length <= mostColumns ? said : undefined
}

function Named({ name, depth, children }: { name: string; depth: number; children: ReactNode }) {
  return (
    <div className="measures-read-group">
      <Heading level={depth > 1 ? 4 : 3}>{name}</Heading>
      {children}
    </div>
  )
}
