import { Link } from 'wouter'
import { Button } from './components/Button.tsx'
import { Mark } from './components/Icon.tsx'
import { useAction } from './resource.tsx'
import { useHouse } from './session.tsx'
import { useWords } from './words.tsx'

/** Whose house this is, who is signed in, and that a demonstration is one. */
export function Header() {
  const { say } = useWords()
  const { session } = useHouse()
  const { organisation, employee } = session
  return (
    <header className="ow-header">
      {organisation.demonstration && (
        <p className="ow-demonstration">
          <strong>{say('shell.demonstration.name')}</strong> {say('shell.demonstration.detail')}
        </p>
      )}
      <div className="ow-header__bar">
        <Link href="/" className="ow-brand">
          <Mark />
          <span className="ow-brand__words">
            <span className="ow-brand__name">Openwacht</span>
            <span className="ow-brand__organisation">{organisation.name}</span>
          </span>
        </Link>
        {employee !== null && <SignedIn name={`${employee.givenName} ${employee.familyName}`} />}
      </div>
    </header>
  )
}

function SignedIn({ name }: { readonly name: string }) {
  const { say } = useWords()
  const { api } = useHouse()
  const signOut = useAction(async () => {
    await api.send('DELETE', '/session')
    // A whole new page: nothing of what the person saw stays behind in memory.
    location.assign('/sign-in?ended=2')
  })
  return (
    <div className="ow-header__person">
      <Link href="/me" className="ow-header__name">
        <span className="ow-hidden">{say('shell.layout.signed-in-as')} </span>
        {name}
      </Link>
      <Button kind="subtle" onClick={() => signOut.run()} busy={signOut.busy}>
        {say('shell.layout.sign-out')}
      </Button>
      {signOut.problem !== undefined && (
        <p className="ow-header__problem" role="alert">
          {say('shell.layout.not-signed-out')}
        </p>
      )}
    </div>
  )
}
