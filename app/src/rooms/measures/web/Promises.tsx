import { useWords } from '../../../web/words.tsx'
import type { VersionAnswer } from '../shapes.ts'
import { capital } from './part-words.ts'

/** The promises of a measure, each with what it forbids and what no table can catch. */
export function Promises({ never }: Pick<VersionAnswer, 'never'>) {
  const { say } = useWords()
  if (never.length === 0) return <p className="nl-paragraph">{say('measures.plain.none')}</p>
  return (
    <ul className="measures-promises">
      {never.map(({ word, name, forbids, misses }) => (
        <li key={word}>
          <strong>{capital(name)}</strong>
          <p className="nl-paragraph">{forbids}</p>
          <p className="nl-paragraph ow-hint">
            {say('measures.never.cannot')} {misses}
          </p>
        </li>
      ))}
    </ul>
  )
}
