import { TextLink } from './components/TextLink.tsx'
import { Page } from './Page.tsx'
import type { ScreenEntry } from './screens.ts'
import { useWords } from './words.tsx'

/** A screen that exists but is not for this person: why, and whom to ask. */
export function NotOpen({ screen }: { readonly screen: ScreenEntry }) {
  const { say } = useWords()
  return (
    <Page title={say('shell.denied.title')} lead={say('shell.denied.screen', { screen: say(screen.title) })}>
      <p className="nl-paragraph">{say('shell.denied.ask')}</p>
      <div className="ow-actions">
        <TextLink to="/permissions">{say('shell.denied.permissions')}</TextLink>
        <TextLink to="/">{say('shell.fault.start')}</TextLink>
      </div>
    </Page>
  )
}
