import { useLocation, useSearch } from 'wouter'
import type { Permissions as PermissionsAnswer } from '../answers.ts'
import { Badge } from '../components/Badge.tsx'
import { Disclosure } from '../components/Disclosure.tsx'
import { SelectField } from '../components/Field.tsx'
import { useOfficeName } from '../offices.tsx'
import { Page } from '../Page.tsx'
import { ResourceView, useResource } from '../resource.tsx'
import { Section } from '../Section.tsx'
import { useHouse } from '../session.tsx'
import { useWords } from '../words.tsx'

type Right = PermissionsAnswer['rights'][number]

const all = 'all'
const mine = 'mine'

/** Who may see and do what, and why: the rules that decide, in plain words and word for word. */
export function Permissions() {
  const { say } = useWords()
  const answer = useResource<PermissionsAnswer>('/permissions')
  return (
    <Page title={say('shell.permissions.title')} lead={say('shell.permissions.lead')}>
      <ResourceView resource={answer}>{(permissions) => <Rights {...permissions} />}</ResourceView>
    </Page>
  )
}

function Rights({ rights, digest }: PermissionsAnswer) {
  const { say } = useWords()
  const { session } = useHouse()
  const wordsOf = useHolderName()
  const [path, navigate] = useLocation()
  const chosen = new URLSearchParams(useSearch()).get('office') ?? all
  const held = ['employee', ...(session.employee?.offices ?? []).map(({ office }) => office)]
  const offices = [...new Set(rights.flatMap((right) => right.offices))]
  const shown = rights.filter(({ offices: own }) => {
    if (chosen === all) return true
    return chosen === mine ? own.some((office) => held.includes(office)) : own.includes(chosen)
  })
  const options = [
    { value: all, label: say('shell.permissions.all') },
    { value: mine, label: say('shell.permissions.mine') },
    ...offices
      .map((office) => ({ value: office, label: wordsOf(office) }))
      .sort((left, right) => left.label.localeCompare(right.label)),
  ]
  return (
    <>
      <SelectField
        id="office"
        label={say('shell.permissions.filter')}
        value={chosen}
        options={options}
        onChange={(office) => navigate(office === all ? path : `${path}?office=${office}`, { replace: true })}
      />
      <p className="nl-paragraph" role="status">
        {say('shell.permissions.count', { shown: shown.length, total: rights.length })}
      </p>
      <RightList kind="permit" rights={shown} />
      <RightList kind="forbid" rights={shown} />
      <Disclosure summary={say('shell.permissions.digest')}>
        <p className="nl-paragraph">{say('shell.permissions.digest-detail')}</p>
        <p className="nl-paragraph">
          <code className="ow-code ow-code--inline">{digest}</code>
        </p>
      </Disclosure>
    </>
  )
}

function RightList({ kind, rights }: { readonly kind: Right['effect']; readonly rights: readonly Right[] }) {
  const { say } = useWords()
  const own = rights.filter(({ effect }) => effect === kind)
  if (own.length === 0) return null
  return (
    <Section id={kind} title={say(`shell.permissions.${kind}`)}>
      <ul className="ow-rights">
        {own.map((right) => (
          <OneRight key={right.id} right={right} />
        ))}
      </ul>
    </Section>
  )
}

function OneRight({ right }: { readonly right: Right }) {
  const { say } = useWords()
  const wordsOf = useHolderName()
  return (
    <li className="ow-right">
      <p className="nl-paragraph ow-right__words">{right.explanation}</p>
      <p className="ow-right__who">
        <span className="ow-hidden">{say('shell.permissions.holds-for')} </span>
        {right.offices.map((office) => (
          <Badge key={office}>{wordsOf(office)}</Badge>
        ))}
      </p>
      <Disclosure summary={say('shell.permissions.policy')}>
        <pre className="ow-code" lang="en">
          {right.policy}
        </pre>
      </Disclosure>
    </li>
  )
}

/** The name of whoever a right holds for: an office, other systems, or whoever runs the server. */
function useHolderName(): (office: string) => string {
  const { say } = useWords()
  const officeName = useOfficeName()
  return (office) => {
    if (office === 'operator') return say('shell.permissions.operator')
    return office === 'machine' ? say('shell.permissions.machine') : officeName(office)
  }
}
