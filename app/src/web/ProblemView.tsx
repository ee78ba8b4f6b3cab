import type { ReactNode } from 'react'
import { Alert } from './components/Alert.tsx'
import { TextLink } from './components/TextLink.tsx'
import type { Problem } from './problem.ts'
import { useWords } from './words.tsx'

type ProblemViewProps = { readonly problem: Problem; readonly children?: ReactNode }

/** A problem in words: what happened, why, what now. `children` are the ways out, such as a button to try again. */
export function ProblemView({ problem, children }: ProblemViewProps) {
  const { say } = useWords()
  if (problem.kind === 'unsaid') {
    return (
      <Alert kind="error" title={say(`shell.problem.${problem.code}.title`)}>
        <p className="nl-paragraph">{say(`shell.problem.${problem.code}.detail`)}</p>
        {children}
      </Alert>
    )
  }
  return (
    <Alert kind="error" title={problem.title}>
      <ProblemText problem={problem} />
      {problem.retryAfterS !== undefined && (
        <p className="nl-paragraph">{say('shell.problem.retry-after', { seconds: problem.retryAfterS })}</p>
      )}
      {children}
    </Alert>
  )
}

/** What a person sees who may not do this: why, and whom to ask. */
export function DeniedView({ problem }: { readonly problem: Problem }) {
  const { say } = useWords()
  return (
    <Alert kind="warning" title={problem.kind === 'said' ? problem.title : say('shell.denied.title')}>
      {problem.kind === 'said' && <ProblemText problem={problem} />}
      <p className="nl-paragraph">{say('shell.denied.ask')}</p>
      <p className="nl-paragraph">
        <TextLink to="/permissions">{say('shell.denied.permissions')}</TextLink>
      </p>
    </Alert>
  )
}

function ProblemText({ problem }: { readonly problem: Extract<Problem, { kind: 'said' }> }) {
  const { say } = useWords()
  return (
    <>
      <p className="nl-paragraph">{problem.detail}</p>
      {problem.reasons.length > 0 && (
        <ul className="ow-list">
          {problem.reasons.map((reason) => (
            <li key={`${reason.code} ${reason.path ?? ''} ${reason.line ?? ''} ${reason.detail}`}>{reason.detail}</li>
          ))}
        </ul>
      )}
      {problem.status >= 500 && problem.reference !== '' && !problem.detail.includes(problem.reference) && (
        <p className="nl-paragraph">{say('shell.problem.reference', { reference: problem.reference })}</p>
      )}
    </>
  )
}
