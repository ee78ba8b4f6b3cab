import { useHouse } from '../session.tsx'
import { useWords } from '../words.tsx'

/** What somebody can do who lost the only passkey: it is asked for before another is made, so somebody else must help. */
export function LostPasskey() {
  const { say } = useWords()
  const { demonstration } = useHouse().session.organisation
  return <p className="nl-paragraph">{say('shell.passkey.lost', { demonstration: demonstration ? 'yes' : 'no' })}</p>
}
