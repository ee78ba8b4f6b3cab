import type { OwnSessions } from '../answers.ts'
import { Badge } from '../components/Badge.tsx'
import { Button } from '../components/Button.tsx'
import { type Column, Table } from '../components/Table.tsx'
import { ProblemView } from '../ProblemView.tsx'
import { ResourceView, useAction, useResource } from '../resource.tsx'
import { useApi } from '../session.tsx'
import { useWords } from '../words.tsx'

type OwnSession = OwnSessions['sessions'][number]

/** Where one is signed in, with a button to end what one does not know. */
export function MySessions() {
  const { say } = useWords()
  const api = useApi()
  const sessions = useResource<OwnSessions>('/sessions')
  const end = useAction(async (id: string) => {
    await api.send('DELETE', `/sessions/${encodeURIComponent(id)}`)
    sessions.refetch()
  })
  return (
    <>
      <p className="nl-paragraph">{say('shell.sessions.lead')}</p>
      {end.problem !== undefined && <ProblemView problem={end.problem} />}
      <ResourceView resource={sessions}>
        {({ sessions: own }) => <SessionTable sessions={own} busy={end.busy} onEnd={end.run} />}
      </ResourceView>
    </>
  )
}

type SessionTableProps = OwnSessions & { readonly busy: boolean; readonly onEnd: (id: string) => void }

function SessionTable({ sessions, busy, onEnd }: SessionTableProps) {
  const { say, instant } = useWords()
  const columns: readonly Column<OwnSession>[] = [
    {
      id: 'browser',
      header: say('shell.sessions.browser'),
      namesRow: true,
      cell: ({ browser, id }) => <span id={`session-${id}`}>{browser}</span>,
    },
    { id: 'since', header: say('shell.sessions.since'), cell: ({ createdAt }) => instant(createdAt) },
    { id: 'last', header: say('shell.sessions.last'), cell: ({ lastSeenAt }) => instant(lastSeenAt) },
    { id: 'ends', header: say('shell.sessions.ends'), cell: ({ endsAt }) => instant(endsAt) },
    {
      id: 'end',
      header: say('shell.sessions.what'),
      cell: ({ id, current }) =>
        current ? (
          <Badge kind="ok">{say('shell.sessions.current')}</Badge>
        ) : (
          <Button negative busy={busy} describedBy={`session-${id}`} onClick={() => onEnd(id)}>
            {say('shell.sessions.end')}
          </Button>
        ),
    },
  ]
  return <Table caption={say('shell.sessions.caption')} columns={columns} rows={sessions} keyOf={({ id }) => id} />
}
