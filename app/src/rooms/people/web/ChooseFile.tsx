import { useState } from 'react'
import { Button } from '../../../web/components/Button.tsx'
import { Disclosure } from '../../../web/components/Disclosure.tsx'
import { FileField } from '../../../web/components/Field.tsx'
import { Section } from '../../../web/Section.tsx'
import { saveText } from '../../../web/save-text.ts'
import { useWords } from '../../../web/words.tsx'
import { importLimits } from '../import-limits.ts'
import { importColumns, requiredColumns } from '../staff-columns.ts'
import { staffTemplate } from '../staff-template.ts'

const megabytes = importLimits.sizeBytes / 1024 / 1024

/** Asks for a staff list, and says what one looks like. */
export function ChooseFile({ onChosen }: { readonly onChosen: (file: File) => void }) {
  const { say, number } = useWords()
  const [file, setFile] = useState<File>()
  const [error, setError] = useState<string>()
  const onSubmit = () => {
    const fault =
      file === undefined
        ? say('people.import-screen.choose-missing')
        : file.size > importLimits.sizeBytes
          ? say('people.import.too-large', { megabytes })
          : undefined
    setError(fault)
    if (fault === undefined && file !== undefined) onChosen(file)
    else document.getElementById('staff-file')?.focus()
  }
  return (
    <>
      <form
        className="people-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        <FileField
          id="staff-file"
          label={say('people.import-screen.choose')}
          hint={say('people.import-screen.choose-hint', { megabytes, lines: number(importLimits.lines) })}
          error={error}
          accept=".csv,text/csv"
          onChoose={(chosen) => {
            setError(undefined)
            setFile(chosen)
          }}
        />
        <Button type="submit" kind="primary">
          {say('people.import-screen.check')}
        </Button>
      </form>
      <Columns />
    </>
  )
}

function Columns() {
  const { say } = useWords()
  const nameOf = (column: string) => say(`people.import-column.${column}`)
  const isRequired = (column: string) => requiredColumns.some((one) => one === column)
  return (
    <Section id="columns" title={say('people.import-screen.columns')}>
      <p className="nl-paragraph">{say('people.import-screen.columns-needed')}</p>
      <ul className="ow-list">
        {importColumns.filter(isRequired).map((column) => (
          <li key={column}>{nameOf(column)}</li>
        ))}
      </ul>
      <p className="nl-paragraph">{say('people.import-screen.columns-more')}</p>
      <ul className="ow-list">
        {importColumns
          .filter((column) => !isRequired(column))
          .map((column) => (
            <li key={column}>{nameOf(column)}</li>
          ))}
      </ul>
      <Button
        onClick={() =>
          saveText(staffTemplate(importColumns.map(nameOf)), say('people.import-screen.template-file'), 'text/csv')
        }
      >
        {say('people.import-screen.template')}
      </Button>
      <Disclosure summary={say('people.import-screen.rules')}>
        <ul className="ow-list">
          <li>{say('people.import-screen.rule-empty')}</li>
          <li>{say('people.import-screen.rule-absent')}</li>
          <li>{say('people.import-screen.rule-leave')}</li>
          <li>{say('people.import-screen.rule-encoding')}</li>
          <li>{say('people.import-screen.rule-sign-in')}</li>
        </ul>
      </Disclosure>
    </Section>
  )
}
