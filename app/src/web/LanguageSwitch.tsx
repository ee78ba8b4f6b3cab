import { useHouse } from './session.tsx'
import { ownNames, useWords } from './words.tsx'

/** Changes the language. Each language is written in itself, for those who cannot read the one on screen. */
export function LanguageSwitch() {
  const { say, language, choose } = useWords()
  const { session } = useHouse()
  return (
    <ul className="ow-languages" aria-label={say('shell.layout.language')}>
      {session.languages.map((one) => (
        <li key={one}>
          <button
            className="ow-languages__button"
            type="button"
            lang={one}
            aria-pressed={one === language}
            onClick={() => choose(one)}
          >
            {ownNames[one]}
          </button>
        </li>
      ))}
    </ul>
  )
}
