import { Badge } from '../../../web/components/Badge.tsx'
import { useWords } from '../../../web/words.tsx'
import type { ComparisonAnswer } from '../shapes.ts'

const badges = { narrower: 'ok', wider: 'warning', different: 'lamp', same: 'neutral' } as const

/** How one version stands to another, in a word and in a sentence. */
export function Verdict({ comparison: { verdict, summary } }: { readonly comparison: ComparisonAnswer }) {
  const { say } = useWords()
  return (
    <>
      <Badge kind={badges[verdict]}>{say(`measures.changes.${verdict}`)}</Badge> {summary}
    </>
  )
}

/** What differs between two versions, in plain words: the whole, then each part before and after. */
export function ChangeList({ comparison }: { readonly comparison: ComparisonAnswer }) {
  const { say } = useWords()
  const { changes } = comparison
  return (
    <>
      <p className="nl-paragraph">
        <Verdict comparison={comparison} />
      </p>
      <ul className="measures-changes">
        {changes.map(({ path, part, before, after, secretFor, verdict: of }) => (
          <li key={path} className="measures-change">
            <p className="measures-change__part">
              <strong>{part}</strong> <Badge kind={badges[of]}>{say(`measures.changes.${of}`)}</Badge>
            </p>
            {secretFor !== null && before === null && after === null ? (
              <p className="nl-paragraph">
                {say('measures.secret.for', { who: say(`measures.word.readers.${secretFor}`) })}
              </p>
            ) : (
              <dl className="measures-before-after">
                <div>
                  <dt>{say('measures.changes.before')}</dt>
                  <dd>{before ?? say('measures.changes.nothing')}</dd>
                </div>
                <div>
                  <dt>{say('measures.changes.after')}</dt>
                  <dd>{after ?? say('measures.changes.gone')}</dd>
                </div>
              </dl>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
