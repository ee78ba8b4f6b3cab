import { maxProofFileBytes } from '@openwacht/tlog/limits.ts'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import { useState } from 'react'
import { Button } from '../../../web/components/Button.tsx'
import { FileField, InputField } from '../../../web/components/Field.tsx'
import { Section } from '../../../web/Section.tsx'
import { useWords } from '../../../web/words.tsx'
import { isAbsenceProof } from '../proof-files.ts'
import type { VerifyOrder } from './verify-orders.ts'

type ProofOrder = Extract<VerifyOrder, { kind: 'proof' }>

/** A proof file that somebody wants to see verified. */
export type ProofWish = Pick<ProofOrder, 'name' | 'bytes' | 'question'>

type Chosen = { readonly name: string; readonly bytes: Uint8Array; readonly isAbsence: boolean }

type ProofFormProps = { readonly isBusy: boolean; readonly onProof: (wish: ProofWish) => void }

/** Takes a proof file, and for one of absence whose and which days. */
export function ProofForm({ isBusy, onProof }: ProofFormProps) {
  const { say } = useWords()
  const [chosen, setChosen] = useState<Chosen>()
  const [error, setError] = useState<string>()
  const [secret, setSecret] = useState('')
  const [measure, setMeasure] = useState('')
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const [isAsked, setAsked] = useState(false)
  const isMissing = isAsked && chosen?.isAbsence === true
  const onFile = async (file: File | undefined) => {
    setChosen(undefined)
    setError(undefined)
    setAsked(false)
    if (file === undefined) return
    if (file.size > maxProofFileBytes) setError(say('log.check.proof-none'))
    else {
      const bytes = new Uint8Array(await file.arrayBuffer())
      const isAbsence = absenceOrNot(bytes)
      if (isAbsence === undefined) setError(say('log.check.proof-none'))
      else setChosen({ name: file.name, bytes, isAbsence })
    }
  }
  const onSubmit = () => {
    if (chosen === undefined) {
      setError(error ?? say('log.check.proof-missing'))
      document.getElementById('proof')?.focus()
      return
    }
    const { name, bytes, isAbsence } = chosen
    setAsked(true)
    const isWhole = from !== '' && until !== '' && from <= until && (secret.trim() !== '' || measure.trim() !== '')
    if (isAbsence && !isWhole) document.getElementById('proof-from')?.focus()
    else onProof({ name, bytes, question: isAbsence ? { secret, measure: measure.trim(), from, until } : undefined })
  }
  return (
    <Section id="proofs" title={say('log.check.proofs')}>
      <p className="nl-paragraph">{say('log.check.proofs-lead')}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!isBusy) onSubmit()
        }}
      >
        <FileField
          id="proof"
          label={say('log.check.proof')}
          hint={say('log.check.proof-hint')}
          error={error}
          onChoose={(file) => {
            onFile(file).catch(reportError)
          }}
        />
        {chosen?.isAbsence === true && (
          <fieldset className="log-question">
            <legend className="ow-label">{say('log.check.question')}</legend>
            <InputField
              id="proof-from"
              label={say('log.check.from')}
              type="date"
              value={from}
              onChange={setFrom}
              error={isMissing && from === '' ? say('log.check.day-missing') : undefined}
            />
            <InputField
              id="proof-until"
              label={say('log.check.until')}
              type="date"
              value={until}
              onChange={setUntil}
              error={
                isMissing && until === ''
                  ? say('log.check.day-missing')
                  : isMissing && from > until
                    ? say('log.check.day-order')
                    : undefined
              }
            />
            <InputField
              id="proof-secret"
              label={say('log.check.secret')}
              hint={say('log.check.secret-hint')}
              value={secret}
              maxLength={64}
              onChange={setSecret}
              error={
                isMissing && secret.trim() === '' && measure.trim() === '' ? say('log.check.about-missing') : undefined
              }
            />
            <InputField
              id="proof-measure"
              label={say('log.check.measure')}
              value={measure}
              maxLength={20}
              onChange={setMeasure}
            />
          </fieldset>
        )}
        <Button type="submit" busy={isBusy}>
          {say('log.check.proof-go')}
        </Button>
      </form>
    </Section>
  )
}

/** `undefined` for a file that is no proof. */
function absenceOrNot(bytes: Uint8Array): boolean | undefined {
  try {
    return isAbsenceProof(bytes)
  } catch (error) {
    if (error instanceof MalformedError) return undefined
    throw error
  }
}
