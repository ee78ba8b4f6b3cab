import { Alert } from '../../../web/components/Alert.tsx'
import { useWords } from '../../../web/words.tsx'
import type { VersionAnswer } from '../shapes.ts'
import { textIn } from './part-words.ts'

type Hidden = VersionAnswer['hidden'][number]

/** What of a version the reader may not see at this part, `undefined` when it is open to them. */
export function secretOf({ hidden }: VersionAnswer, part: string): Hidden | undefined {
  return hidden.find((one) => one.part === part)
}

/** In place of a part that the reader may not see: that it is there, who does read it, and why. */
export function SecretPart({ hidden }: { readonly hidden: Hidden }) {
  const { say, language } = useWords()
  return (
    <Alert kind="info" title={say('measures.secret.title', { part: say(`measures.word.part.${hidden.part}`) })}>
      <p className="nl-paragraph">
        {say('measures.secret.for', { who: say(`measures.word.readers.${hidden.readers}`) })}
      </p>
      <p className="nl-paragraph">{textIn(hidden.reason, language)}</p>
    </Alert>
  )
}
