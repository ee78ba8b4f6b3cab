import { useState } from 'react'
import type { OwnPasskeys } from '../answers.ts'
import { Alert } from '../components/Alert.tsx'
import { Button } from '../components/Button.tsx'
import { Disclosure } from '../components/Disclosure.tsx'
import { InputField } from '../components/Field.tsx'
import { ProblemView } from '../ProblemView.tsx'
import { canUsePasskeys, maxLabelLength, type PasskeyOutcome, registerPasskey } from '../passkey.ts'
import { ResourceView, useAction, useResource } from '../resource.tsx'
import { useHouse } from '../session.tsx'
import { useWords } from '../words.tsx'
import { PasskeyRow } from './PasskeyRow.tsx'

/** One's passkeys: what they are for, in plain words, and the way to make, name and remove them. */
export function MyPasskeys() {
  const { say } = useWords()
  const { refreshSession } = useHouse()
  const passkeys = useResource<OwnPasskeys>('/passkeys')
  const onChanged = async () => {
    passkeys.refetch()
    await refreshSession()
  }
  return (
    <>
      <p className="nl-paragraph">{say('shell.passkeys.lead')}</p>
      <Disclosure summary={say('shell.passkeys.what')}>
        <p className="nl-paragraph">{say('shell.passkeys.what-it-is')}</p>
        <p className="nl-paragraph">{say('shell.passkeys.what-we-keep')}</p>
        <p className="nl-paragraph">{say('shell.passkeys.what-if-lost')}</p>
      </Disclosure>
      <ResourceView resource={passkeys}>
        {({ passkeys: own }) => (
          <>
            {own.length === 0 && <p className="nl-paragraph">{say('shell.passkeys.none')}</p>}
            <ul className="ow-rows">
              {own.map((passkey) => (
                <PasskeyRow key={passkey.id} passkey={passkey} isLast={own.length === 1} onChanged={onChanged} />
              ))}
            </ul>
          </>
        )}
      </ResourceView>
      {canUsePasskeys() ? (
        <NewPasskey onMade={onChanged} />
      ) : (
        <p className="nl-paragraph">{say('shell.passkey.outcome.impossible')}</p>
      )}
    </>
  )
}

function NewPasskey({ onMade }: { readonly onMade: () => Promise<void> }) {
  const { say } = useWords()
  const { api } = useHouse()
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
