import { useLocation } from 'wouter'
import { Badge } from '../../../web/components/Badge.tsx'
import { SelectField } from '../../../web/components/Field.tsx'
import type { Column } from '../../../web/components/Table.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { useWords } from '../../../web/words.tsx'
import type { DecisionRecordsAnswer } from '../record-shapes.ts'
import { RecordFilters, useActorWords, useRecordWish } from './RecordFilters.tsx'
import { RecordList } from './RecordList.tsx'
import './people.css'

type DecisionRecord = DecisionRecordsAnswer['records'][number]

const decisions = ['allow', 'deny', 'none'] as const
const badges = { allow: 'ok', deny: 'warning', none: 'error' } as const

/** The log of decisions for who oversees: everything that somebody wanted to do, and whether the rules allowed it. */
export function DecisionLog() {
  const { say, instant } = useWords()
  const [, navigate] = useLocation()
  const { wish, addressOf } = useRecordWish(['from', 'until', 'office', 'decision'])
  const answer = useResource<DecisionRecordsAnswer>(`/records/decisions?${new URLSearchParams(wish)}`)
  const actorOf = useActorWords()
  const columns: readonly Column<DecisionRecord>[] = [
    {
      id: 'what',
      header: say('people.records.asked'),
      namesRow: true,
      cell: ({ id, what }) => <TextLink to={`/records/${id}`}>{what}</TextLink>,
    },
    { id: 'at', header: say('people.records.at'), cell: ({ at }) => instant(at) },
    { id: 'who', header: say('people.records.who'), cell: ({ who }) => actorOf(who) },
    {
      id: 'decision',
      header: say('people.records.decision'),
      cell: ({ decision }) => <Badge kind={badges[decision]}>{say(`people.records.decision.${decision}`)}</Badge>,
    },
  ]
  return (
    <Page title={say('people.records.decisions.title')} lead={say('people.records.lead')}>
      <RecordFilters wish={wish} addressOf={addressOf}>
        <SelectField
          id="records-decision"
          label={say('people.records.decision')}
          value={wish.decision ?? ''}
          onChange={(decision) => navigate(addressOf({ decision, cursor: '' }), { replace: true })}
          options={[
            { value: '', label: say('people.records.every-decision') },
            ...decisions.map((one) => ({ value: one, label: say(`people.records.decision.${one}`) })),
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
            file="/exports/decisions.jsonl"
          />
        )}
      </ResourceView>
    </Page>
  )
}
