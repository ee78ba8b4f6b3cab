import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { Session } from './answers.ts'
import { Button } from './components/Button.tsx'
import { Dialog } from './components/Dialog.tsx'
import { ServerLink } from './components/TextLink.tsx'
import { ProblemView } from './ProblemView.tsx'
import { useAction } from './resource.tsx'
import { localPath } from './screens.ts'
import { useHouse } from './session.tsx'
import { listenForSignIn } from './signed-in-again.ts'
import { useWords } from './words.tsx'

/** Asks the person to sign in again; true when the same person is back. */
export type AskSignIn = () => Promise<boolean>

type SignInAgainProps = { readonly ask: RefObject<AskSignIn | undefined> }

/** The question to sign in again when a session is over: the screen behind it keeps everything that was typed. */
export function SignInAgain({ ask }: SignInAgainProps) {
  const [answer, setAnswer] = useState<(isBack: boolean) => void>()
  const pending = useRef<Promise<boolean>>(undefined)
  const isSignedIn = useHouse().session.employee !== null
  useEffect(() => {
    // Several requests can find out at once; the person is asked once.
    ask.current = () => {
      if (!isSignedIn) return Promise.resolve(false)
      pending.current ??= new Promise<boolean>((resolve) => setAnswer(() => resolve))
      return pending.current
    }
    return () => {
      ask.current = undefined
    }
  }, [ask, isSignedIn])
  if (answer === undefined) return null
  return (
    <Question
      onBack={() => {
        pending.current = undefined
        setAnswer(undefined)
        answer(true)
      }}
    />
  )
}

function Question({ onBack }: { readonly onBack: () => void }) {
  const { say } = useWords()
  const { api, session, refreshSession } = useHouse()
  const [isStillOut, setStillOut] = useState(false)
  const ownId = session.employee?.id
  const look = useCallback(async (): Promise<boolean> => {
    const { employee } = await api.get<Session>('/session')
    if (employee === null) return false
    // Somebody else: nothing of what the first person typed or saw stays.
    if (employee.id !== ownId) location.assign('/')
    else {
      await refreshSession()
      onBack()
    }
    return true
  }, [api, ownId, refreshSession, onBack])
  const check = useAction(async () => setStillOut(!(await look())))

  useEffect(() => {
    const lookQuietly = () => {
      // The button says it when this fails.
      look().catch(() => undefined)
    }
    addEventListener('focus', lookQuietly)
    const stop = listenForSignIn(lookQuietly)
    return () => {
      removeEventListener('focus', lookQuietly)
      stop()
    }
  }, [look])

  const leave = () => {
    const here = localPath(`${location.pathname}${location.search}`)
    // A whole new page: nothing of what the person saw stays behind in memory.
    location.assign(`/sign-in?ended=1&to=${encodeURIComponent(here)}`)
  }
  return (
    <Dialog covers title={say('shell.again.title')} onClose={leave}>
      <p className="nl-paragraph">{say('shell.again.detail')}</p>
      {isStillOut && (
        <p className="nl-paragraph" role="alert">
          {say('shell.again.still-out')}
        </p>
      )}
      {check.problem !== undefined && <ProblemView problem={check.problem} />}
      <div className="ow-actions">
        <ServerLink asButton inNewTab href="/sign-in?to=%2Fsigned-in">
          {say('shell.again.sign-in')}
        </ServerLink>
        <Button busy={check.busy} onClick={() => check.run()}>
          {say('shell.again.check')}
        </Button>
        <Button kind="subtle" onClick={leave}>
          {say('shell.again.leave')}
        </Button>
      </div>
    </Dialog>
  )
}
