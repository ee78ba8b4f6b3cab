import { Badge } from '../../../web/components/Badge.tsx'
import { DescriptionList } from '../../../web/components/DescriptionList.tsx'
import { Disclosure } from '../../../web/components/Disclosure.tsx'
import { Empty } from '../../../web/components/Empty.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import type { ScreenProps } from '../../../web/screen-components.ts'
import { useWords } from '../../../web/words.tsx'
import type { RecordDetailAnswer } from '../record-shapes.ts'
import { useActorWords } from './RecordFilters.tsx'
import './people.css'

/** One record whole: who, whose data, by which rules, and as the two standards write it. */
export function RecordDetail({ params }: ScreenProps) {
  const { say } = useWords()
  const detail = useResource<RecordDetailAnswer>(`/records/${encodeURIComponent(params.id ?? '')}`)
  return (
    <Page title={say('people.record.title')} lead={say('people.record.lead')}>
      <p className="nl-paragraph">
        <TextLink to="/records/processing">{say('people.record.back')}</TextLink>
      </p>
      <ResourceView
        resource={detail}
        missing={
          <Empty title={say('people.record.missing')}>
            <p className="nl-paragraph">{say('people.record.missing-detail')}</p>
          </Empty>
        }
      >
        {(answer) => <Shown answer={answer} />}
      </ResourceView>
    </Page>
  )
}

function Shown({ answer }: { readonly answer: RecordDetailAnswer }) {
  const { say, instant, number } = useWords()
  const actorOf = useActorWords()
  const { record, person, subjects, decision, policies, processing, authorization } = answer
  return (
    <>
      <DescriptionList
        literal
        entries={[
          { term: say('people.records.what'), detail: record.what },
          { term: say('people.records.at'), detail: instant(record.at) },
          {
            term: say('people.records.who'),
            detail: person === null ? actorOf(record.who) : `${person.name} (${actorOf(record.who)})`,
          },
          { term: say('people.records.activity'), detail: record.activity ?? say('shell.looks.no-activity') },
          { term: say('people.records.decision'), detail: say(`people.records.decision.${decision}`) },
          {
            term: say('people.records.outcome'),
            detail: (
              <Badge kind={record.outcome === 'done' ? 'ok' : 'warning'}>
                {say(`people.records.outcome.${record.outcome}`)}
              </Badge>
            ),
          },
        ]}
      />
      <Section id="people" title={say('people.record.people', { count: record.people })}>
        {subjects.length > 0 && (
          <ul className="ow-list">
            {subjects.map(({ id, name, unitName }) => (
              <li key={id}>
                <TextLink to={`/staff/${id}`}>{unitName === null ? name : `${name} · ${unitName}`}</TextLink>
              </li>
            ))}
          </ul>
        )}
        {record.people > subjects.length && (
          <p className="nl-paragraph">
            {say('people.record.more-people', { shown: number(subjects.length), total: number(record.people) })}
          </p>
        )}
      </Section>
      <Section id="rules" title={say('people.record.rules')}>
        {policies.length === 0 ? (
          <p className="nl-paragraph">{say('people.record.no-rules')}</p>
        ) : (
          <ul className="ow-list">
            {policies.map(({ id, explanation }) => (
              <li key={id}>{explanation}</li>
            ))}
          </ul>
        )}
      </Section>
      <Disclosure summary={say('people.record.as-processing')}>
        <pre className="ow-code" lang="en">
          {JSON.stringify(processing, null, 2)}
        </pre>
      </Disclosure>
      <Disclosure summary={say('people.record.as-decision')}>
        <pre className="ow-code" lang="en">
          {JSON.stringify(authorization, null, 2)}
        </pre>
      </Disclosure>
    </>
  )
}
