import type { ReactNode } from 'react'

type ButtonProps = {
  readonly children: ReactNode
  readonly kind?: 'primary' | 'secondary' | 'subtle'
  /** For what takes something away. */
  readonly negative?: boolean
  readonly type?: 'button' | 'submit'
  readonly onClick?: () => void
  /** While its act runs: it keeps the focus, and a second press does nothing. */
  readonly busy?: boolean
  readonly expanded?: boolean
  readonly controls?: string
  /** Id of what it is about, when several buttons have the same words. */
  readonly describedBy?: string
}

/** A button: does something here. What leads elsewhere is a `TextLink`. */
export function Button({
  children,
  kind = 'secondary',
  negative = false,
  type = 'button',
  onClick,
  busy = false,
  expanded,
  controls,
  describedBy,
}: ButtonProps) {
  const names = ['nl-button', `nl-button--${kind}`]
  if (negative) names.push('nl-button--negative')
  if (busy) names.push('nl-button--busy', 'nl-button--disabled')
  return (
    <button
      // A busy submit button must not submit again.
      type={busy ? 'button' : type}
      className={names.join(' ')}
      onClick={busy ? undefined : onClick}
      aria-disabled={busy ? true : undefined}
      aria-expanded={expanded}
      aria-controls={controls}
      aria-describedby={describedBy}
    >
      <span className="nl-button__label">{children}</span>
    </button>
  )
}
