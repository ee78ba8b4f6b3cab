import { TextLink } from './components/TextLink.tsx'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import { useHouse } from './session.tsx'
import { useWords } from './words.tsx'

/** The same on every screen, so that help is always in the same place (WCAG 2.2, 3.2.6). */
export function Footer() {
  const { say } = useWords()
  const { session } = useHouse()
  return (
    <footer className="ow-footer">
      <div className="ow-footer__inside">
        <LanguageSwitch />
        <ul className="ow-footer__links">
          <li>
            <TextLink to="/about">{say('shell.about.title')}</TextLink>
          </li>
          <li>
            <TextLink to="/about#accessibility">{say('shell.about.accessibility.title')}</TextLink>
          </li>
          <li>
            <TextLink to="/about#limits">{say('shell.about.limits.title')}</TextLink>
          </li>
          {session.employee !== null && (
            <li>
              <TextLink to="/permissions">{say('shell.permissions.title')}</TextLink>
            </li>
          )}
        </ul>
        <p className="ow-footer__promise">{say('shell.layout.promise')}</p>
      </div>
    </footer>
  )
}
