import { useState } from 'react'
import { Alert } from '../components/Alert.tsx'
import { Button } from '../components/Button.tsx'
import { InputField } from '../components/Field.tsx'
import { ProblemView } from '../ProblemView.tsx'
import { canUsePasskeys, maxLabelLength, type PasskeyOutcome, registerPasskey } from '../passkey.ts'
import { useAction } from '../resource.tsx'
import { useApi } from '../session.tsx'
import { useWords } from '../words.tsx'

/** The form that makes a passkey, or why this browser cannot. */
export function NewPasskey({ onMade }: { readonly onMade: () => Promise<void> }) {
  const { say } = useWords()
  const api = useApi()
  const [label, setLabel] = useState('')
  const [error, setError] = useState<string>()
  const [outcome, setOutcome] = useState<PasskeyOutcome>()
  const make = useAction(async () => {
    const ended = await registerPasskey(api, label.trim())
    setOutcome(ended)
    if (ended !== 'done') return
    setLabel('')
    await onMade()
  })
  const onSubmit = () => {
    setOutcome(undefined)
    const fault = label.trim() === '' ? say('shell.passkeys.name-missing') : undefined
    setError(fault)
    if (fault === undefined) make.run()
    else document.getElementById('passkey-label')?.focus()
  }
  if (!canUsePasskeys()) return <Alert kind="warning" title={say('shell.passkey.outcome.impossible')} />
  return (
    <form
      className="ow-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <InputField
        id="passkey-label"
        label={say('shell.passkeys.name')}
        hint={say('shell.passkeys.name-hint')}
        error={error}
        value={label}
        onChange={setLabel}
        maxLength={maxLabelLength}
      />
      <Button kind="primary" type="submit" busy={make.busy}>
        {say('shell.passkeys.make')}
      </Button>
      {outcome !== undefined && (
        <Alert kind={outcome === 'done' ? 'ok' : 'warning'} title={say(`shell.passkey.outcome.${outcome}`)} />
      )}
      {make.problem !== undefined && <ProblemView problem={make.problem} />}
    </form>
  )
}
