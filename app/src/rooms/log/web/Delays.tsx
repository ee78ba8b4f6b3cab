import { useState } from 'react'
import { Badge } from '../../../web/components/Badge.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { type Column, Table } from '../../../web/components/Table.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { useWords } from '../../../web/words.tsx'
import type { DelaysAnswer } from '../shapes.ts'
import { useEntryWords } from './entry-words.ts'

/** For who watches over it: of which entries notice waits. Asked for by a press, because the question itself is recorded. */
export function Delays() {
  const { say } = useWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <Section id="delays" title={say('log.delays.title')}>
      <p className="nl-paragraph">{say('log.delays.lead')}</p>
      <Button expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {say('log.delays.show')}
      </Button>
      {isOpen && <Waiting />}
    </Section>
  )
}

function Waiting() {
  const { say, day } = useWords()
  const { nameOf } = useEntryWords()
  const answer = useResource<DelaysAnswer>('/log/delays')
  const columns: readonly Column<DelaysAnswer['delays'][number]>[] = [
    {
      id: 'what',
      header: say('log.list.what'),
      namesRow: true,
      cell: ({ id, kind }) => <TextLink to={`/transparency/entries/${id}`}>{nameOf(kind)}</TextLink>,
    },
    { id: 'day', header: say('log.list.day'), cell: (delay) => day(delay.day) },
    { id: 'until', header: say('log.delays.until'), cell: ({ until }) => day(until) },
    {
      id: 'state',
      header: say('log.delays.state'),
      cell: ({ open, overdue }) =>
        overdue ? (
          <Badge kind="error">{say('log.delays.overdue')}</Badge>
        ) : (
          <Badge kind={open ? 'warning' : 'neutral'}>{say(open ? 'log.delays.open' : 'log.delays.ended')}</Badge>
        ),
    },
  ]
  return (
    <ResourceView resource={answer}>
      {({ delays }) =>
        delays.length === 0 ? (
          <p className="nl-paragraph">{say('log.delays.none')}</p>
        ) : (
          <Table caption={say('log.delays.title')} columns={columns} rows={delays} keyOf={({ id }) => id} />
        )
      }
    </ResourceView>
  )
}
