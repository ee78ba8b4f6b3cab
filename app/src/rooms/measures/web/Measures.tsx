import { useState } from 'react'
import { Empty } from '../../../web/components/Empty.tsx'
import { InputField, SelectField } from '../../../web/components/Field.tsx'
import { type Column, Table } from '../../../web/components/Table.tsx'
import { ServerLink, TextLink } from '../../../web/components/TextLink.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { Standing as StandingWord } from '../life-words.ts'
import type { MeasureSummary, MeasuresAnswer } from '../shapes.ts'
import { textIn } from './part-words.ts'
import { useRegister } from './register.ts'
import { Standing } from './Standing.tsx'
import './measures.css'

/** In which of the lists a measure stands. */
const groups = {
  now: ['active', 'regularising', 'emergency', 'suspended', 'lapsed'],
  coming: ['announced', 'in-procedure', 'draft'],
  past: ['ended', 'withdrawn'],
} as const satisfies Readonly<Record<string, readonly StandingWord[]>>
const groupNames = ['now', 'coming', 'past'] as const
type Group = (typeof groupNames)[number]

/** More than this, and one looks for a measure by its words. */
const mostWithoutSearch = 8

/** The register: every measure that runs, comes or ran, with how it stands and since when. */
export function Measures() {
  const { say } = useWords()
  const { allowed, organisation } = useHouse().session
  const register = useRegister()
  const measures = useResource<MeasuresAnswer>(register)
  return (
    <Page title={say('measures.register.title')} lead={say('measures.register.lead')}>
      {allowed.includes('measures.write') && (
        <div className="ow-actions">
          <TextLink to="/measures/new">{say('measures.new.title')}</TextLink>
        </div>
      )}
      <ResourceView resource={measures}>
        {(answer) =>
          answer.measures.length === 0 ? (
            <Empty title={say('measures.register.none')}>
              <p className="nl-paragraph">{say('measures.register.none-detail')}</p>
            </Empty>
          ) : (
            <>
              <Found measures={answer.measures} />
              <Reports on={answer.on} />
            </>
          )
        }
      </ResourceView>
      <Section id="take" title={say('measures.register.take')}>
        <p className="nl-paragraph">{say('measures.register.take-detail')}</p>
        <ul className="ow-list">
          <li>
            <ServerLink href="/api/v1/register" inNewTab>
              {say('measures.register.as-json')}
            </ServerLink>
          </li>
          {organisation.jurisdiction === 'nl' && (
            <li>
              <ServerLink href="/api/v1/algorithm-register" inNewTab>
                {say('measures.register.as-algorithms')}
              </ServerLink>
            </li>
          )}
        </ul>
      </Section>
    </Page>
  )
}

/** The reports of this year so far and of the year before. */
function Reports({ on }: { readonly on: string }) {
  const { say } = useWords()
  const year = Number(on.slice(0, 4))
  return (
    <Section id="reports" title={say('measures.report-screen.reports')}>
      <ul className="ow-list">
        {[year, year - 1].map((one) => (
          <li key={one}>
            <TextLink to={`/oversight-reports/${one}`}>
              {say('measures.report-screen.title', { year: String(one) })}
            </TextLink>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Found({ measures }: { readonly measures: readonly MeasureSummary[] }) {
  const { say } = useWords()
  const [typed, setTyped] = useState('')
  const [wanted, setWanted] = useState<Group | 'all'>('all')
  const wish = typed.trim().toLocaleLowerCase()
  const matching = measures.filter((measure) => wish === '' || wordsOf(measure).includes(wish))
  const inGroup = (group: Group) => matching.filter(({ standing }) => groupOf(standing) === group)
  const shown = groupNames.filter((group) => (wanted === 'all' || wanted === group) && inGroup(group).length > 0)
  const count = shown.reduce((sum, group) => sum + inGroup(group).length, 0)
  return (
    <>
      {measures.length > mostWithoutSearch && (
        <search className="measures-filters">
          <InputField
            id="measures-search"
            type="search"
            label={say('measures.register.search')}
            value={typed}
            onChange={setTyped}
            maxLength={100}
          />
          <SelectField
            id="measures-group"
            label={say('measures.register.which')}
            value={wanted}
            onChange={(group) => setWanted(groupNames.find((one) => one === group) ?? 'all')}
            options={(['all', ...groupNames] as const).map((group) => ({
              value: group,
              label: say(`measures.register.group.${group}`),
            }))}
          />
        </search>
      )}
      {/* The live region is there before its words, or a screen reader would not read them. */}
      <p className="nl-paragraph" role="status">
        {(wish !== '' || wanted !== 'all') && say('measures.register.count', { count })}
      </p>
      {shown.map((group) => (
        <Section key={group} id={group} title={say(`measures.register.group.${group}`)}>
          <List group={group} measures={inGroup(group)} />
        </Section>
      ))}
    </>
  )
}

function groupOf(standing: StandingWord): Group {
  return groupNames.find((group) => groups[group].some((one) => one === standing)) ?? 'now'
}

function wordsOf({ title, summary, name }: MeasureSummary): string {
  return [name, ...Object.values(title), ...Object.values(summary)].join(' ').toLocaleLowerCase()
}

function List({ group, measures }: { readonly group: Group; readonly measures: readonly MeasureSummary[] }) {
  const { say, day, language } = useWords()
  const columns: readonly Column<MeasureSummary>[] = [
    {
      id: 'title',
      header: say('measures.register.measure'),
      namesRow: true,
      cell: ({ id, title, summary }) => (
        <>
          <TextLink to={`/measures/${id}`}>{textIn(title, language)}</TextLink>
          <span className="measures-list__summary">{textIn(summary, language)}</span>
        </>
      ),
    },
    {
      id: 'standing',
      header: say('measures.register.state'),
      cell: ({ standing }) => <Standing standing={standing} />,
    },
    {
      id: 'since',
      header: say(group === 'past' ? 'measures.register.ended-on' : 'measures.register.since'),
      cell: ({ running, since, ended }) => {
        const from = group === 'past' ? ended : (running?.since ?? since)
        return from === null ? say('measures.plain.not-yet') : day(from)
      },
    },
    {
      id: 'next',
      header: say('measures.register.next'),
      cell: ({ follows }) => follows[0],
    },
  ]
  return (
    <Table
      caption={say(`measures.register.caption.${group}`)}
      columns={columns}
      rows={measures}
      keyOf={({ id }) => id}
    />
  )
}
