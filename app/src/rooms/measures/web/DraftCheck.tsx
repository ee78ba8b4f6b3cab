import { Alert } from '../../../web/components/Alert.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { Section } from '../../../web/Section.tsx'
import { useWords } from '../../../web/words.tsx'
import { pointerOf, type Step, stepsOf, valueAt } from '../draft-text.ts'
import { openPlaces } from '../open-places.ts'
import type { CheckAnswer, FindingAnswer } from '../shapes.ts'
import { ChangeList } from './ChangeList.tsx'
import { sectionOf } from './DraftForm.tsx'
import { labelKey, useDraft } from './draft.tsx'
import { capital } from './part-words.ts'

type DraftCheckProps = { readonly check: CheckAnswer | undefined; readonly onGo: (path: readonly Step[]) => void }

/** Everything that was found: why it cannot be proposed yet, what is open, advice, and what would change. */
export function DraftCheck({ check, onGo }: DraftCheckProps) {
  const { say } = useWords()
  const { value, findings } = useDraft()
  // What must be filled in stands among the findings; here is what may stay open.
  const found = new Set(findings.map((finding) => finding.path))
  const open = openPlaces(value).filter(({ path }) => !found.has(pointerOf(path)))
  return (
    <>
      <Section id="check" title={say('measures.edit.check')}>
        {check?.fit === true ? (
          <Alert kind="ok" title={say('measures.edit.fit')}>
            <p className="nl-paragraph">{say('measures.edit.fit-detail')}</p>
          </Alert>
        ) : (
          <p className="nl-paragraph">{say('measures.edit.not-fit', { count: findings.length })}</p>
        )}
        <ol className="measures-found">
          {findings.map((finding) => (
            <Found key={`${finding.code} ${finding.path} ${finding.detail}`} finding={finding} onGo={onGo} />
          ))}
        </ol>
      </Section>
      {open.length > 0 && (
        <Section id="open" title={say('measures.edit.open')}>
          <p className="nl-paragraph">{say('measures.edit.open-lead')}</p>
          <ul className="ow-list">
            {open.map(({ path }) => (
              <li key={path.join('/')}>
                <GoTo path={path} onGo={onGo} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {check !== undefined && check.advice.length > 0 && (
        <Section id="advice" title={say('measures.edit.advice')}>
          <p className="nl-paragraph">{say('measures.edit.advice-lead')}</p>
          <ul className="ow-list">
            {check.advice.map(({ code, detail, measure }) => (
              <li key={`${code} ${measure ?? ''} ${detail}`}>
                {detail}{' '}
                {measure !== null && <TextLink to={`/measures/${measure}`}>{say('measures.edit.earlier')}</TextLink>}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {check?.comparison && (
        <Section id="changes" title={say('measures.changes.against-running')}>
          <ChangeList comparison={check.comparison} />
        </Section>
      )}
    </>
  )
}

type FoundProps = { readonly finding: FindingAnswer; readonly onGo: (path: readonly Step[]) => void }

function Found({ finding, onGo }: FoundProps) {
  const { article, detail, path } = finding
  return (
    <li className="measures-found__one">
      <p className="measures-found__place">
        <GoTo path={stepsOf(path)} onGo={onGo} />
      </p>
      <p className="nl-paragraph">{detail}</p>
      {article !== null && <p className="nl-paragraph ow-hint">{article}</p>}
    </li>
  )
}

/** The name of a place, as a button that goes there. */
function GoTo({ path, onGo }: { readonly path: readonly Step[]; readonly onGo: (path: readonly Step[]) => void }) {
  const name = usePlaceName()(path)
  return (
    <button type="button" className="measures-go" onClick={() => onGo(path)}>
      {name}
    </button>
  )
}

/** Names a place by the labels on the way to it: "Bronnen › 2 › Velden › 3 › Wat ermee gebeurt". */
function usePlaceName(): (path: readonly Step[]) => string {
  const { say } = useWords()
  const { value } = useDraft()
  return (path) => {
    const [first] = path
    const section = typeof first === 'string' ? sectionOf(first) : undefined
    if (section === undefined) return say('measures.edit.whole-file')
    const names: string[] = []
    let parts = section.parts
    for (const [at, step] of path.entries()) {
      if (typeof step === 'number') {
        const row = valueAt(value, path.slice(0, at + 1))
        const id = valueAt(row, ['id']) ?? valueAt(row, ['path'])
        names.push(typeof id === 'string' ? id : String(step + 1))
        continue
      }
      const part = parts.find(({ name }) => name === step)
      if (part === undefined) break
      names.push(say(labelKey(path.slice(0, at + 1))))
      parts = 'parts' in part.control ? part.control.parts : []
    }
    return capital(names.join(' › '))
  }
}
