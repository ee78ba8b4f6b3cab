import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { Button } from './components/Button.tsx'
import { Skeleton } from './components/Skeleton.tsx'
import { DeniedView, ProblemView } from './ProblemView.tsx'
import { isDenied, isMissing, type Problem, ProblemError } from './problem.ts'
import { useApi } from './session.tsx'
import { useWords } from './words.tsx'

/** Below this nobody notices a wait, and a skeleton would only flicker. */
const noticeMs = 300
/** From here on people wonder whether it still works. */
const slowMs = 4000

/** What is known of something that the API has. */
export type Resource<T> = {
  readonly state:
    | { readonly kind: 'loading'; readonly wait: 'short' | 'noticed' | 'slow' }
    | { readonly kind: 'error'; readonly problem: Problem }
    | { readonly kind: 'denied'; readonly problem: Problem }
    | { readonly kind: 'loaded'; readonly value: T }
  /** Asks again; what was loaded stays on screen until the answer is there. */
  readonly refetch: () => void
}

/**
 * Loads something from the API, in the language of the person, and again when the path, the search or language changes.
 *
 * @param search - What is looked for, where that must not stand in an address: it is sent in a body.
 */
export function useResource<T>(path: string, search?: object): Resource<T> {
  const sought = search === undefined ? undefined : JSON.stringify(search)
  const api = useApi()
  const { language } = useWords()
  const [state, setState] = useState<Resource<T>['state']>({ kind: 'loading', wait: 'short' })
  const [turn, setTurn] = useState(0)
  const refetch = useCallback(() => setTurn((count) => count + 1), [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn or language asks the same again
  useEffect(() => {
    const leaving = new AbortController()
    const wait = (kind: 'noticed' | 'slow') => () =>
      setState((now) => (now.kind === 'loading' ? { kind: 'loading', wait: kind } : now))
    setState((now) => (now.kind === 'loaded' ? now : { kind: 'loading', wait: 'short' }))
    const timers = [setTimeout(wait('noticed'), noticeMs), setTimeout(wait('slow'), slowMs)]
    const asked =
      sought === undefined
        ? api.get<T>(path, leaving.signal)
        : api.send<T>('POST', path, JSON.parse(sought), leaving.signal)
    asked
      .then(
        (value) => setState({ kind: 'loaded', value }),
        (error: unknown) => {
          if (leaving.signal.aborted) return
          const problem = problemOf(error)
          setState({ kind: isDenied(problem) ? 'denied' : 'error', problem })
        },
      )
      .finally(() => timers.forEach(clearTimeout))
    return () => {
      leaving.abort()
      timers.forEach(clearTimeout)
    }
  }, [api, path, sought, turn, language])

  // A connection that comes back answers by itself what failed for want of one.
  const isOffline = state.kind === 'error' && state.problem.code === 'offline'
  useEffect(() => {
    if (!isOffline) return
    addEventListener('online', refetch)
    return () => removeEventListener('online', refetch)
  }, [isOffline, refetch])

  return { state, refetch }
}

type ResourceViewProps<T> = {
  readonly resource: Resource<T>
  readonly children: (value: T) => ReactNode
  /** What stands there when the address names something that does not exist. */
  readonly missing?: ReactNode
}

/** Shows a resource, or why it is not there and what can be done. */
export function ResourceView<T>({ resource, children, missing }: ResourceViewProps<T>) {
  const { say } = useWords()
  const { state, refetch } = resource
  switch (state.kind) {
    case 'loading':
      return <Skeleton wait={state.wait} />
    case 'denied':
      return <DeniedView problem={state.problem} />
    case 'error':
      if (missing !== undefined && isMissing(state.problem)) return missing
      return (
        <ProblemView problem={state.problem}>
          <Button kind="secondary" onClick={refetch}>
            {say('shell.problem.retry')}
          </Button>
        </ProblemView>
      )
    case 'loaded':
      return children(state.value)
  }
}

/** Something a person does that the API may refuse. */
export type Action<Input> = {
  readonly run: (input: Input) => Promise<boolean>
  readonly busy: boolean
  /** Why the last try failed, until the next one. */
  readonly problem: Problem | undefined
}

/**
 * Wraps an act of the person: busy while it runs, and the problem when it fails.
 *
 * @returns `run` gives true when the act was done; a second call while it runs does nothing and gives false.
 */
export function useAction<Input = void>(act: (input: Input) => Promise<unknown>): Action<Input> {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const run = async (input: Input): Promise<boolean> => {
    if (busy) return false
    setBusy(true)
    setProblem(undefined)
    try {
      await act(input)
      return true
    } catch (error) {
      setProblem(problemOf(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { run, busy, problem }
}

/** The problem in an error of the API; any other error is a fault of ours and is thrown on. */
function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  reportError(error)
  return { kind: 'unsaid', code: 'unreadable' }
}
