import { useState } from 'react'
import type { OwnSessions } from '../answers.ts'
import { Alert } from '../components/Alert.tsx'
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
  const [done, setDone] = useState<string>()
  const end = useAction(async (id: string) => {
    await api.send('DELETE', `/sessions/${encodeURIComponent(id)}`)
    setDone(say('shell.sessions.ended', { count: 1 }))
    sessions.refetch()
  })
  const endOthers = useAction(async () => {
    const { ended } = await api.send<{ ended: number }>('DELETE', '/sessions')
    setDone(say('shell.sessions.ended', { count: ended }))
    sessions.refetch()
  })
  return (
    <>
      <p className="nl-paragraph">{say('shell.sessions.lead')}</p>
      {end.problem !== undefined && <ProblemView problem={end.problem} />}
      {endOthers.problem !== undefined && <ProblemView problem={endOthers.problem} />}
      <div role="status">{done !== undefined && <Alert kind="ok" title={done} />}</div>
      <ResourceView resource={sessions}>
        {({ sessions: own }) => (
          <>
            <SessionTable sessions={own} busy={end.busy} onEnd={end.run} />
            {own.some(({ current }) => !current) ? (
              <Button negative busy={endOthers.busy} onClick={() => endOthers.run()}>
                {say('shell.sessions.end-others')}
              </Button>
            ) : (
              <p className="nl-paragraph">{say('shell.sessions.only-here')}</p>
            )}
          </>
        )}
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
