import { useState } from 'react'
import { Button } from '../../../web/components/Button.tsx'
import { FileField } from '../../../web/components/Field.tsx'
import { useWords } from '../../../web/words.tsx'
import { maxDeclarationLength } from '../declaration-yaml.ts'

type ChooseDeclarationProps = {
  readonly submit: string
  readonly busy?: boolean
  /** Endings of the files that are offered. */
  readonly accept?: string
  readonly hint?: string
  readonly onRead: (text: string) => void
}

/** Asks for the file of a declaration and reads it. What is in it is judged elsewhere. */
export function ChooseDeclaration({
  submit,
  busy = false,
  accept = '.yaml,.yml,.json,application/yaml,application/json',
  hint,
  onRead,
}: ChooseDeclarationProps) {
  const { say } = useWords()
  const [file, setFile] = useState<File>()
  const [error, setError] = useState<string>()
  const read = async () => {
    const isTooLarge = file !== undefined && file.size > 4 * maxDeclarationLength
    const text = file === undefined || isTooLarge ? undefined : await textOf(file)
    if (isTooLarge) setError(say('measures.fault.too-large'))
    else if (text === undefined) setError(say(file === undefined ? 'measures.edit.no-file' : 'measures.edit.not-text'))
    else if (text.length > maxDeclarationLength) setError(say('measures.fault.too-large'))
    else return onRead(text)
    document.getElementById('declaration-file')?.focus()
  }
  return (
    <form
      className="ow-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        read().catch(reportError)
      }}
    >
      <FileField
        id="declaration-file"
        label={say('measures.edit.choose-file')}
        hint={hint ?? say('measures.edit.choose-file-hint')}
        error={error}
        accept={accept}
        onChoose={(chosen) => {
          setError(undefined)
          setFile(chosen)
        }}
      />
      <Button type="submit" busy={busy}>
        {submit}
      </Button>
    </form>
  )
}

/** The text of a file in UTF-8, `undefined` when it is none. */
async function textOf(file: File): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
  } catch {
    return undefined
  }
}
