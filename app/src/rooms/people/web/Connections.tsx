import { useState } from 'react'
import { Badge } from '../../../web/components/Badge.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { DescriptionList } from '../../../web/components/DescriptionList.tsx'
import { Dialog } from '../../../web/components/Dialog.tsx'
import { Empty } from '../../../web/components/Empty.tsx'
import { Table } from '../../../web/components/Table.tsx'
import { Page } from '../../../web/Page.tsx'
import { ProblemView } from '../../../web/ProblemView.tsx'
import { ResourceView, useAction, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { useApi, useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { CredentialsAnswer } from '../shapes.ts'
import { NewCredential } from './NewCredential.tsx'

type Credential = CredentialsAnswer['credentials'][number]

/** Keys of connected systems: which there are, and for the administrator making and withdrawing them. */
export function Connections() {
  const { say, instant } = useWords()
  const { session } = useHouse()
  const credentials = useResource<CredentialsAnswer>('/credentials')
  const [leaving, setLeaving] = useState<Credential>()
  const mayManage = session.allowed.includes('people.manage-credentials')
  return (
    <Page title={say('people.connections.title')} lead={say('people.connections.lead')}>
      {mayManage && <NewCredential onMade={credentials.refetch} />}
      <ResourceView resource={credentials}>
        {({ credentials: all }) =>
          all.length === 0 ? (
            <Empty title={say('people.connections.none')}>
              <p className="nl-paragraph">{say('people.connections.none-detail')}</p>
            </Empty>
          ) : (
            <Table
              caption={say('people.connections.table', { count: all.length })}
              rows={all}
              keyOf={(one) => one.id}
              columns={[
                { id: 'label', header: say('people.connections.label'), cell: (one) => one.label, namesRow: true },
                {
                  id: 'purpose',
                  header: say('people.connections.purpose'),
                  cell: (one) => say(`people.connections.purpose.${one.purpose}`),
                },
                { id: 'ends', header: say('people.connections.ends'), cell: (one) => instant(one.endsAt) },
                {
                  id: 'state',
                  header: say('people.connections.state'),
                  cell: (one) =>
                    one.endedAt !== null ? (
                      <Badge>{say('people.connections.withdrawn')}</Badge>
                    ) : mayManage ? (
                      <Button kind="subtle" onClick={() => setLeaving(one)}>
                        {say('people.connections.withdraw', { label: one.label })}
                      </Button>
                    ) : (
                      <Badge kind="ok">{say('people.connections.open')}</Badge>
                    ),
                },
              ]}
            />
          )
        }
      </ResourceView>
      <Section id="addresses" title={say('people.connections.addresses')}>
        <DescriptionList
          literal
          entries={[
            { term: say('people.connections.purpose.scim'), detail: <code>{`${location.origin}/scim/v2`}</code> },
            {
              term: say('people.connections.purpose.authzen'),
              detail: <code>{`${location.origin}/access/v1/evaluation`}</code>,
            },
            { term: say('people.connections.purpose.metrics'), detail: <code>{`${location.origin}/metrics`}</code> },
          ]}
        />
      </Section>
      {leaving !== undefined && (
        <Withdraw credential={leaving} onClose={() => setLeaving(undefined)} onDone={credentials.refetch} />
      )}
    </Page>
  )
}

type WithdrawProps = { readonly credential: Credential; readonly onClose: () => void; readonly onDone: () => void }

function Withdraw({ credential, onClose, onDone }: WithdrawProps) {
  const { say } = useWords()
  const api = useApi()
  const withdrawing = useAction(() => api.send('DELETE', `/credentials/${credential.id}`))
  const onConfirm = async () => {
    if (!(await withdrawing.run())) return
    onClose()
    onDone()
  }
  return (
    <Dialog title={say('people.connections.withdraw', { label: credential.label })} onClose={onClose}>
      {withdrawing.problem !== undefined && <ProblemView problem={withdrawing.problem} />}
      <p className="nl-paragraph">{say('people.connections.withdraw-detail')}</p>
      <div className="ow-actions">
        <Button kind="primary" negative busy={withdrawing.busy} onClick={onConfirm}>
          {say('people.connections.withdraw-yes')}
        </Button>
        <Button onClick={onClose}>{say('people.offices.cancel')}</Button>
      </div>
    </Dialog>
  )
}
