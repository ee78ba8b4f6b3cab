import { useWords } from '../../../web/words.tsx'
import type { VersionAnswer } from '../shapes.ts'

/** With what the text of a version can be held against the transparency log: its digest, and the blind for who may have it. */
export function Fingerprint({ version: { digest, blind } }: { readonly version: VersionAnswer }) {
  const { say } = useWords()
  return (
    <>
      <p className="nl-paragraph">{say('measures.version.digest-detail')}</p>
      <p className="nl-paragraph measures-code">{digest}</p>
      {blind === null ? (
        <p className="nl-paragraph">{say('measures.version.no-blind')}</p>
      ) : (
        <p className="nl-paragraph measures-code">{say('measures.version.blind', { blind })}</p>
      )}
    </>
  )
}
