import { useMemo } from 'react'
import type { Say } from '../../../platform/problem.ts'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'

/** The words of the screen as the pure files of the room ask for them: with the language, and by the law of the house. */
export function useRoomSay(): Say {
  const { say, language } = useWords()
  const { jurisdiction } = useHouse().session.organisation
  return useMemo(() => {
    const speak: (...given: Parameters<Say>) => string = (key, values) => say(key, { jurisdiction, ...values })
    return Object.assign(speak, { language })
  }, [say, language, jurisdiction])
}
