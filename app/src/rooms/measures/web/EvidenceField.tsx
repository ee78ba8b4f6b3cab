import { useState } from 'react'
import { FileField, InputField } from '../../../web/components/Field.tsx'
import { useWords } from '../../../web/words.tsx'
import type { Evidence } from '../shapes.ts'

type EvidenceFieldProps = {
  readonly id: string
  readonly label: string
  readonly error: string | undefined
  readonly value: Partial<Evidence>
  readonly onChange: (evidence: Partial<Evidence>) => void
}

/** A signed paper: what it is called, its day, and its hash, which the browser makes. The paper itself stays where it is. */
export function EvidenceField({ id, label, error, value, onChange }: EvidenceFieldProps) {
  const { say } = useWords()
  const [isUnreadable, setUnreadable] = useState(false)
  const choose = async (file: File | undefined) => {
    setUnreadable(false)
    if (file === undefined) return
    const hash = await hashOf(file)
    if (hash === undefined) setUnreadable(true)
    else onChange({ ...value, hash })
  }
  return (
    <fieldset
      className={error === undefined ? 'measures-group' : 'measures-group measures-group--wrong'}
      id={id}
      tabIndex={-1}
    >
      <legend className="ow-label">{label}</legend>
      <p className="nl-paragraph ow-hint">{say('measures.evidence.help')}</p>
      {error !== undefined && <p className="ow-error">{error}</p>}
      <InputField
        id={`${id}-reference`}
        label={say('measures.evidence.reference')}
        value={value.reference ?? ''}
        onChange={(reference) => onChange({ ...value, reference })}
        maxLength={300}
      />
      <InputField
        id={`${id}-day`}
        type="date"
        label={say('measures.evidence.day')}
        value={value.day ?? ''}
        onChange={(day) => onChange({ ...value, day })}
      />
      <FileField
        id={`${id}-file`}
        label={say('measures.evidence.file')}
        hint={say('measures.evidence.file-help')}
        error={isUnreadable ? say('measures.evidence.unreadable') : undefined}
        onChoose={(file) => {
          choose(file).catch(reportError)
        }}
      />
      <InputField
        id={`${id}-hash`}
        label={say('measures.evidence.hash')}
        hint={say('measures.evidence.hash-help')}
        value={value.hash ?? ''}
        onChange={(hash) => onChange({ ...value, hash: hash.trim().toLowerCase() })}
        maxLength={64}
      />
    </fieldset>
  )
}

/** SHA-256 of a file, lower-case hex; `undefined` when it cannot be read. */
async function hashOf(file: File): Promise<string | undefined> {
  try {
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  } catch {
    return undefined
  }
}
