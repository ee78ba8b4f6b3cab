import { useEffect } from 'react'
import { TextLink } from '../components/TextLink.tsx'
import { Page } from '../Page.tsx'
import { useHouse } from '../session.tsx'
import { tellSignedIn } from '../signed-in-again.ts'
import { useWords } from '../words.tsx'

/** Where one lands after signing in again in a second tab: the first tab goes on by itself. */
export function SignedIn() {
  const { say } = useWords()
  const isSignedIn = useHouse().session.employee !== null
  useEffect(() => {
    if (isSignedIn) tellSignedIn()
  }, [isSignedIn])
  return (
    <Page title={say('shell.signed-in.title')} lead={say('shell.signed-in.lead')}>
      <p className="nl-paragraph">
        <TextLink to="/">{say('shell.signed-in.start')}</TextLink>
      </p>
    </Page>
  )
}
