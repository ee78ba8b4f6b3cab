import { useCallback, useEffect, useRef, useState } from 'react'
import { type Problem, ProblemError } from '../../../web/problem.ts'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { CheckAnswer } from '../shapes.ts'
import { forgetCopy, keepCopy } from './local-copy.ts'

/** Long enough that a pause is a pause; what is typed is on this device before that. */
const pauseMs = 700
/** How long until another try when the house cannot be reached. */
const againMs = 10_000

/** How far a draft has come: on this device only, on its way, or with the house. */
export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** Somebody else saved in between. */
  | { readonly kind: 'overtaken' }

type Saved = { readonly revision: number; readonly check: CheckAnswer }

/** Keeps a draft: at once on this device, and after each pause with the house, which answers with what is wrong in it. */
export function useAutosave(id: string, first: { readonly text: string; readonly revision: number }, text: string) {
  const { api, session } = useHouse()
  const { language } = useWords()
  const viewer = session.employee?.id ?? ''
  const [state, setState] = useState<SaveState>({ kind: 'saved' })
  const [check, setCheck] = useState<CheckAnswer>()
  const [turn, setTurn] = useState(0)
  const known = useRef(first)
  const isSaving = useRef(false)
  const tryAgain = useCallback(() => setTurn((count) => count + 1), [])

  // The first words on what is wrong, before anything was changed; and again in another language.
  // biome-ignore lint/correctness/useExhaustiveDependencies: later texts are checked when they are saved
  useEffect(() => {
    let isGone = false
    api.send<CheckAnswer>('POST', '/measure-checks', { text, against: id }).then(
      (answer) => isGone || setCheck(answer),
      (error: unknown) => isGone || setState(stateOf(error)),
    )
    return () => {
      isGone = true
    }
  }, [api, id, language])

  const isOvertaken = state.kind === 'overtaken'
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn tries the same again
  useEffect(() => {
    if (text === known.current.text) return
    keepCopy(viewer, id, { text, revision: known.current.revision })
    if (isOvertaken) return
    setState((now) => (now.kind === 'saved' ? { kind: 'waiting' } : now))
    const save = async () => {
      if (isSaving.current) return
      isSaving.current = true
      try {
        const body = { text, revision: known.current.revision }
        const answer = await api.send<Saved>('PUT', `/measures/${id}/draft`, body)
        known.current = { text, revision: answer.revision }
        forgetCopy(viewer, id)
        setCheck(answer.check)
        setState({ kind: 'saved' })
        // What was typed meanwhile waits for its turn.
        tryAgain()
      } catch (error) {
        setState(stateOf(error))
        setTimeout(tryAgain, againMs)
      } finally {
        isSaving.current = false
      }
    }
    const timer = setTimeout(save, pauseMs)
    return () => clearTimeout(timer)
  }, [api, id, text, turn, viewer, isOvertaken])

  useEffect(() => {
    addEventListener('online', tryAgain)
    return () => removeEventListener('online', tryAgain)
  }, [tryAgain])

  return { state, check, revision: known.current.revision, tryAgain }
}

function stateOf(error: unknown): SaveState {
  if (!(error instanceof ProblemError)) throw error
  const { problem } = error
  return problem.kind === 'said' && problem.status === 409 ? { kind: 'overtaken' } : { kind: 'failed', problem }
}
