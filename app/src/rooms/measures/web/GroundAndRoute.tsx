import { DescriptionList } from '../../../web/components/DescriptionList.tsx'
import { Section } from '../../../web/Section.tsx'
import { useWords } from '../../../web/words.tsx'
import { valueAt } from '../draft-text.ts'
import type { MeasureAnswer, VersionAnswer } from '../shapes.ts'
import { StepView } from './History.tsx'
import { listOf, plain } from './part-words.ts'

/** Why the law allows a measure. What the representatives said stands elsewhere: it is no ground in law. */
export function LegalGround({ version }: { readonly version: VersionAnswer }) {
  const { say } = useWords()
  const grounds = listOf(valueAt(version.declaration, ['grounds']))
  return (
    <Section id="ground" title={say('measures.ground.title')}>
      <p className="nl-paragraph">{say('measures.ground.lead')}</p>
      <DescriptionList
        entries={grounds.map((ground) => ({
          term: say(`measures.word.ground.${plain(valueAt(ground, ['ground']))}`),
          detail: plain(valueAt(ground, ['provision'])) || say('measures.plain.none'),
        }))}
      />
    </Section>
  )
}

/** How the representatives took part, and what they said. It is no ground in law: that stands elsewhere. */
export function RepresentativesRoute({ answer: { measure, steps } }: { readonly answer: MeasureAnswer }) {
  const { say } = useWords()
  const submitted = steps.findLast(({ kind }) => kind === 'submitted')
  const said = steps.findLast(({ kind, number }) => kind === 'represented' && number > (submitted?.number ?? 0))
  const route = submitted?.route
  return (
    <Section id="route" title={say('measures.route.title')}>
      <p className="nl-paragraph">{say(`measures.route.lead.${measure.jurisdiction}`)}</p>
      {route === undefined ? (
        <p className="nl-paragraph">{say('measures.route.none')}</p>
      ) : (
        <>
          <DescriptionList
            entries={[
              { term: say('measures.one.version'), detail: String(submitted?.version ?? '') },
              { term: say('measures.route.which'), detail: say(`measures.word.route.${route}`) },
              ...(submitted?.body === undefined
                ? []
                : [{ term: say('measures.route.body'), detail: say(`measures.word.body.${submitted.body}`) }]),
              {
                term: say('measures.route.said'),
                detail: say(
                  said?.outcome === undefined ? 'measures.route.not-yet' : `measures.word.answer.${said.outcome}`,
                ),
              },
            ]}
          />
          {said !== undefined && <StepView step={said} />}
        </>
      )}
    </Section>
  )
}
