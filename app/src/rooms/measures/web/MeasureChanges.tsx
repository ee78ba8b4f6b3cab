import { useLocation, useSearch } from 'wouter'
import { SelectField } from '../../../web/components/Field.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import type { ScreenProps } from '../../../web/screen-components.ts'
import { useWords } from '../../../web/words.tsx'
import type { MeasureAnswer } from '../shapes.ts'
import { ComparedVersions } from './ComparedVersions.tsx'
import { textIn } from './part-words.ts'
import { useRegister } from './register.ts'
import './measures.css'

/** Two versions held against each other, in plain words. */
export function MeasureChanges({ params }: ScreenProps) {
  const { say, language } = useWords()
  const register = useRegister()
  const id = params.id ?? ''
  const measure = useResource<MeasureAnswer>(`${register}/${encodeURIComponent(id)}`)
  const loaded = measure.state.kind === 'loaded' ? measure.state.value.measure : undefined
  return (
    <Page
      title={say('measures.changes.title')}
      {...(loaded === undefined ? {} : { lead: textIn(loaded.title, language) })}
    >
      <p className="nl-paragraph">
        <TextLink to={`/measures/${id}`}>{say('measures.plain.back-to-one')}</TextLink>
      </p>
      <ResourceView resource={measure}>{(answer) => <Choose id={id} answer={answer} />}</ResourceView>
    </Page>
  )
}

function Choose({ id, answer: { measure, versions } }: { readonly id: string; readonly answer: MeasureAnswer }) {
  const { say } = useWords()
  const [path, navigate] = useLocation()
  const asked = new URLSearchParams(useSearch())
  const numbers = versions.map(({ version }) => version).toSorted((a, b) => a - b)
  const usual = { from: measure.running?.version ?? numbers.at(-2), to: measure.candidate?.version ?? numbers.at(-1) }
  const chosen = (end: 'from' | 'to') => numbers.find((one) => String(one) === asked.get(end)) ?? usual[end]
  const [from, to] = [chosen('from'), chosen('to')]
  if (numbers.length < 2 || from === undefined || to === undefined) {
    return <p className="nl-paragraph">{say('measures.changes.one-version')}</p>
  }
  const select = (end: 'from' | 'to', value: number) => (
    <SelectField
      id={`changes-${end}`}
      label={say(`measures.changes.${end}`)}
      value={String(value)}
      onChange={(wanted) =>
        navigate(`${path}?${new URLSearchParams({ from: String(from), to: String(to), [end]: wanted })}`)
      }
      options={numbers.map((one) => ({ value: String(one), label: say('measures.versions.one', { version: one }) }))}
    />
  )
  return (
    <>
      <div className="measures-filters">
        {select('from', from)}
        {select('to', to)}
      </div>
      <Section id="changes" title={say('measures.changes.between', { from, to })}>
        <ComparedVersions id={id} from={from} to={to} />
      </Section>
    </>
  )
}
