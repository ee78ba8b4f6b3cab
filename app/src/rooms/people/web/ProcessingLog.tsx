import { useLocation } from 'wouter'
import { Badge } from '../../../web/components/Badge.tsx'
import { SelectField } from '../../../web/components/Field.tsx'
import type { Column } from '../../../web/components/Table.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { useWords } from '../../../web/words.tsx'
import type { ProcessingRecordsAnswer } from '../record-shapes.ts'
import { RecordFilters, useActorWords, useRecordWish } from './RecordFilters.tsx'
import { RecordList } from './RecordList.tsx'
import './people.css'

type ProcessingRecord = ProcessingRecordsAnswer['records'][number]

/** The log of processing for who oversees: what was done with personal data, by which office, when and what for. */
export function ProcessingLog() {
  const { say, instant, number } = useWords()
  const [, navigate] = useLocation()
  const { wish, addressOf } = useRecordWish(['from', 'until', 'office', 'activity'])
  const answer = useResource<ProcessingRecordsAnswer>(`/records/processing?${new URLSearchParams(wish)}`)
  const activities = answer.state.kind === 'loaded' ? answer.state.value.activities : []
  const actorOf = useActorWords()
  const columns: readonly Column<ProcessingRecord>[] = [
    {
      id: 'what',
      header: say('people.records.what'),
      namesRow: true,
      cell: ({ id, what, activity }) => (
        <>
          <TextLink to={`/records/${id}`}>{what}</TextLink>
          <span className="ow-table__detail">{activity ?? say('shell.looks.no-activity')}</span>
        </>
      ),
    },
    { id: 'at', header: say('people.records.at'), cell: ({ at }) => instant(at) },
    { id: 'who', header: say('people.records.who'), cell: ({ who }) => actorOf(who) },
    { id: 'people', header: say('people.records.people'), numeric: true, cell: ({ people }) => number(people) },
    {
      id: 'outcome',
      header: say('people.records.outcome'),
      cell: ({ outcome }) => (
        <Badge kind={outcome === 'done' ? 'ok' : 'warning'}>{say(`people.records.outcome.${outcome}`)}</Badge>
      ),
    },
  ]
  return (
    <Page title={say('people.records.processing.title')} lead={say('people.records.lead')}>
      <RecordFilters wish={wish} addressOf={addressOf}>
        <SelectField
          id="records-activity"
          label={say('people.records.activity')}
          value={wish.activity ?? ''}
          onChange={(activity) => navigate(addressOf({ activity, cursor: '' }), { replace: true })}
          options={[
            { value: '', label: say('people.records.every-activity') },
            ...activities.map(({ code, name }) => ({ value: code, label: name })),
          ]}
        />
      </RecordFilters>
      <ResourceView resource={answer}>
        {(found) => (
          <RecordList
            columns={columns}
            found={found}
            wish={wish}
            addressOf={addressOf}
            file="/exports/processing.jsonl"
          />
        )}
      </ResourceView>
    </Page>
  )
}
