import { Disclosure } from '../../../web/components/Disclosure.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { useOfficeName } from '../../../web/offices.tsx'
import { useWords } from '../../../web/words.tsx'
import type { StepAnswer } from '../shapes.ts'
import { capital, textIn } from './part-words.ts'

/** The latest steps that are in sight; what came before is folded. */
const mostInSight = 5

type HistoryProps = {
  readonly steps: readonly StepAnswer[]
  /** Nothing is folded: for paper. */
  readonly whole?: boolean
}

/** What happened to a measure, the last first. Offices are named, never persons. */
export function History({ steps, whole = false }: HistoryProps) {
  const { say } = useWords()
  if (steps.length === 0) return <p className="nl-paragraph">{say('measures.history.none')}</p>
  const lastFirst = steps.toReversed()
  const [inSight, folded] = whole ? [lastFirst, []] : [lastFirst.slice(0, mostInSight), lastFirst.slice(mostInSight)]
  return (
    <>
      <Steps steps={inSight} />
      {folded.length > 0 && (
        <Disclosure summary={say('measures.history.earlier', { count: folded.length })}>
          <Steps steps={folded} />
        </Disclosure>
      )}
    </>
  )
}

function Steps({ steps }: { readonly steps: readonly StepAnswer[] }) {
  return (
    <ol className="measures-history" reversed>
      {steps.map((step) => (
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
  const who = step.office === 'the-law' ? say('measures.history.the-law') : nameOf(step.office)
  const {
    on,
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
    entry,
  } = step
  return (
    <>
      <p className="measures-history__day">
        {day(on)}
        {!sentence.includes(who) && ` · ${who}`}
      </p>
      <p className="measures-history__what">{capital(sentence)}</p>
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
      {entry !== null && (
        <p className="nl-paragraph ow-hint">
          {say('measures.history.entry')}{' '}
          <TextLink to={`/transparency/entries/${entry}`}>
            <span className="measures-code">{entry}</span>
          </TextLink>
        </p>
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
