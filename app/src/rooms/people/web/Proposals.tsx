import { useState } from 'react'
import { timeZoneOf } from '../../../platform/time-zone.ts'
import { Alert } from '../../../web/components/Alert.tsx'
import { Badge } from '../../../web/components/Badge.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { DescriptionList } from '../../../web/components/DescriptionList.tsx'
import { Dialog } from '../../../web/components/Dialog.tsx'
import { Empty } from '../../../web/components/Empty.tsx'
import { Heading } from '../../../web/components/Heading.tsx'
import { dayOfInstant } from '../../../web/dates.ts'
import { useOfficeName } from '../../../web/offices.tsx'
import { Page } from '../../../web/Page.tsx'
import { ProblemView } from '../../../web/ProblemView.tsx'
import { ResourceView, useAction, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { useApi, useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { ProposalsAnswer } from '../proposal-shapes.ts'
import './people.css'

type Proposal = ProposalsAnswer['proposals'][number]
type Answer = 'confirmation' | 'rejection'

const badges = {
  open: 'warning',
  expired: 'neutral',
  confirmed: 'ok',
  rejected: 'error',
  withdrawn: 'neutral',
} as const

/** What one person proposed and a second one confirms: what is open, and what became of the rest. */
export function Proposals() {
  const { say } = useWords()
  const proposals = useResource<ProposalsAnswer>('/proposals')
  const [done, setDone] = useState<string>()
  const onAnswered = (message: string) => {
    setDone(message)
    proposals.refetch()
  }
  return (
    <Page title={say('people.proposals.title')} lead={say('people.proposals.lead')}>
      <div role="status">{done !== undefined && <Alert kind="ok" title={done} />}</div>
      <ResourceView resource={proposals}>
        {({ proposals: all }) => {
          const open = all.filter(({ state }) => state === 'open')
          const closed = all.filter(({ state }) => state !== 'open')
          return (
            <>
              <Section id="open" title={say('people.proposals.open')}>
                {open.length === 0 ? (
                  <Empty title={say('people.proposals.none')}>
                    <p className="nl-paragraph">{say('people.proposals.none-detail')}</p>
                  </Empty>
                ) : (
                  open.map((one) => <ProposalCard key={one.id} proposal={one} onAnswered={onAnswered} />)
                )}
              </Section>
              {closed.length > 0 && (
                <Section id="closed" title={say('people.proposals.closed')}>
                  {closed.map((one) => (
                    <ProposalCard key={one.id} proposal={one} onAnswered={onAnswered} />
                  ))}
                </Section>
              )}
            </>
          )
        }}
      </ResourceView>
    </Page>
  )
}

type CardProps = { readonly proposal: Proposal; readonly onAnswered: (message: string) => void }

function ProposalCard({ proposal, onAnswered }: CardProps) {
  const { say, instant, day } = useWords()
  const nameOf = useOfficeName()
  const whatOf = useProposalWords()
  const [asking, setAsking] = useState<Answer>()
  const { state, proposedBy, proposedAt, answeredBy, answeredAt, endsAt, offices, isOwn, isAboutMe } = proposal
  const rejectWord = say(isOwn ? 'people.proposals.withdraw' : 'people.proposals.reject')
  return (
    <div className="people-task">
      <Heading level={3} id={`proposal-${proposal.id}`}>
        {whatOf(proposal)}
      </Heading>
      <p className="nl-paragraph">
        <Badge kind={badges[state]}>{say(`people.proposals.state.${state}`)}</Badge>{' '}
        {isAboutMe && <Badge kind="lamp">{say('people.proposals.about-you')}</Badge>}
      </p>
      <DescriptionList
        entries={[
          { term: say('people.proposals.by'), detail: `${proposedBy.name}, ${instant(proposedAt)}` },
          { term: say('people.proposals.why'), detail: offices.map(nameOf).join(', ') },
          ...(proposal.wish.kind === 'sign-in-link'
            ? [{ term: say('people.staff.field.subject'), detail: proposal.wish.subject }]
            : []),
          ...(answeredBy === null || answeredAt === null
            ? [{ term: say('people.proposals.until'), detail: instant(endsAt) }]
            : [{ term: say('people.proposals.answered'), detail: `${answeredBy.name}, ${instant(answeredAt)}` }]),
        ]}
      />
      {proposal.personChangedOn !== null && (
        <Alert kind="warning" title={say('people.proposals.person-changed', { day: day(proposal.personChangedOn) })} />
      )}
      {isOwn && state === 'open' && <p className="nl-paragraph">{say('people.proposals.own')}</p>}
      <div className="ow-actions">
        {proposal.mayConfirm && (
          <Button kind="primary" describedBy={`proposal-${proposal.id}`} onClick={() => setAsking('confirmation')}>
            {say('people.proposals.confirm')}
          </Button>
        )}
        {proposal.mayReject && (
          <Button describedBy={`proposal-${proposal.id}`} onClick={() => setAsking('rejection')}>
            {rejectWord}
          </Button>
        )}
      </div>
      {asking !== undefined && (
        <AskAnswer proposal={proposal} answer={asking} onClose={() => setAsking(undefined)} onAnswered={onAnswered} />
      )}
    </div>
  )
}

type AskAnswerProps = CardProps & { readonly answer: Answer; readonly onClose: () => void }

function AskAnswer({ proposal, answer, onClose, onAnswered }: AskAnswerProps) {
  const { say, day } = useWords()
  const api = useApi()
  const what = useProposalWords()(proposal)
  const answering = useAction(() => api.send('POST', `/proposals/${proposal.id}/${answer}`))
  const word = answer === 'confirmation' ? 'confirm' : proposal.isOwn ? 'withdraw' : 'reject'
  const onYes = async () => {
    if (!(await answering.run())) return
    onClose()
    onAnswered(say(`people.proposals.${word}-done`))
  }
  return (
    <Dialog title={say(`people.proposals.${word}-title`)} onClose={onClose}>
      {answering.problem !== undefined && <ProblemView problem={answering.problem} />}
      <p className="nl-paragraph">
        <strong>{what}</strong>
      </p>
      <p className="nl-paragraph">
        {say(
          answer === 'confirmation'
            ? `people.proposals.effect.${effectOf(proposal.wish)}`
            : 'people.proposals.no-effect',
        )}
      </p>
      {answer === 'confirmation' && proposal.personChangedOn !== null && (
        <p className="nl-paragraph">{say('people.proposals.person-changed', { day: day(proposal.personChangedOn) })}</p>
      )}
      <div className="ow-actions">
        <Button kind="primary" negative={answer === 'rejection'} busy={answering.busy} onClick={onYes}>
          {say(`people.proposals.${word}`)}
        </Button>
        <Button onClick={onClose}>{say('shell.cancel')}</Button>
      </div>
    </Dialog>
  )
}

function effectOf(wish: Proposal['wish']): string {
  return wish.kind === 'departure' && wish.leavesAt === null ? 'departure-back' : wish.kind
}

/** Gives what a proposal would do, in one sentence. */
function useProposalWords(): (proposal: Proposal) => string {
  const { say, day } = useWords()
  const nameOf = useOfficeName()
  const timeZone = timeZoneOf(useHouse().session.organisation.jurisdiction)
  return ({ wish, person: { name }, unitName }) => {
    switch (wish.kind) {
      case 'departure': {
        if (wish.leavesAt === null) return say('people.proposals.what.departure-back', { name })
        if (wish.leavesAt === 'now') return say('people.proposals.what.departure-now', { name })
        // Midnight belongs to the day before.
        const lastDay = dayOfInstant(new Date(new Date(wish.leavesAt).getTime() - 1), timeZone)
        return say('people.proposals.what.departure', { name, day: day(lastDay) })
      }
      case 'appointment': {
        const office = unitName === null ? nameOf(wish.office) : `${nameOf(wish.office)}, ${unitName}`
        return say(`people.proposals.what.${wish.seat}`, { name, office, day: day(wish.from) })
      }
      case 'sign-in-link':
        return say('people.proposals.what.sign-in-link', { name })
    }
  }
}
