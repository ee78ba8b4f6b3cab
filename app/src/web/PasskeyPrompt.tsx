import { type RefObject, useEffect, useRef, useState } from 'react'
import { Button } from './components/Button.tsx'
import { Dialog } from './components/Dialog.tsx'
import { ProblemView } from './ProblemView.tsx'
import { canUsePasskeys, type PasskeyOutcome, verifyPasskey } from './passkey.ts'
import { useAction } from './resource.tsx'
import { LostPasskey } from './screens/LostPasskey.tsx'
import { NewPasskey } from './screens/NewPasskey.tsx'
import { useHouse } from './session.tsx'
import { useWords } from './words.tsx'

/** Asks the person to use their passkey; true when it was accepted. */
export type AskPasskey = () => Promise<boolean>

type PasskeyPromptProps = { readonly ask: RefObject<AskPasskey | undefined> }

/** The question for a passkey, asked when the server wants to know that it is still the same person. */
export function PasskeyPrompt({ ask }: PasskeyPromptProps) {
  const [answer, setAnswer] = useState<(accepted: boolean) => void>()
  const isAsking = useRef(false)
  isAsking.current = answer !== undefined
  useEffect(() => {
    // What the question itself asks of the server must not ask the same question again.
    ask.current = () =>
      isAsking.current ? Promise.resolve(false) : new Promise<boolean>((resolve) => setAnswer(() => resolve))
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
  const { session, refreshSession } = useHouse()
  const state = !canUsePasskeys() ? 'impossible' : session.assurance.passkeys > 0 ? 'detail' : 'none'
  return (
    <Dialog title={say('shell.passkey.ask.title')} onClose={() => onAnswer(false)}>
      <p className="nl-paragraph">{say(`shell.passkey.ask.${state}`)}</p>
      {session.assurance.passkeys > 0 && <LostPasskey />}
      {state === 'none' && <NewPasskey onMade={refreshSession} />}
      <div className="ow-actions">
        {state === 'detail' && <UsePasskey onAccepted={() => onAnswer(true)} />}
        <Button onClick={() => onAnswer(false)}>{say('shell.cancel')}</Button>
      </div>
    </Dialog>
  )
}

function UsePasskey({ onAccepted }: { readonly onAccepted: () => void }) {
  const { say } = useWords()
  const { api, refreshSession } = useHouse()
  const [outcome, setOutcome] = useState<PasskeyOutcome>()
  const verify = useAction(async () => {
    const ended = await verifyPasskey(api)
    setOutcome(ended)
    if (ended !== 'done') return
    onAccepted()
    await refreshSession()
  })
  return (
    <>
      {outcome !== undefined && outcome !== 'done' && (
        <p className="nl-paragraph" role="alert">
          {say(`shell.passkey.outcome.${outcome}`)}
        </p>
      )}
      {verify.problem !== undefined && <ProblemView problem={verify.problem} />}
      <Button kind="primary" onClick={() => verify.run()} busy={verify.busy}>
        {say('shell.passkey.ask.use')}
      </Button>
    </>
  )
}
