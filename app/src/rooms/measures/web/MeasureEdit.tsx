import { useCallback, useMemo, useReducer, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { Alert } from '../../../web/components/Alert.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { Empty } from '../../../web/components/Empty.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import type { ScreenProps } from '../../../web/screen-components.ts'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import { openText, type Step, valueAt } from '../draft-text.ts'
import { formSections } from '../form-parts.ts'
import type { MeasureAnswer } from '../shapes.ts'
import { useAutosave } from './autosave.ts'
import { CallEmergency } from './CallEmergency.tsx'
import { DraftCheck } from './DraftCheck.tsx'
import { DraftFile } from './DraftFile.tsx'
import { DraftElsewhere, DraftStep, DraftSteps, sectionOf } from './DraftForm.tsx'
import { DraftContext } from './draft.tsx'
import { goToPlace } from './go-to-place.ts'
import { findCopy, forgetCopy } from './local-copy.ts'
import { NextVersionNote, type NextVersionOf, nextVersionOf } from './NextVersionNote.tsx'
import { ProposeDraft } from './ProposeDraft.tsx'
import { textIn } from './part-words.ts'
import { SaveLine } from './SaveLine.tsx'
import './measures.css'

/** Writes a draft: the form and the file are two views of the same text. */
export function MeasureEdit({ params }: ScreenProps) {
  const { say } = useWords()
  const id = params.id ?? ''
  const measure = useResource<MeasureAnswer>(`/measures/${encodeURIComponent(id)}`)
  return (
    <Page title={say('measures.edit.title')}>
      <p className="nl-paragraph">
        <TextLink to={`/measures/${id}`}>{say('measures.plain.back-to-one')}</TextLink>
      </p>
      <ResourceView resource={measure}>
        {(answer) =>
          answer.draft === null ? (
            <Empty title={say('measures.edit.no-draft')}>
              <p className="nl-paragraph">{say('measures.edit.no-draft-detail')}</p>
            </Empty>
          ) : (
            // Another revision is another beginning: what was left here is looked at again.
            <Restored
              key={answer.draft.revision}
              {...{ id, title: answer.measure.title, draft: answer.draft, next: nextVersionOf(answer) }}
              onReload={measure.refetch}
            />
          )
        }
      </ResourceView>
    </Page>
  )
}

type RestoredProps = {
  readonly id: string
  readonly title: unknown
  readonly draft: { readonly text: string; readonly revision: number }
  readonly next: NextVersionOf | undefined
  readonly onReload: () => void
}

/** Begins with what the person left on this device, where the house does not have it yet. */
function Restored({ id, title, draft, next, onReload }: RestoredProps) {
  const { say } = useWords()
  const viewer = useHouse().session.employee?.id ?? ''
  const [left] = useState(() => findCopy(viewer, id))
  const [choice, setChoice] = useState<'mine' | 'theirs'>()
  const isOther = left !== undefined && left.text !== draft.text
  const isOlder = isOther && left.revision !== draft.revision
  if (isOlder && choice === undefined) {
    return (
      <Alert kind="warning" title={say('measures.edit.two-drafts')}>
        <p className="nl-paragraph">{say('measures.edit.two-drafts-detail')}</p>
        <div className="ow-actions">
          <Button onClick={() => setChoice('mine')}>{say('measures.edit.keep-mine')}</Button>
          <Button
            onClick={() => {
              forgetCopy(viewer, id)
              setChoice('theirs')
            }}
          >
            {say('measures.edit.keep-theirs')}
          </Button>
        </div>
      </Alert>
    )
  }
  const isMine = isOther && choice !== 'theirs'
  return (
    <>
      {isMine && <Alert kind="info" title={say('measures.edit.restored')} />}
      <Editor {...{ id, title, next, onReload }} saved={draft} text={isMine ? left.text : draft.text} />
    </>
  )
}

type EditorProps = {
  readonly id: string
  readonly title: unknown
  readonly next: NextVersionOf | undefined
  /** As the house has it. */
  readonly saved: { readonly text: string; readonly revision: number }
  /** To begin with. */
  readonly text: string
  readonly onReload: () => void
}

/** Text and what it was before, the last one last. */
type History = { readonly text: string; readonly before: readonly string[] }

/** How often a change can be taken back; arbitrary. */
const mostUndone = 100

function changed({ text, before }: History, act: ((text: string) => string) | 'undo'): History {
  if (act === 'undo') {
    const last = before.at(-1)
    return last === undefined ? { text, before } : { text: last, before: before.slice(0, -1) }
  }
  const next = act(text)
  return next === text ? { text, before } : { text: next, before: [...before, text].slice(-mostUndone) }
}

function Editor({ id, title, next, saved, text: first, onReload }: EditorProps) {
  const { say, language } = useWords()
  const [path, navigate] = useLocation()
  const part = new URLSearchParams(useSearch()).get('part') ?? 'overview'
  const [{ text, before }, change] = useReducer(changed, { text: first, before: [] })
  const { state, check, revision, tryAgain } = useAutosave(id, saved, text)
  const opened = useMemo(() => openText(text), [text])
  const value = opened.kind === 'open' ? opened.value : undefined
  const findings = useMemo(() => [...(check?.faults ?? []), ...(check?.refusals ?? [])], [check])
  const edit = useCallback((act: (text: string) => string) => change(act), [])
  const needed = valueAt(value, ['jurisdiction']) === 'dk' ? 'da' : 'nl'
  const draft = useMemo(() => ({ text, value, findings, needed, edit }) as const, [text, value, findings, needed, edit])
  const goTo = (place: readonly Step[]) => {
    const [name] = place
    const section = typeof name === 'string' ? sectionOf(name) : undefined
    navigate(`${path}?part=${section?.id ?? 'file'}`)
    if (section === undefined) document.getElementById('file')?.focus()
    else requestAnimationFrame(() => goToPlace(place).catch(reportError))
  }
  const section = formSections.find((one) => one.id === part)
  const typed = valueAt(value, ['id'])
  const name = typeof typed === 'string' && /^[a-z][a-z0-9-]{0,63}$/.test(typed) ? typed : id
  const isFile = part === 'file' || value === undefined
  return (
    <DraftContext value={draft}>
      <p className="measures-name">{textIn(valueAt(value, ['title']) ?? title, language)}</p>
      {next !== undefined && section === undefined && (
        <NextVersionNote next={next} comparison={check?.comparison ?? null} />
      )}
      <SaveLine
        state={state}
        canUndo={before.length > 0}
        onUndo={() => change('undo')}
        onTryAgain={tryAgain}
        onReload={onReload}
      />
      {value === undefined && (
        <Alert kind="warning" title={say('measures.edit.no-form')}>
          <p className="nl-paragraph">{say('measures.edit.no-form-detail')}</p>
        </Alert>
      )}
      {isFile ? (
        <DraftFile name={name} />
      ) : section !== undefined ? (
        <DraftStep section={section} />
      ) : part === 'check' ? (
        <>
          <DraftCheck check={check} onGo={goTo} />
          <ProposeDraft {...{ id, revision, next }} isSaved={state.kind === 'saved'} fit={check?.fit === true} />
          <CallEmergency text={text} name={name} />
        </>
      ) : (
        <>
          <DraftElsewhere />
          <DraftSteps />
          <Section id="more" title={say('measures.edit.more')}>
            <ul className="ow-list">
              <li>
                <TextLink to="?part=check">{say('measures.edit.to-check')}</TextLink>
              </li>
              <li>
                <TextLink to="?part=file">{say('measures.edit.to-file')}</TextLink>
              </li>
            </ul>
          </Section>
        </>
      )}
      {(isFile || part === 'check') && (
        <p className="nl-paragraph">
          <TextLink to="?part=overview">{say('measures.edit.overview')}</TextLink>
        </p>
      )}
    </DraftContext>
  )
}
