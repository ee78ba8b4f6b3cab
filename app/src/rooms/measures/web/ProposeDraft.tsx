import { useState } from 'react'
import { useLocation } from 'wouter'
import { Button } from '../../../web/components/Button.tsx'
import { ProblemView } from '../../../web/ProblemView.tsx'
import { useAction } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import { openPlaces } from '../open-places.ts'
import { Check } from './Controls.tsx'
import { useDraft } from './draft.tsx'
import type { NextVersionOf } from './NextVersionNote.tsx'

type ProposeDraftProps = {
  readonly id: string
  readonly revision: number
  readonly isSaved: boolean
  readonly fit: boolean
  /** What it becomes the next version of; whoever proposes says to know it. */
  readonly next: NextVersionOf | undefined
}

/** Sends the draft on its way: from then on its text does not change any more, and the DPO is asked. */
export function ProposeDraft({ id, revision, isSaved, fit, next }: ProposeDraftProps) {
  const { say } = useWords()
  const { api } = useHouse()
  const [, navigate] = useLocation()
  const { value } = useDraft()
  const isOpen = openPlaces(value).length > 0
  const [isSure, setSure] = useState(false)
  const [isKnown, setKnown] = useState(false)
  const [isTried, setTried] = useState(false)
  const proposing = useAction(async () => {
    await api.send('POST', `/measures/${id}/proposal`, { revision })
    navigate(`/measures/${id}?done=proposed`)
  })
  if (!fit) return null
  return (
    <Section id="propose" title={say('measures.propose.title')}>
      <p className="nl-paragraph">{say('measures.propose.lead')}</p>
      {isOpen && (
        <Check
          id="propose-open"
          label={say('measures.propose.open')}
          checked={isSure}
          onChange={setSure}
          error={isTried && !isSure ? say('measures.propose.open-missing') : undefined}
        />
      )}
      {next !== undefined && (
        <Check
          id="propose-next"
          label={say('measures.propose.next', { version: next.version })}
          checked={isKnown}
          onChange={setKnown}
          error={isTried && !isKnown ? say('measures.propose.next-missing') : undefined}
        />
      )}
      {proposing.problem !== undefined && <ProblemView problem={proposing.problem} />}
      {!isSaved && <p className="nl-paragraph">{say('measures.propose.not-saved')}</p>}
      <Button
        kind="primary"
        busy={proposing.busy || !isSaved}
        onClick={() => {
          setTried(true)
          if ((!isOpen || isSure) && (next === undefined || isKnown)) proposing.run()
        }}
      >
        {say('measures.propose.do')}
      </Button>
    </Section>
  )
}
