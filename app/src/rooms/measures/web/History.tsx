import { Disclosure } from '../../../web/components/Disclosure.tsx'
import { useOfficeName } from '../../../web/offices.tsx'
import { useWords } from '../../../web/words.tsx'
import type { StepAnswer } from '../shapes.ts'
import { textIn } from './part-words.ts'

/** What happened to a measure, the last first. Offices are named, never persons. */
export function History({ steps }: { readonly steps: readonly StepAnswer[] }) {
  const { say } = useWords()
  if (steps.length === 0) return <p className="nl-paragraph">{say('measures.history.none')}</p>
  return (
    <ol className="measures-history" reversed>
      {steps.toReversed().map((step) => (
        <li key={step.number} value={step.number}>
          <StepView step={step} />
        </li>
      ))}
    </ol>
  )
}

/** One step: day, sentence, and the words that belong to it. */
export function StepView({ step }: { readonly step: StepAnswer }) {
  const { say, day, language } = useWords()
  const nameOf = useOfficeName()
  const {
    on,
    office,
    sentence,
    text,
    consequences,
    adviceAnswer,
    with: parties,
    conditions,
    delegated,
    tellings,
    openPoints,
    evidence,
  } = step
  return (
    <>
      <p className="measures-history__day">
        {day(on)} · {office === 'the-law' ? say('measures.history.the-law') : nameOf(office)}
      </p>
      <p className="measures-history__what">{sentence}</p>
      {text !== undefined && <Quoted words={text} />}
      {consequences !== undefined && (
        <>
          <p className="nl-paragraph ow-hint">{say('measures.history.consequences')}</p>
          <Quoted words={consequences} />
        </>
      )}
      {adviceAnswer !== undefined && (
        <>
          <p className="nl-paragraph ow-hint">{say('measures.history.advice-answer')}</p>
          <Quoted words={adviceAnswer} />
        </>
      )}
      {parties !== undefined && (
        <p className="nl-paragraph ow-hint">
          {say('measures.history.with', { who: parties.map((one) => say(`measures.word.party.${one}`)).join(', ') })}
        </p>
      )}
      {conditions !== undefined && conditions.length > 0 && (
        <>
          <p className="nl-paragraph ow-hint">{say('measures.history.conditions')}</p>
          <ul className="ow-list">
            {conditions.map(({ id, what }) => (
              <li key={id}>{textIn(what, language)}</li>
            ))}
          </ul>
        </>
      )}
      {delegated !== undefined && delegated.length > 0 && (
        <p className="nl-paragraph ow-hint">
          {say('measures.history.delegated', {
            parts: delegated.map((part) => say(`measures.form.${part}`)).join(', '),
          })}
        </p>
      )}
      {tellings !== undefined && (
        <p className="nl-paragraph ow-hint">
          {say('measures.history.tellings', {
            through: tellings.map((one) => say(`measures.word.telling.${one}`)).join(', '),
          })}
        </p>
      )}
      {openPoints !== undefined && openPoints.length > 0 && (
        <>
          <p className="nl-paragraph ow-hint">{say('measures.history.open-points')}</p>
          <ul className="ow-list">
            {openPoints.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </>
      )}
      {evidence !== undefined && (
        <Disclosure summary={say('measures.history.evidence', { reference: evidence.reference })}>
          <p className="nl-paragraph">{say('measures.history.signed-on', { day: day(evidence.day) })}</p>
          <p className="nl-paragraph">
            {say('measures.history.hash')} <span className="measures-code">{evidence.hash}</span>
          </p>
        </Disclosure>
      )}
    </>
  )
}

function Quoted({ words }: { readonly words: string }) {
  return <blockquote className="measures-quote">{words}</blockquote>
}
