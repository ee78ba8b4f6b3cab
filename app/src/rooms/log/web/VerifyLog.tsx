import { parseCheckPhrase } from '@openwacht/tlog/check-phrase.ts'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import { useEffect, useState } from 'react'
import { Alert } from '../../../web/components/Alert.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { Disclosure } from '../../../web/components/Disclosure.tsx'
import { Field, FileField } from '../../../web/components/Field.tsx'
import { Progress } from '../../../web/components/Progress.tsx'
import { Page } from '../../../web/Page.tsx'
import { Section } from '../../../web/Section.tsx'
import { useWords } from '../../../web/words.tsx'
import { ProofForm, type ProofWish } from './ProofForm.tsx'
import { forget, type Remembered, remember, remembered } from './remembered.ts'
import { TakePart } from './TakePart.tsx'
import { useVerifier } from './use-verifier.ts'
import { VerifyResult } from './VerifyResult.tsx'
import './log.css'

const base = '/log/'

/** Verifies the log in this browser: all of it, a check phrase from minutes, or a proof file. */
export function VerifyLog() {
  const { say } = useWords()
  const [kept, setKept] = useState(remembered)
  const [policy, setPolicy] = useState<Uint8Array>()
  const verifier = useVerifier((done) => {
    const { findings, checkpoint, size } = done
    const faults = findings.filter(({ level }) => level === 'fault')
    // A state that contradicts the one that was kept must not take its place: that one is the evidence.
    if (checkpoint === undefined || faults.some(({ code }) => code !== 'not-cosigned')) return
    const fresh: Remembered = { policy: done.policy, checkpoint, size, at: new Date().toISOString() }
    if (remember(fresh)) setKept(fresh)
  })
  const { state } = verifier
  const trusted = policy ?? kept?.policy
  const verifyLog = (phrase?: string) =>
    verifier.verify({ kind: 'log', base, policy: trusted, earlier: kept?.checkpoint, phrase })
  const verifyProof = ({ name, bytes, question }: ProofWish) =>
    verifier.verify({ kind: 'proof', base, policy: trusted, name, bytes, question })
  // What comes out is read from its beginning.
  useEffect(() => {
    if (state.kind === 'done' || state.kind === 'failed') document.getElementById('verify-outcome')?.focus()
  }, [state.kind])
  return (
    <Page title={say('log.check.title')} lead={say('log.check.lead')}>
      <div className="ow-actions">
        <Button kind="primary" busy={state.kind === 'busy'} onClick={() => verifyLog()}>
          {say('log.check.now')}
        </Button>
        {state.kind === 'busy' && (
          <Button kind="subtle" onClick={verifier.stop}>
            {say('log.check.stop')}
          </Button>
        )}
      </div>
      <Kept
        kept={kept}
        onForget={() => {
          forget()
          setKept(undefined)
        }}
      />
      <div id="verify-outcome" tabIndex={-1} aria-live="polite">
        {state.kind === 'busy' && <Busy entries={state.entries} size={state.size} />}
        {state.kind === 'failed' && (
          <Alert kind={state.why === 'no-log' ? 'info' : 'error'} title={say(`log.check.failed.${state.why}`)} />
        )}
        {state.kind === 'done' && <VerifyResult done={state} />}
      </div>
      <PhraseForm isBusy={state.kind === 'busy'} onPhrase={verifyLog} />
      <ProofForm isBusy={state.kind === 'busy'} onProof={verifyProof} />
      <TakePart />
      <Section id="trust" title={say('log.check.trust')}>
        <p className="nl-paragraph">{say('log.check.trust-page')}</p>
        <p className="nl-paragraph">
          {say('log.check.trust-elsewhere')}{' '}
          <code>{`npx openwacht log verify ${location.origin}/log --policy policy`}</code>
        </p>
        <Disclosure summary={say('log.check.own-keys')}>
          <PolicyField onPolicy={setPolicy} />
        </Disclosure>
      </Section>
    </Page>
  )
}

function Busy({ entries, size }: { readonly entries: number; readonly size: number }) {
  const { say } = useWords()
  if (size === 0) return <Progress label={say('log.check.starting')} />
  return <Progress label={say('log.verify.progress', { entries, size })} value={entries} of={size} />
}

function Kept({ kept, onForget }: { readonly kept: Remembered | undefined; readonly onForget: () => void }) {
  const { say, instant } = useWords()
  if (kept === undefined) return <p className="nl-paragraph">{say('log.check.nothing-kept')}</p>
  return (
    <div className="log-kept">
      <p className="nl-paragraph">{say('log.check.kept', { size: kept.size, at: instant(kept.at) })}</p>
      <Button kind="subtle" onClick={onForget}>
        {say('log.check.forget')}
      </Button>
    </div>
  )
}

type PhraseFormProps = { readonly isBusy: boolean; readonly onPhrase: (phrase: string) => void }

function PhraseForm({ isBusy, onPhrase }: PhraseFormProps) {
  const { say } = useWords()
  const [phrase, setPhrase] = useState('')
  const [error, setError] = useState<string>()
  const onSubmit = () => {
    const part = wrongPart(phrase)
    const fault =
      part === undefined
        ? undefined
        : part === 0
          ? say('log.check.phrase-incomplete')
          : part === 1
            ? say('log.check.phrase-wrong-size')
            : say('log.check.phrase-wrong-group', { group: part - 1 })
    setError(fault)
    if (fault === undefined) onPhrase(phrase)
    else document.getElementById('phrase')?.focus()
  }
  return (
    <Section id="minutes" title={say('log.check.minutes')}>
      <p className="nl-paragraph">{say('log.check.minutes-lead')}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!isBusy) onSubmit()
        }}
      >
        <Field id="phrase" label={say('log.check.phrase')} hint={say('log.check.phrase-hint')} error={error}>
          {(control) => (
            <textarea
              className="utrecht-textarea utrecht-textbox log-phrase"
              id={control.id}
              aria-describedby={control['aria-describedby']}
              aria-invalid={control['aria-invalid']}
              inputMode="numeric"
              autoComplete="off"
              rows={3}
              maxLength={200}
              value={phrase}
              onChange={(event) => setPhrase(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" busy={isBusy}>
          {say('log.check.phrase-go')}
        </Button>
      </form>
    </Section>
  )
}

/** The part of a phrase that is wrong: 0 for the whole, 1 for the number, from 2 for the groups. */
function wrongPart(phrase: string): number | undefined {
  try {
    parseCheckPhrase(phrase)
    return undefined
  } catch (error) {
    if (error instanceof MalformedError) return error.line ?? 0
    throw error
  }
}

function PolicyField({ onPolicy }: { readonly onPolicy: (policy: Uint8Array | undefined) => void }) {
  const { say } = useWords()
  return (
    <FileField
      id="policy"
      label={say('log.check.policy')}
      hint={say('log.check.policy-hint')}
      onChoose={(file) => {
        if (file === undefined) onPolicy(undefined)
        else file.arrayBuffer().then((bytes) => onPolicy(new Uint8Array(bytes)), reportError)
      }}
    />
  )
}
