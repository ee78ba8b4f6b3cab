import { useEffect, useState } from 'react'
import { Button } from './components/Button.tsx'
import { Mark } from './components/Icon.tsx'
import { ProblemView } from './ProblemView.tsx'
import type { Problem } from './problem.ts'
import { useWords } from './words.tsx'

type UnreachableProps = { readonly problem: Problem | undefined; readonly onRetry: () => Promise<void> }

/** The page before anything is known: waiting, or why there is nothing to show. */
export function Unreachable({ problem, onRetry }: UnreachableProps) {
  const { say } = useWords()
  const [isNoticed, setNoticed] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setNoticed(true), 400)
    return () => clearTimeout(timer)
  }, [])
  return (
    <main className="ow-unreachable">
      <Mark />
      <h1 className="nl-heading nl-heading--level-1">Openwacht</h1>
      {problem === undefined ? (
        <p className="nl-paragraph" role="status">
          {isNoticed ? say('shell.loading.house') : ''}
        </p>
      ) : (
        <ProblemView problem={problem}>
          <Button kind="primary" onClick={() => onRetry().catch(reportError)}>
            {say('shell.problem.retry')}
          </Button>
        </ProblemView>
      )}
    </main>
  )
}
