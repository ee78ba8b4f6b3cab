import { Link } from 'wouter'
import type { Start as StartAnswer } from '../answers.ts'
import { Empty } from '../components/Empty.tsx'
import { Icon } from '../components/Icon.tsx'
import { Progress } from '../components/Progress.tsx'
import { TextLink } from '../components/TextLink.tsx'
import { OfficeList } from '../offices.tsx'
import { Page } from '../Page.tsx'
import { ResourceView, useResource } from '../resource.tsx'
import { ScreenCards } from '../ScreenCards.tsx'
import { Section } from '../Section.tsx'
import { openTo, type ScreenEntry, screens } from '../screens.ts'
import { useHouse } from '../session.tsx'
import { waitingKey } from '../waiting-key.ts'
import { useWords } from '../words.tsx'

/** The first screen of every person: who they are here, what waits for them, and where they can go. */
export function Start() {
  const { say } = useWords()
  const { session } = useHouse()
  const { employee, allowed } = session
  const offices = employee?.offices ?? []
  const start = useResource<StartAnswer>('/start')
  const offered = openTo<ScreenEntry>(screens, { signedIn: true, allowed }).filter(
    ({ id, section }) => section !== undefined && id !== 'start',
  )
  return (
    <Page
      hero
      title={say('shell.start.hello', { name: employee?.givenName ?? '' })}
      lead={say(offices.length === 0 ? 'shell.start.lead' : 'shell.start.lead-offices')}
      aside={offices.length > 0 && <OfficeList offices={offices} />}
    >
      {start.state.kind === 'loaded' && <SetUpPanel setUp={start.state.value.setUp} />}
      <Section id="waiting" title={say('shell.start.waiting')}>
        <ResourceView resource={start}>{({ waiting }) => <WaitingList waiting={waiting} />}</ResourceView>
      </Section>
      <Section id="open" title={say('shell.start.open')}>
        <ScreenCards screens={offered} />
      </Section>
    </Page>
  )
}

/** For an administrator of a house that is not complete yet: how far it is, and where to go on. */
function SetUpPanel({ setUp }: Pick<StartAnswer, 'setUp'>) {
  const { say } = useWords()
  if (setUp === null) return null
  const open = setUp.filter(({ done }) => !done)
  const [next] = open
  if (next === undefined) return null
  return (
    <Section id="set-up" title={say('people.set-up.panel')}>
      <div className="ow-set-up">
        <Progress
          label={say('people.set-up.progress', { done: setUp.length - open.length, total: setUp.length })}
          value={setUp.length - open.length}
          of={setUp.length}
        />
        <p className="nl-paragraph">{say('people.set-up.next', { step: say(`people.set-up.${next.step}.title`) })}</p>
        <TextLink to="/set-up">{say('people.set-up.go-on')}</TextLink>
      </div>
    </Section>
  )
}

function WaitingList({ waiting }: Pick<StartAnswer, 'waiting'>) {
  const { say, number } = useWords()
  const { jurisdiction } = useHouse().session.organisation
  if (waiting.length === 0) {
    return (
      <Empty title={say('shell.start.nothing')}>
        <p className="nl-paragraph">{say('shell.start.nothing-detail')}</p>
        <p className="nl-paragraph">
          <TextLink to="/me#looks">{say('shell.start.nothing-link')}</TextLink>
        </p>
      </Empty>
    )
  }
  return (
    <ul className="ow-waiting">
      {waiting.map(({ code, count, link }) => (
        <li className="ow-waiting__one" key={code + link}>
          <span className="ow-waiting__count" aria-hidden="true">
            {number(count)}
          </span>
          <Link href={link} className="nl-link ow-waiting__link">
            {say(waitingKey(code), {
              count,
              jurisdiction,
            })}
          </Link>
          <Icon name="arrow" />
        </li>
      ))}
    </ul>
  )
}
