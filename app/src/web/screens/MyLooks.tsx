import type { OwnRecords } from '../answers.ts'
import { Badge } from '../components/Badge.tsx'
import { Empty } from '../components/Empty.tsx'
import { type Column, Table } from '../components/Table.tsx'
import { useOfficeName } from '../offices.tsx'
import { ResourceView, useResource } from '../resource.tsx'
import { useWords } from '../words.tsx'

type OwnRecord = OwnRecords['records'][number]

/** Who worked with data about me: when, in which office, what for. */
export function MyLooks() {
  const { say } = useWords()
  const records = useResource<OwnRecords>('/processing-records?by=others')
  return (
    <>
      <p className="nl-paragraph">{say('shell.looks.lead')}</p>
      <ResourceView resource={records}>
        {({ records: own, total }) =>
          own.length === 0 ? (
            <Empty title={say('shell.looks.none')}>
              <p className="nl-paragraph">{say('shell.looks.none-detail')}</p>
            </Empty>
          ) : (
            <LookTable records={own} total={total} />
          )
        }
      </ResourceView>
    </>
  )
}

function LookTable({ records, total }: OwnRecords) {
  const { say, day } = useWords()
  const officeName = useOfficeName()
  const who = ({ by, offices }: OwnRecord): string => {
    if (by === 'employee' && offices.length > 0) return offices.map(officeName).join(', ')
    return say(`shell.looks.by.${by}`)
  }
  const columns: readonly Column<OwnRecord>[] = [
    { id: 'what', header: say('shell.looks.what'), namesRow: true, cell: ({ name }) => name },
    { id: 'who', header: say('shell.looks.who'), cell: who },
    { id: 'when', header: say('shell.looks.when'), cell: ({ on }) => day(on) },
    {
      id: 'activity',
      header: say('shell.looks.why'),
      cell: ({ activity, decision }) =>
        decision === 'deny' ? (
          <Badge kind="warning">{say('shell.looks.denied')}</Badge>
        ) : (
          (activity ?? say('shell.looks.no-activity'))
        ),
    },
  ]
  return (
    <>
      <Table caption={say('shell.looks.caption')} columns={columns} rows={records} keyOf={({ id }) => id} />
      {total > records.length && (
        <p className="nl-paragraph">{say('shell.looks.more', { shown: records.length, total })}</p>
      )}
    </>
  )
}
