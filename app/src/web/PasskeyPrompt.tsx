import { type RefObject, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { Button } from './components/Button.tsx'
import { Dialog } from './components/Dialog.tsx'
import { ProblemView } from './ProblemView.tsx'
import { type PasskeyOutcome, verifyPasskey } from './passkey.ts'
import { useAction } from './resource.tsx'
import { useHouse } from './session.tsx'
import { useWords } from './words.tsx'

/** Asks the person to use their passkey; true when it was accepted. */
export type AskPasskey = () => Promise<boolean>

type PasskeyPromptProps = { readonly ask: RefObject<AskPasskey | undefined> }

/** The question for a passkey, asked when the server wants to know that it is still the same person. */
export function PasskeyPrompt({ ask }: PasskeyPromptProps) {
  const [answer, setAnswer] = useState<(accepted: boolean) => void>()
  useEffect(() => {
    ask.current = () => new Promise<boolean>((resolve) => setAnswer(() => resolve))
    return () => {
      ask.current = undefined
    }
  }, [ask])
  if (answer === undefined) return null
  return (
    <Question
      onAnswer={(accepted) => {
        setAnswer(undefined)
        answer(accepted)
      }}
    />
  )
}

function Question({ onAnswer }: { readonly onAnswer: (accepted: boolean) => void }) {
  const { say } = useWords()
  const { api, session, refreshSession } = useHouse()
  const [, navigate] = useLocation()
  const [outcome, setOutcome] = useState<PasskeyOutcome>()
  const verify = useAction(async () => {
    const ended = await verifyPasskey(api)
    setOutcome(ended)
    if (ended !== 'done') return
    onAnswer(true)
    await refreshSession()
  })
  const hasPasskey = session.assurance.passkeys > 0
  return (
    <Dialog title={say('shell.passkey.ask.title')} onClose={() => onAnswer(false)}>
      <p className="nl-paragraph">{say(hasPasskey ? 'shell.passkey.ask.detail' : 'shell.passkey.ask.none')}</p>
      {outcome !== undefined && outcome !== 'done' && (
        <p className="nl-paragraph" role="alert">
          {say(`shell.passkey.outcome.${outcome}`)}
        </p>
      )}
      {verify.problem !== undefined && <ProblemView problem={verify.problem} />}
      <div className="ow-actions">
        {hasPasskey ? (
          <Button kind="primary" onClick={() => verify.run()} busy={verify.busy}>
            {say('shell.passkey.ask.use')}
          </Button>
        ) : (
          <Button
            kind="primary"
            onClick={() => {
              onAnswer(false)
              navigate('/me#passkeys')
            }}
          >
            {say('shell.passkey.ask.make')}
          </Button>
        )}
        <Button onClick={() => onAnswer(false)}>{say('shell.cancel')}</Button>
      </div>
    </Dialog>
  )
}
