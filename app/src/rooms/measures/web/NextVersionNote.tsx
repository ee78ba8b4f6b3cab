import { Alert } from '../../../web/components/Alert.tsx'
import { useWords } from '../../../web/words.tsx'
import type { CheckAnswer, MeasureAnswer } from '../shapes.ts'
import { Verdict } from './ChangeList.tsx'

/** Of which measure a draft becomes the next version. */
export type NextVersionOf = {
  /** The number that it gets when it is proposed. */
  readonly version: number
  /** The version that runs, or null. */
  readonly runs: number | null
}

/** What a draft becomes the next version of; undefined where it is the first. */
export function nextVersionOf({ versions, measure }: MeasureAnswer): NextVersionOf | undefined {
  const latest = Math.max(0, ...versions.map(({ version }) => version))
  return latest === 0 ? undefined : { version: latest + 1, runs: measure.running?.version ?? null }
}

type NextVersionNoteProps = { readonly next: NextVersionOf; readonly comparison: CheckAnswer['comparison'] }

/** Says that what is written here changes a measure that is there, and how: nobody does that by mistake. */
export function NextVersionNote({ next: { version, runs }, comparison }: NextVersionNoteProps) {
  const { say } = useWords()
  return (
    <Alert kind="info" title={say('measures.next.title', { version, runs: runs === null ? 'no' : 'yes' })}>
      <p className="nl-paragraph">
        {runs === null ? say('measures.next.stands') : say('measures.next.runs', { version: runs })}
      </p>
      {comparison !== null && (
        <p className="nl-paragraph">
          {say('measures.next.against', { version: comparison.from })} <Verdict comparison={comparison} />
        </p>
      )}
    </Alert>
  )
}
