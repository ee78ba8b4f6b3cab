import { type ReactNode, useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useHouse } from './session.tsx'
import { useWords } from './words.tsx'

type PageProps = {
  /** The one heading of the first level, and the title of the document. */
  readonly title: string
  /** One or two sentences under the title. */
  readonly lead?: string
  /** Drawn as a night panel: only the start page and the sign-in page. */
  readonly hero?: boolean
  /** Beside the title, such as the offices of the person. */
  readonly aside?: ReactNode
  readonly children?: ReactNode
}

/** Addresses whose heading has been given the focus; the first one is where the browser itself began. */
let focusedAt: string | undefined

/**
 * The frame of every screen: title, lead and content.
 *
 * After going to another screen the focus is on its title, so that a screen reader reads where one is and the keyboard
 * goes on from there. Source: WCAG 2.2, 2.4.2 and 2.4.3.
 */
export function Page({ title, lead, hero = false, aside, children }: PageProps) {
  const { session } = useHouse()
  const [path] = useLocation()
  const heading = useRef<HTMLHeadingElement>(null)

  useEffect(() => {
    document.title = `${title} – ${session.organisation.name} – Openwacht`
  }, [title, session.organisation.name])

  useEffect(() => {
    const isFirst = focusedAt === undefined
    if (focusedAt === path) return
    focusedAt = path
    if (isFirst) return
    if (goToFragment()) return
    scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [path])

  useEffect(() => {
    // The event of the router; a link to a part of the same screen changes no path.
    addEventListener('pushState', goToFragment)
    return () => removeEventListener('pushState', goToFragment)
  }, [])

  return (
    <article className={hero ? 'ow-page ow-page--hero' : 'ow-page'}>
      <header className="ow-page__head">
        <h1 className="nl-heading nl-heading--level-1" tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {lead !== undefined && <p className="nl-paragraph nl-paragraph--lead">{lead}</p>}
        {aside}
      </header>
      {children}
    </article>
  )
}

/** Goes to the part of the screen that the address names, as a browser does on a page that is already there. */
function goToFragment(): boolean {
  const part = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null
  part?.scrollIntoView()
  part?.focus({ preventScroll: true })
  return part !== null
}

/** The frame of a screen while its code is still on the way: says so to everybody, also to a screen reader. */
export function PageOnItsWay() {
  const { say } = useWords()
  return (
    <p className="ow-on-its-way" role="status">
      {say('shell.loading.screen')}
    </p>
  )
}
