import { Badge } from '../../../web/components/Badge.tsx'
import { useWords } from '../../../web/words.tsx'
import type { Standing as StandingWord } from '../life-words.ts'

const badges = {
  draft: 'neutral',
  'in-procedure': 'neutral',
  announced: 'lamp',
  active: 'ok',
  regularising: 'warning',
  emergency: 'warning',
  suspended: 'error',
  lapsed: 'error',
  ended: 'neutral',
  withdrawn: 'neutral',
} as const satisfies Readonly<Record<StandingWord, string>>

/** How a measure stands, in one or two words. */
export function Standing({ standing }: { readonly standing: StandingWord }) {
  const { say } = useWords()
  return <Badge kind={badges[standing]}>{say(`measures.standing.${standing}`)}</Badge>
}
