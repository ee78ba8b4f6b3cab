import type { Start } from '../../../web/answers.ts'
import { Alert } from '../../../web/components/Alert.tsx'
import { Badge } from '../../../web/components/Badge.tsx'
import { Heading } from '../../../web/components/Heading.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { useWords } from '../../../web/words.tsx'
import './people.css'

const links: Readonly<Record<string, string>> = {
  administrator: '/offices',
  staff: '/staff/import',
  passkey: '/me#passkeys',
  offices: '/tasks',
  'second-administrator': '/offices?give=1',
}

/** What to do first in a house that is new: each step, whether it is done, and where it is done. */
export function SetUp() {
  const { say } = useWords()
  const start = useResource<Start>('/start')
  return (
    <Page title={say('people.set-up.title')} lead={say('people.set-up.lead')}>
      <ResourceView resource={start}>
        {({ setUp }) => (
          <ol className="people-steps">
            {(setUp ?? []).map((one) => (
              <Step key={one.step} {...one} />
            ))}
          </ol>
        )}
      </ResourceView>
      <p className="nl-paragraph ow-note">{say('people.set-up.limit')}</p>
    </Page>
  )
}

function Step({ step, done, cannotSignIn }: NonNullable<Start['setUp']>[number]) {
  const { say } = useWords()
  return (
    <li className="people-step">
      <Heading level={2}>{say(`people.set-up.${step}.title`)}</Heading>
      <p className="nl-paragraph">
        <Badge kind={done ? 'ok' : 'warning'}>{say(done ? 'people.set-up.done' : 'people.set-up.open')}</Badge>
      </p>
      <p className="nl-paragraph">{say(`people.set-up.${step}.why`)}</p>
      {cannotSignIn > 0 && (
        <Alert kind="warning" title={say('people.set-up.cannot-sign-in', { count: cannotSignIn })}>
          <p className="nl-paragraph">{say('people.set-up.cannot-sign-in-detail')}</p>
        </Alert>
      )}
      <TextLink to={links[step] ?? '/'}>{say(`people.set-up.${step}.go`)}</TextLink>
    </li>
  )
}
