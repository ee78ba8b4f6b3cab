import { useState } from 'react'
import { useLocation } from 'wouter'
import { Button } from '../../../web/components/Button.tsx'
import { ErrorSummary } from '../../../web/components/ErrorSummary.tsx'
import { ProblemView } from '../../../web/ProblemView.tsx'
import { useAction } from '../../../web/resource.tsx'
import { useApi } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { MeasureAnswer } from '../shapes.ts'
import type { LifeStep, StepField } from './life-steps.ts'
import { StepFieldView } from './StepFieldView.tsx'
import { fieldsNow, firstEntry, missingIn, type StepEntry, stepBody } from './step-body.ts'
import { useStepWords } from './step-words.ts'

type StepFormProps = {
  readonly id: string
  readonly step: LifeStep
  readonly answer: MeasureAnswer
  readonly version: number | undefined
}

/** The form of one step. What was typed stays when the house refuses; a passkey is asked where the step decides. */
export function StepForm({ id, step, answer, version }: StepFormProps) {
  const { say } = useWords()
  const stepWord = useStepWords()
  const api = useApi()
  const [, navigate] = useLocation()
  const [entry, setEntry] = useState<StepEntry>(() => firstEntry(answer))
  const [missing, setMissing] = useState<readonly StepField[]>([])
  const taking = useAction(async () => {
    await api.send('POST', `/measures/${id}/${step.path}`, stepBody(step, entry, answer, version))
    navigate(`/measures/${id}?done=${step.path}`)
  })
  const messageOf = (field: StepField) => say(`measures.step.missing.${field}`)
  const onSubmit = () => {
    const absent = missingIn(step, entry, answer)
    setMissing(absent)
    if (absent.length === 0) taking.run()
  }
  return (
    <form
      className="ow-form measures-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <ErrorSummary errors={missing.map((field) => ({ fieldId: `step-${field}`, message: messageOf(field) }))} />
      {fieldsNow(step, entry, answer).map((field) => (
        <StepFieldView
          key={field}
          field={field}
          step={step}
          entry={entry}
          answer={answer}
          error={missing.includes(field) ? messageOf(field) : undefined}
          onChange={(change) => setEntry((now) => ({ ...now, ...change }))}
        />
      ))}
      {taking.problem !== undefined && <ProblemView problem={taking.problem} />}
      <div className="ow-actions">
        <Button type="submit" kind="primary" negative={step.negative === true} busy={taking.busy}>
          {stepWord(`${step.path}.do`)}
        </Button>
      </div>
    </form>
  )
}
