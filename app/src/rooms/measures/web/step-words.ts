import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'

/** Words about a step of a life, by the law that applies here: what is consent in one country is a discussion in the other. */
export function useStepWords(): (key: string) => string {
  const { say } = useWords()
  const { jurisdiction } = useHouse().session.organisation
  return (key) => say(`measures.step.${key}`, { jurisdiction })
}
