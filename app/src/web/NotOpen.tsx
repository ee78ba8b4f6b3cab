import type { Permissions } from './answers.ts'
import { Badge } from './components/Badge.tsx'
import { TextLink } from './components/TextLink.tsx'
import { useOfficeName } from './offices.tsx'
import { Page } from './Page.tsx'
import { ResourceView, useResource } from './resource.tsx'
import type { ScreenEntry } from './screens.ts'
import { useWords } from './words.tsx'

/** A screen that exists but is not for this person: which offices may open it, and whom to ask. */
export function NotOpen({ screen }: { readonly screen: ScreenEntry }) {
  const { say } = useWords()
  const permissions = useResource<Permissions>('/permissions')
  return (
    <Page title={say('shell.denied.title')} lead={say('shell.denied.screen', { screen: say(screen.title) })}>
      <ResourceView resource={permissions}>
        {({ rights }) => <WhoMay offices={officesThatMay(rights, screen.needs ?? '')} />}
      </ResourceView>
      <p className="nl-paragraph">{say('shell.denied.ask')}</p>
      <div className="ow-actions">
        <TextLink to="/offices">{say('shell.denied.who')}</TextLink>
        <TextLink to="/permissions">{say('shell.denied.permissions')}</TextLink>
        <TextLink to="/">{say('shell.fault.start')}</TextLink>
      </div>
    </Page>
  )
}

function WhoMay({ offices }: { readonly offices: readonly string[] }) {
  const { say } = useWords()
  const nameOf = useOfficeName()
  if (offices.length === 0) return null
  return (
    <>
      <p className="nl-paragraph">{say('shell.denied.offices')}</p>
      <ul className="ow-offices">
        {offices.map((office) => (
          <li key={office}>
            <Badge>{nameOf(office)}</Badge>
          </li>
        ))}
      </ul>
    </>
  )
}

function officesThatMay(rights: Permissions['rights'], action: string): readonly string[] {
  const permits = rights.filter(({ effect, actions }) => effect === 'permit' && actions.includes(action))
  return [...new Set(permits.flatMap(({ offices }) => offices))].filter(
    (office) => office !== 'machine' && office !== 'operator',
  )
}
