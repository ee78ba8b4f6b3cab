import type { ReactNode } from 'react'
import { Footer } from './Footer.tsx'
import { Header } from './Header.tsx'
import { Navigation } from './Navigation.tsx'
import { useHouse } from './session.tsx'
import { useWords } from './words.tsx'

/** What stands around every screen: skip link, header, navigation, footer. */
export function Layout({ children }: { readonly children: ReactNode }) {
  const { say } = useWords()
  const { session } = useHouse()
  return (
    <div className="ow-layout">
      <a className="nl-skip-link nl-skip-link--visible-on-focus" href="#content">
        {say('shell.layout.skip')}
      </a>
      <Header />
      <div className={session.employee === null ? 'ow-middle' : 'ow-middle ow-middle--with-navigation'}>
        {session.employee !== null && <Navigation />}
        <main className="ow-main" id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
      <Footer />
    </div>
  )
}
