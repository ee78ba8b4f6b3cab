import { Alert } from '../../../web/components/Alert.tsx'
import { DescriptionList } from '../../../web/components/DescriptionList.tsx'
import { useWords } from '../../../web/words.tsx'
import type { MeasureSummary } from '../shapes.ts'
import { daysBetween } from './register.ts'
import { Standing } from './Standing.tsx'

type StandingNowProps = {
  readonly measure: MeasureSummary
  readonly on: string
  /** Points of the dialogue that are open. */
  readonly openPoints: readonly string[]
}

/** How a measure stands today, in words: what runs, since when, until when, and what has stopped by itself. */
export function StandingNow({ measure, on, openPoints }: StandingNowProps) {
  const { say, day } = useWords()
  const { standing, running, since, ended, review, reviewState, regularising, suspendedBy, kind } = measure
  return (
    <>
      {running?.looksEnded && (
        <Alert kind="warning" title={say(`measures.looks-ended.${running.looksEnded}.title`)}>
          <p className="nl-paragraph">{say(`measures.looks-ended.${running.looksEnded}.detail`)}</p>
        </Alert>
      )}
      {regularising !== null && (
        <Alert kind="warning" title={say('measures.regularising.title')}>
          <p className="nl-paragraph">
            {say('measures.regularising.live', { day: day(regularising.liveSince) })}{' '}
            {regularising.toldSince === null
              ? say('measures.regularising.not-told')
              : say('measures.regularising.told', { day: day(regularising.toldSince) })}
          </p>
          <p className="nl-paragraph">
            {regularising.passed
              ? say('measures.regularising.passed', { day: day(regularising.until) })
              : say('measures.regularising.until', {
                  day: day(regularising.until),
                  days: daysBetween(on, regularising.until),
                })}
          </p>
        </Alert>
      )}
      <EmergencyNow measure={measure} on={on} />
      <DescriptionList
        entries={[
          { term: say('measures.register.state'), detail: <Standing standing={standing} /> },
          ...(suspendedBy.length === 0
            ? []
            : [
                {
                  term: say('measures.plain.suspended-by'),
                  detail: suspendedBy.map((one) => say(`measures.suspender.${one}`)).join(', '),
                },
              ]),
          ...(running === null
            ? []
            : [
                { term: say('measures.plain.running-since'), detail: day(running.since) },
                { term: say('measures.one.version'), detail: String(running.version) },
              ]),
          ...(ended === null ? [] : [{ term: say('measures.register.ended-on'), detail: day(ended) }]),
          ...(since === null ? [] : [{ term: say('measures.plain.known-since'), detail: day(since) }]),
          { term: say('measures.form.kind'), detail: say(`measures.word.kind.${kind}`) },
          ...(review === null
            ? []
            : [
                {
                  term: say('measures.form.review'),
                  detail:
                    reviewState === 'overdue' || reviewState === 'soon'
                      ? say(`measures.review.${reviewState}`, { day: day(review) })
                      : day(review),
                },
              ]),
          ...(openPoints.length === 0
            ? []
            : [
                {
                  term: say('measures.plain.open-points'),
                  detail: (
                    <ul className="ow-list">
                      {openPoints.map((point) => (
                        <li key={point}>{point}</li>
                      ))}
                    </ul>
                  ),
                },
              ]),
        ]}
      />
    </>
  )
}

/** An emergency measure: who was told when, and how long there is left to account, in words. */
function EmergencyNow({ measure: { emergency }, on }: { readonly measure: MeasureSummary; readonly on: string }) {
  const { say, day, instant } = useWords()
  if (emergency === null) return null
  const { state, councilToldAt, accountBy, endsOn } = emergency
  const left = accountBy === null ? undefined : daysBetween(on, accountBy.safe)
  return (
    <Alert kind="warning" title={say(`measures.emergency.${state}`)}>
      {councilToldAt !== null && (
        <p className="nl-paragraph">{say('measures.emergency.told', { at: instant(councilToldAt) })}</p>
      )}
      {state === 'running' && accountBy !== null && left !== undefined && (
        <p className="nl-paragraph">
          {say(left < 0 ? 'measures.emergency.late' : 'measures.emergency.left', {
            days: Math.abs(left),
            day: day(accountBy.safe),
          })}
        </p>
      )}
      {endsOn !== null && <p className="nl-paragraph">{say('measures.emergency.ends', { day: day(endsOn) })}</p>}
    </Alert>
  )
}
