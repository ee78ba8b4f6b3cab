import { useState } from 'react'
import { Alert } from '../../../web/components/Alert.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { Section } from '../../../web/Section.tsx'
import { saveText } from '../../../web/save-text.ts'
import { useWords } from '../../../web/words.tsx'
import { ChooseDeclaration } from './ChooseDeclaration.tsx'
import { AreaControl } from './Controls.tsx'
import { useDraft } from './draft.tsx'

/** The file itself: to read and change, to take along and to bring back. */
export function DraftFile({ name }: { readonly name: string }) {
  const { say } = useWords()
  const { text, value, findings, edit } = useDraft()
  const [isRead, setRead] = useState(false)
  const inText = findings.filter(({ line }) => line !== null)
  return (
    <>
      <Section id="file" title={say('measures.edit.file')}>
        <p className="nl-paragraph">{say('measures.edit.file-lead')}</p>
        {inText.length > 0 && (
          <ul className="measures-findings">
            {inText.map(({ code, path, line, column, detail }) => (
              <li key={`${code} ${path} ${line} ${column}`}>
                {say('measures.edit.at-line', { line: line ?? 0, detail })}
              </li>
            ))}
          </ul>
        )}
        <AreaControl
          id="file-text"
          label={say('measures.edit.file-text')}
          hint={undefined}
          error={undefined}
          code
          rows={24}
          value={text}
          onTyped={(typed) => edit(() => typed)}
        />
        <div className="ow-actions">
          <Button onClick={() => saveText(text, `${name}.yaml`, 'application/yaml')}>
            {say('measures.edit.take-yaml')}
          </Button>
          {value !== undefined && (
            <Button onClick={() => saveText(`${JSON.stringify(value, null, 2)}\n`, `${name}.json`, 'application/json')}>
              {say('measures.edit.take-json')}
            </Button>
          )}
        </div>
      </Section>
      <Section id="bring" title={say('measures.edit.bring')}>
        <p className="nl-paragraph">{say('measures.edit.bring-lead')}</p>
        <div role="status">{isRead && <Alert kind="ok" title={say('measures.edit.brought')} />}</div>
        <ChooseDeclaration
          submit={say('measures.edit.bring-do')}
          onRead={(brought) => {
            edit(() => brought)
            setRead(true)
          }}
        />
      </Section>
    </>
  )
}
