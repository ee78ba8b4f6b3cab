import { useEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { Icon } from './components/Icon.tsx'
import { openTo, type ScreenEntry, screens } from './screens.ts'
import { useHouse } from './session.tsx'
import { useWords } from './words.tsx'

const sections = ['own', 'work', 'house'] as const

/** The way to all screens that this person can open. On a phone it is behind a button; Escape closes it. */
export function Navigation() {
  const { say } = useWords()
  const { session } = useHouse()
  const [path] = useLocation()
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes it
  useEffect(() => setOpen(false), [path])

  useEffect(() => {
    if (!isOpen) return
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      button.current?.focus()
    }
    document.addEventListener('keydown', close)
    return () => document.removeEventListener('keydown', close)
  }, [isOpen])

  const open = openTo<ScreenEntry>(screens, { signedIn: true, allowed: session.allowed })
  const above = closestAbove(path, open)
  return (
    <nav
      className={isOpen ? 'ow-navigation ow-navigation--open' : 'ow-navigation'}
      aria-label={say('shell.layout.navigation')}
    >
      <button
        className="ow-navigation__button"
        type="button"
        ref={button}
        aria-expanded={isOpen}
        aria-controls="navigation"
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={isOpen ? 'close' : 'menu'} />
        {say('shell.layout.menu')}
      </button>
      <div className="ow-navigation__sections" id="navigation">
        {sections.map((section) => (
          <Section key={section} section={section} path={path} above={above} entries={open} />
        ))}
      </div>
    </nav>
  )
}

type SectionProps = {
  readonly section: (typeof sections)[number]
  readonly path: string
  /** The entry under which the screen that is shown lies. */
  readonly above: ScreenEntry | undefined
  readonly entries: readonly ScreenEntry[]
}

function Section({ section, path, above, entries }: SectionProps) {
  const { say } = useWords()
  const own = entries.filter((entry) => entry.section === section)
  if (own.length === 0) return null
  const id = `navigation-${section}`
  return (
    <div className="ow-navigation__section">
      <p className="ow-navigation__title" id={id}>
        {say(`shell.section.${section}`)}
      </p>
      <ul className="ow-navigation__list" aria-labelledby={id}>
        {own.map((entry) => (
          <li key={entry.id}>
            <Link
              href={entry.path}
              className="ow-navigation__link"
              aria-current={entry.path === path ? 'page' : entry === above ? 'true' : undefined}
            >
              <Icon name={entry.icon} />
              {say(entry.title)}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The entry with the longest path above a screen that has no entry of its own. */
function closestAbove(path: string, entries: readonly ScreenEntry[]): ScreenEntry | undefined {
  const above = entries.filter((entry) => entry.section !== undefined && entry.path !== '/')
  return above
    .filter((entry) => path === entry.path || path.startsWith(`${entry.path}/`))
    .sort((left, right) => right.path.length - left.path.length)[0]
}
