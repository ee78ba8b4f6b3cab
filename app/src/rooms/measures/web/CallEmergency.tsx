import { useState } from 'react'
import { useLocation } from 'wouter'
import { Button } from '../../../web/components/Button.tsx'
import { Disclosure } from '../../../web/components/Disclosure.tsx'
import { InputField } from '../../../web/components/Field.tsx'
import { ProblemView } from '../../../web/ProblemView.tsx'
import { useAction } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import { withValue } from '../draft-text.ts'
import type { SteppedAnswer } from '../shapes.ts'
import { AreaField } from './AreaField.tsx'
import { freeName } from './free-name.ts'

/** Asks to start at once what a draft says; nothing runs before a second office confirms it. */
export function CallEmergency({ text, name }: { readonly text: string; readonly name: string }) {
  const { say } = useWords()
  const { api, session } = useHouse()
  const [, navigate] = useLocation()
  const [reasons, setReasons] = useState('')
  const [endsOn, setEndsOn] = useState('')
  const [isTried, setTried] = useState(false)
  const calling = useAction(async () => {
    // The draft keeps its name: what starts now is a measure of its own, with its own end.
    const own = withValue(text, ['id'], await freeName(api, `${name}-emergency`))
    const { measure } = await api.send<SteppedAnswer>('POST', '/emergency-measures', { text: own, reasons, endsOn })
    navigate(`/measures/${measure.id}`)
  })
  if (!session.allowed.includes('measures.call-emergency')) return null
  const missing = {
    reasons: reasons.trim() === '' ? say('measures.step.missing.text') : undefined,
    endsOn: endsOn === '' ? say('measures.step.missing.until') : undefined,
  }
  const onSubmit = () => {
    setTried(true)
    if (missing.reasons !== undefined) document.getElementById('emergency-reasons')?.focus()
    else if (missing.endsOn !== undefined) document.getElementById('emergency-ends')?.focus()
    else calling.run()
  }
  return (
    <Section id="emergency" title={say('measures.call.title')}>
      <Disclosure summary={say('measures.call.open')}>
        <p className="nl-paragraph">{say('measures.call.lead')}</p>
        <form
          className="measures-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            onSubmit()
          }}
        >
          <AreaField
            id="emergency-reasons"
            label={say('measures.call.reasons')}
            hint={say('measures.call.reasons-help')}
            error={isTried ? missing.reasons : undefined}
            value={reasons}
            onChange={setReasons}
          />
          <InputField
            id="emergency-ends"
            type="date"
            label={say('measures.call.ends')}
            hint={say('measures.call.ends-help')}
            error={isTried ? missing.endsOn : undefined}
            value={endsOn}
            onChange={setEndsOn}
          />
          {calling.problem !== undefined && <ProblemView problem={calling.problem} />}
          <Button type="submit" negative busy={calling.busy}>
            {say('measures.call.do')}
          </Button>
        </form>
      </Disclosure>
    </Section>
  )
}
