import { useState } from 'react'
import type { OwnRecords } from '../answers.ts'
import { Badge } from '../components/Badge.tsx'
import { Button } from '../components/Button.tsx'
import { Empty } from '../components/Empty.tsx'
import { Heading } from '../components/Heading.tsx'
import { ProblemView } from '../ProblemView.tsx'
import { ResourceView, useAction, useResource } from '../resource.tsx'
import { useApi } from '../session.tsx'
import { useWords } from '../words.tsx'

type OwnRecord = OwnRecords['records'][number]

/** Lines of one day that are shown at once; a day with more says so. */
const firstLines = 8

/** Who worked with data about me: by day, what happened, by which group of offices, what for. */
export function MyLooks() {
  const { say } = useWords()
  const records = useResource<OwnRecords>('/processing-records?by=others')
  return (
    <>
      <p className="nl-paragraph">{say('shell.looks.lead')}</p>
      <ResourceView resource={records}>
        {(first) =>
          first.records.length === 0 ? (
            <Empty title={say('shell.looks.none')}>
              <p className="nl-paragraph">{say('shell.looks.none-detail')}</p>
            </Empty>
          ) : (
            <Days first={first} />
          )
        }
      </ResourceView>
    </>
  )
}

function Days({ first }: { readonly first: OwnRecords }) {
  const { say } = useWords()
  const api = useApi()
  const [more, setMore] = useState<readonly OwnRecords[]>([])
  const last = more.at(-1) ?? first
  const going = useAction(async () => {
    const next = await api.get<OwnRecords>(`/processing-records?by=others&before=${last.next}`)
    setMore((now) => [...now, next])
  })
  const days = Map.groupBy(
    [first, ...more].flatMap(({ records }) => records),
    ({ on }) => on,
  )
  return (
    <>
      {[...days].map(([on, records]) => (
        <Day key={on} on={on} records={records} />
      ))}
      {going.problem !== undefined && <ProblemView problem={going.problem} />}
      {last.next === null ? (
        <p className="nl-paragraph">{say('shell.looks.all')}</p>
      ) : (
        <Button busy={going.busy} onClick={() => going.run()}>
          {say('shell.looks.earlier')}
        </Button>
      )}
    </>
  )
}

function Day({ on, records }: { readonly on: string; readonly records: readonly OwnRecord[] }) {
  const { say, day } = useWords()
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? records : records.slice(0, firstLines)
  return (
    <section className="ow-day" aria-labelledby={`looks-${on}`}>
      <Heading level={3} id={`looks-${on}`}>
        {day(on)}
      </Heading>
      <ul className="ow-day__lines">
        {shown.map((record) => (
          <Line key={JSON.stringify(record)} record={record} />
        ))}
      </ul>
      {shown.length < records.length && (
        <Button kind="subtle" onClick={() => setWhole(true)}>
          {say('shell.looks.more-of-day', { count: records.length - shown.length })}
        </Button>
      )}
    </section>
  )
}

function Line({ record }: { readonly record: OwnRecord }) {
  const { say } = useWords()
  const { what, by, groups, count, activity, outcome } = record
  const who =
    by === 'employee' && groups.length > 0
      ? groups.map((group) => say(`people.office-group.${group}`)).join(', ')
      : say(`shell.looks.by.${by}`)
  return (
    <li>
      <p className="ow-day__what">
        {what} {count > 1 && <span className="ow-day__count">{say('shell.looks.times', { count })}</span>}{' '}
        {outcome !== 'done' && <Badge kind="warning">{say(`shell.looks.${outcome}`)}</Badge>}
      </p>
      <p className="ow-day__who">
        {say('shell.looks.who-why', { who, why: activity ?? say('shell.looks.no-activity') })}
      </p>
    </li>
  )
}
