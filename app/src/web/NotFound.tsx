import { useState } from 'react'
import { InputField } from './components/Field.tsx'
import { Heading } from './components/Heading.tsx'
import { Page } from './Page.tsx'
import { ScreenCards } from './ScreenCards.tsx'
import { openTo, type ScreenEntry, screens, summaryOf } from './screens.ts'
import { useHouse } from './session.tsx'
import { useWords } from './words.tsx'

/** The page for an address that is no screen: what one can do, and a search through the screens one may open. */
export function NotFound() {
  const { say } = useWords()
  const { session } = useHouse()
  const [search, setSearch] = useState('')
  const open = openTo<ScreenEntry>(screens, { signedIn: session.employee !== null, allowed: session.allowed })
  const offered = open.filter((screen) => screen.section !== undefined || screen.id === 'sign-in')
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const found = offered
    .filter(({ id }) => session.employee === null || id !== 'sign-in')
    .filter((screen) => {
      const text = `${say(screen.title)} ${say(summaryOf(screen, session.allowed))}`.toLocaleLowerCase()
      return words.every((word) => text.includes(word))
    })
  return (
    <Page title={say('shell.not-found.title')} lead={say('shell.not-found.detail')}>
      <section className="ow-section">
        <Heading level={2}>{say('shell.not-found.what-now')}</Heading>
        <ul className="ow-list">
          <li>{say('shell.not-found.check')}</li>
          <li>{say('shell.not-found.ask')}</li>
        </ul>
        <InputField
          id="screen-search"
          label={say('shell.not-found.search')}
          type="search"
          value={search}
          onChange={setSearch}
        />
        <p className="nl-paragraph" role="status">
          {say('shell.not-found.count', { count: found.length })}
        </p>
        <ScreenCards screens={found} />
      </section>
    </Page>
  )
}
