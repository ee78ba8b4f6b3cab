import { Button } from './components/Button.tsx'
import { TextLink } from './components/TextLink.tsx'
import { faultReference } from './fault-reference.ts'
import { Page } from './Page.tsx'
import { useWords } from './words.tsx'

type FaultPageProps = { readonly fault: unknown; readonly isNotLoaded: boolean }

/** What a person sees in place of a screen that failed: what happened, what to do, and a reference. */
export function FaultPage({ fault, isNotLoaded }: FaultPageProps) {
  const { say } = useWords()
  const kind = isNotLoaded ? 'not-loaded' : 'fault'
  return (
    <Page title={say(`shell.${kind}.title`)} lead={say(`shell.${kind}.detail`)}>
      <div className="ow-actions">
        <Button kind="primary" onClick={() => location.reload()}>
          {say('shell.fault.reload')}
        </Button>
        <TextLink to="/">{say('shell.fault.start')}</TextLink>
      </div>
      {!isNotLoaded && (
        <p className="nl-paragraph">{say('shell.problem.reference', { reference: faultReference(fault) })}</p>
      )}
    </Page>
  )
}
