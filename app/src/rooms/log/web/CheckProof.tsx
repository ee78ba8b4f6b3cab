import { useEffect, useRef, useState } from 'react'
import { Alert } from '../../../web/components/Alert.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { Progress } from '../../../web/components/Progress.tsx'
import { ServerLink } from '../../../web/components/TextLink.tsx'
import { ProblemView } from '../../../web/ProblemView.tsx'
import { useAction } from '../../../web/resource.tsx'
import { saveText } from '../../../web/save-text.ts'
import { useApi } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import { remembered } from './remembered.ts'
import { useVerifier } from './use-verifier.ts'
import { VerifyResult } from './VerifyResult.tsx'

const secretName = 'openwacht-log-secret.txt'

type CheckProofProps = {
  /** Path of the proof file in the API. */
  readonly file: string
  /** Under which name it is kept. */
  readonly name: string
  /** The days of a proof of absence about oneself; the secret is asked for only when it is needed. */
  readonly period?: { readonly from: string; readonly until: string }
  /** The leaf of the entry that is shown, for the proof of an entry. */
  readonly leaf?: string
}

/** A proof: judged now in this browser, kept as a file, and the command by which an outsider judges it. */
export function CheckProof({ file, name, period, leaf }: CheckProofProps) {
  const { say } = useWords()
  const api = useApi()
  const [saved, setSaved] = useState<string>()
  const { state, verify } = useVerifier(() => {})
  const outcome = useRef<HTMLDivElement>(null)
  const secret = () => api.getText('/log/absence/secret')
  const judge = useAction(async () => {
    const bytes = new TextEncoder().encode(await api.getText(file))
    const question = period === undefined ? undefined : { ...period, secret: await secret(), measure: '' }
    const shown = leaf === undefined ? {} : { leaf }
    verify({ kind: 'proof', base: '/log/', policy: remembered()?.policy, name, bytes, question, ...shown })
  })
  const keep = useAction(async (what: 'proof' | 'secret') => {
    const [text, kept] = what === 'proof' ? [await api.getText(file), name] : [await secret(), secretName]
    saveText(text, kept, 'text/plain')
    setSaved(kept)
  })
  // What comes out is read from its beginning.
  useEffect(() => {
    if (state.kind === 'done' || state.kind === 'failed') outcome.current?.focus()
  }, [state.kind])
  const problem = judge.problem ?? keep.problem
  return (
    <>
      <div className="ow-actions">
        <Button kind="primary" busy={judge.busy || state.kind === 'busy'} onClick={() => judge.run()}>
          {say(period === undefined ? 'log.proof.verify' : 'log.own.verify')}
        </Button>
        <Button busy={keep.busy} onClick={() => keep.run('proof')}>
          {say('log.proof.save')}
        </Button>
        {period !== undefined && (
          <Button busy={keep.busy} onClick={() => keep.run('secret')}>
            {say('log.own.save-secret')}
          </Button>
        )}
      </div>
      <p className="nl-paragraph" role="status">
        {saved !== undefined && say('log.proof.saved', { name: saved })}
      </p>
      {problem !== undefined && <ProblemView problem={problem} />}
      <div id="proof-outcome" ref={outcome} tabIndex={-1} aria-live="polite">
        {state.kind === 'busy' && <Progress label={say('log.check.starting')} />}
        {state.kind === 'failed' && <Alert kind="error" title={say(`log.check.failed.${state.why}`)} />}
        {state.kind === 'done' && <VerifyResult done={state} />}
      </div>
      {period !== undefined && <p className="nl-paragraph ow-note">{say('log.own.secret-note')}</p>}
      <p className="nl-paragraph">{say('log.proof.outsider')}</p>
      <pre className="ow-code log-command">{commandFor(name, period)}</pre>
      <p className="nl-paragraph">
        {say('log.proof.outsider-keys')} <ServerLink href="/log/policy">{say('log.proof.keys')}</ServerLink>
      </p>
      <p className="nl-paragraph ow-note">{say('log.check.trust-page')}</p>
    </>
  )
}

function commandFor(name: string, period: CheckProofProps['period']): string {
  const start = 'npx openwacht log verify --policy policy'
  if (period === undefined) return `${start} --proof ${name}`
  return `${start} --absence ${name} --secret ${secretName} --from ${period.from} --until ${period.until}`
}
