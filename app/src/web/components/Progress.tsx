import { useId } from 'react'

type ProgressProps = {
  readonly label: string
  /** From 0 to `of`; without it: under way, and nobody knows how far. */
  readonly value?: number
  readonly of?: number
}

/** How far something is. */
export function Progress({ label, value, of }: ProgressProps) {
  const id = useId()
  return (
    <div className="ow-progress">
      <label className="ow-progress__label" htmlFor={id}>
        {label}
      </label>
      <progress className="ow-progress__bar" id={id} value={value} max={of} />
    </div>
  )
}
