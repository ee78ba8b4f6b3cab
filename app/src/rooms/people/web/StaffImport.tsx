import { useEffect, useState } from 'react'
import { Alert } from '../../../web/components/Alert.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { Progress } from '../../../web/components/Progress.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { Page } from '../../../web/Page.tsx'
import { ProblemView } from '../../../web/ProblemView.tsx'
import { useAction } from '../../../web/resource.tsx'
import { useApi } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { ImportDoneAnswer, ImportPreviewAnswer } from '../shapes.ts'
import { ChooseFile } from './ChooseFile.tsx'
import { ImportPreview } from './ImportPreview.tsx'
import './people.css'

type Step =
  | { readonly kind: 'choose' }
  | { readonly kind: 'preview'; readonly file: File; readonly preview: ImportPreviewAnswer }
  /** `left`: lines that were not right and stayed out. */
  | { readonly kind: 'done'; readonly done: ImportDoneAnswer; readonly left: number }

type Import = { readonly file: File; readonly lines: 'all' | 'good'; readonly left: number }

/** Reads in a staff list: choose a file, see what it would do, do it. Nothing changes before the last step. */
export function StaffImport() {
  const { say } = useWords()
  const api = useApi()
  const [step, setStep] = useState<Step>({ kind: 'choose' })
  const checking = useAction(async (file: File) => {
    const preview = await api.sendFile<ImportPreviewAnswer>('/imports/preview', file, 'text/csv')
    setStep({ kind: 'preview', file, preview })
  })
  const importing = useAction(async ({ file, lines, left }: Import) => {
    const done = await api.sendFile<ImportDoneAnswer>(`/imports?lines=${lines}`, file, 'text/csv')
    setStep({ kind: 'done', done, left })
  })
  // What comes next is read from its beginning.
  useEffect(() => {
    if (step.kind !== 'choose') document.getElementById(`import-${step.kind}`)?.focus()
  }, [step.kind])
  const isBusy = checking.busy || importing.busy
  return (
    <Page title={say('people.import-screen.title')} lead={say('people.import-screen.lead')}>
      {step.kind === 'choose' && !isBusy && <ChooseFile onChosen={(file) => checking.run(file)} />}
      {isBusy && <Busy what={importing.busy ? 'importing' : 'checking'} />}
      {checking.problem !== undefined && <ProblemView problem={checking.problem} />}
      {importing.problem !== undefined && <ProblemView problem={importing.problem} />}
      {step.kind === 'preview' && !isBusy && (
        <ImportPreview
          fileName={step.file.name}
          preview={step.preview}
          onImport={(lines) => importing.run({ file: step.file, lines, left: step.preview.counts.badLines })}
          onOther={() => setStep({ kind: 'choose' })}
        />
      )}
      {step.kind === 'done' && <Done done={step.done} left={step.left} onAgain={() => setStep({ kind: 'choose' })} />}
    </Page>
  )
}

function Busy({ what }: { readonly what: 'checking' | 'importing' }) {
  const { say } = useWords()
  return (
    <div className="people-form" role="status">
      <Progress label={say(`people.import-screen.${what}`)} />
      <p className="nl-paragraph">{say('people.import-screen.wait')}</p>
    </div>
  )
}

type DoneProps = { readonly done: ImportDoneAnswer; readonly left: number; readonly onAgain: () => void }

function Done({ done, left, onAgain }: DoneProps) {
  const { say } = useWords()
  return (
    <section id="import-done" tabIndex={-1} aria-label={say('people.import-screen.done')}>
      <Alert kind="ok" title={say('people.import-screen.done')}>
        <ul className="ow-list">
          <li>{say('people.import-screen.done-new', { count: done.created })}</li>
          <li>{say('people.import-screen.done-changed', { count: done.changed })}</li>
          <li>{say('people.import-screen.done-same', { count: done.same })}</li>
          {left > 0 && <li>{say('people.import-screen.done-left', { count: left })}</li>}
          {done.units > 0 && <li>{say('people.import-screen.done-units', { count: done.units })}</li>}
        </ul>
      </Alert>
      <div className="ow-actions">
        <TextLink to="/staff">{say('people.import-screen.to-staff')}</TextLink>
        <TextLink to="/offices?give=1">{say('people.offices.give')}</TextLink>
        <Button kind="subtle" onClick={onAgain}>
          {say('people.import-screen.again')}
        </Button>
      </div>
    </section>
  )
}
