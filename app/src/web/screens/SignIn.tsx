import { Redirect, useSearch } from 'wouter'
import type { Personas } from '../answers.ts'
import { Alert } from '../components/Alert.tsx'
import { Disclosure } from '../components/Disclosure.tsx'
import { ServerLink } from '../components/TextLink.tsx'
import { LanguageSwitch } from '../LanguageSwitch.tsx'
import { useOfficeName } from '../offices.tsx'
import { Page } from '../Page.tsx'
import { groupPersonas } from '../persona-groups.ts'
import { ResourceView, useResource } from '../resource.tsx'
import { Section } from '../Section.tsx'
import { localPath } from '../screens.ts'
import { useHouse } from '../session.tsx'
import { useWords } from '../words.tsx'

/** Where one comes in: by the account of the organisation, or as a made-up person in the demonstration. */
export function SignIn() {
  const { say } = useWords()
  const { session } = useHouse()
  const search = new URLSearchParams(useSearch())
  const to = localPath(search.get('to'))
  if (session.employee !== null) return <Redirect to={to} replace />
  const { demonstration, name } = session.organisation
  return (
    <Page
      hero
      title={say('shell.sign-in.heading', { organisation: name })}
      lead={say(demonstration ? 'shell.sign-in.lead-demonstration' : 'shell.sign-in.lead')}
      aside={<LanguageSwitch />}
    >
      <Ended why={search.get('ended')} />
      <NotLetIn why={search.get('refused')} />
      {demonstration ? <PersonaList to={to} /> : <OwnAccount to={to} />}
    </Page>
  )
}

function Ended({ why }: { readonly why: string | null }) {
  const { say } = useWords()
  if (why === '1') return <Alert kind="info" title={say('shell.sign-in.session-ended')} />
  if (why === '2') return <Alert kind="ok" title={say('shell.sign-in.signed-out')} />
  return null
}

/** Why the server sent somebody back to this page. */
const refusals = [
  'left',
  'no-claim',
  'not-yet',
  'provider-answer-wrong',
  'provider-refused',
  'provider-unreachable',
  'sign-in-too-old',
  'too-many-attempts',
  'unknown-employee',
]

function NotLetIn({ why }: { readonly why: string | null }) {
  const { say } = useWords()
  if (why === null || !refusals.includes(why)) return null
  return (
    <Alert kind="warning" title={say('shell.sign-in.refused')}>
      <p className="nl-paragraph">{say(`people.sign-in.${why}`)}</p>
    </Alert>
  )
}

function OwnAccount({ to }: { readonly to: string }) {
  const { say } = useWords()
  return (
    <Section id="account" title={say('shell.sign-in.account')}>
      <p className="nl-paragraph">{say('shell.sign-in.account-detail')}</p>
      <ServerLink href={`/sign-in/start?to=${encodeURIComponent(to)}`} asButton>
        {say('shell.sign-in.button')}
      </ServerLink>
      <Disclosure summary={say('shell.sign-in.trouble')}>
        <p className="nl-paragraph">{say('shell.sign-in.trouble-detail')}</p>
      </Disclosure>
    </Section>
  )
}

function PersonaList({ to }: { readonly to: string }) {
  const { say } = useWords()
  const personas = useResource<Personas>('/personas')
  return (
    <>
      <p className="nl-paragraph ow-note">{say('shell.sign-in.demonstration-detail')}</p>
      <ResourceView resource={personas}>
        {(answer) => groupPersonas(answer.personas).map((group) => <Group key={group.group} to={to} {...group} />)}
      </ResourceView>
    </>
  )
}

type GroupProps = { readonly to: string } & ReturnType<typeof groupPersonas<Personas['personas'][number]>>[number]

function Group({ group, personas, to }: GroupProps) {
  const { say } = useWords()
  const officeName = useOfficeName()
  return (
    <Section id={`personas-${group}`} title={say(`shell.personas.${group}`)}>
      <ul className="ow-personas">
        {personas.map(({ id, name, office, line }) => (
          <li key={id}>
            {/* Not a screen: the server answers with the sign-in of the demonstration. */}
            <a
              className="ow-persona"
              href={`/sign-in/start?persona=${encodeURIComponent(id)}&to=${encodeURIComponent(to)}`}
            >
              <span className="ow-persona__name">{name}</span>
              <span className="ow-persona__office">{officeName(office)}</span>
              <span className="ow-persona__line">{line}</span>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  )
}
