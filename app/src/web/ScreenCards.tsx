import { Link } from 'wouter'
import { Icon } from './components/Icon.tsx'
import { type ScreenEntry, summaryOf } from './screens.ts'
import { useHouse } from './session.tsx'
import { useWords } from './words.tsx'

/** Screens to choose from, each with one sentence on what one does there. */
export function ScreenCards({ screens }: { readonly screens: readonly ScreenEntry[] }) {
  const { say } = useWords()
  const { allowed } = useHouse().session
  return (
    <ul className="ow-cards">
      {screens.map((screen) => (
        <li className="ow-card" key={screen.id}>
          <Icon name={screen.icon} />
          <div>
            <Link href={screen.path} className="nl-link ow-card__link">
              {say(screen.title)}
            </Link>
            <p className="nl-paragraph ow-card__text">{say(summaryOf(screen, allowed))}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}
