import { TextLink } from '../../../web/components/TextLink.tsx'
import { NotFound } from '../../../web/NotFound.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import type { ScreenProps } from '../../../web/screen-components.ts'
import { useWords } from '../../../web/words.tsx'
import type { MeasureAnswer } from '../shapes.ts'
import { ChangedSinceAgreed } from './ComparedVersions.tsx'
import { Follows } from './Follows.tsx'
import { StepView } from './History.tsx'
import { type LifeStep, lifeSteps } from './life-steps.ts'
import { textIn } from './part-words.ts'
import { StepForm } from './StepForm.tsx'
import { useStepWords } from './step-words.ts'
import './measures.css'

/** One step in the life of a measure, for whoever may take it: what it is about, what to read first, and the form. */
export function MeasureStep({ params }: ScreenProps) {
  const { say, language } = useWords()
  const stepWord = useStepWords()
  const id = params.id ?? ''
  const step = lifeSteps.find(({ path }) => path === params.step)
  const measure = useResource<MeasureAnswer>(`/measures/${encodeURIComponent(id)}`)
  const loaded = measure.state.kind === 'loaded' ? measure.state.value.measure : undefined
  if (step === undefined) return <NotFound />
  return (
    <Page
      title={stepWord(`${step.path}.title`)}
      {...(loaded === undefined ? {} : { lead: textIn(loaded.title, language) })}
    >
      <p className="nl-paragraph">
        <TextLink to={`/measures/${id}`}>{say('measures.plain.back-to-one')}</TextLink>
      </p>
      <ResourceView resource={measure}>{(answer) => <Loaded id={id} step={step} answer={answer} />}</ResourceView>
    </Page>
  )
}

type LoadedProps = { readonly id: string; readonly step: LifeStep; readonly answer: MeasureAnswer }

function Loaded({ id, step, answer }: LoadedProps) {
  const { say } = useWords()
  const stepWord = useStepWords()
  const { possible, measure, steps } = answer
  const { candidate, running } = measure
  const version = candidate?.version ?? running?.version ?? answer.versions.at(-1)?.version
  // What was said of an earlier proposal is history, not what one decides on now.
  const since = steps.findLast(({ kind }) => kind === 'proposed' || kind === 'emergency-called')?.number ?? 0
  const first = steps.filter(({ kind, number }) => number >= since && step.after?.includes(kind))
  if (!possible.includes(step.kind)) {
    return (
      <>
        <p className="nl-paragraph ow-note">{say('measures.step.not-now')}</p>
        <Follows measure={measure} />
      </>
    )
  }
  return (
    <>
      <p className="nl-paragraph ow-note">{stepWord(`${step.path}.lead`)}</p>
      {version !== undefined && (
        <Section id="read" title={say('measures.step.read-first')}>
          <ul className="ow-list">
            <li>
              <TextLink to={`/measures/${id}/versions/${version}`}>
                {say('measures.step.read-version', { version })}
              </TextLink>
            </li>
            <li>
              <TextLink to={`/measures/${id}/dossier`}>{say('measures.one.to-dossier')}</TextLink>
            </li>
          </ul>
          <ul className="measures-history">
            {first.map((one) => (
              <li key={one.number}>
                <StepView step={one} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {step.ofVersion && <ChangedSinceAgreed id={id} measure={measure} />}
      <StepForm id={id} step={step} answer={answer} version={version} />
    </>
  )
}
