import { useEffect, useRef } from 'react'
import { useWords } from '../words.tsx'

type ErrorSummaryProps = {
  /** Id of the field and what is wrong there. */
  readonly errors: readonly { readonly fieldId: string; readonly message: string }[]
}

/** All faults of a form above it, each a link to its field. Takes the focus when it appears. */
export function ErrorSummary({ errors }: ErrorSummaryProps) {
  const { say } = useWords()
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    if (errors.length > 0) box.current?.focus()
  }, [errors])
  if (errors.length === 0) return null
  return (
    <section
      className="utrecht-alert utrecht-alert--error ow-alert"
      ref={box}
      tabIndex={-1}
      aria-labelledby="error-summary"
    >
      <div className="utrecht-alert__content">
        <h2 className="nl-heading nl-heading--level-3" id="error-summary">
          {say('shell.form.errors', { count: errors.length })}
        </h2>
        <ul className="ow-list">
          {errors.map(({ fieldId, message }) => (
            <li key={`${fieldId} ${message}`}>
              <a
                className="nl-link"
                href={`#${fieldId}`}
                onClick={(event) => {
                  event.preventDefault()
                  document.getElementById(fieldId)?.focus()
                }}
              >
                {message}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
