import type { ReactNode } from 'react'

type AlertProps = {
  readonly kind: 'info' | 'ok' | 'warning' | 'error'
  readonly title: string
  readonly children?: ReactNode
}

/** A message that stands out. Errors and warnings are read aloud at once, others when there is a pause. */
export function Alert({ kind, title, children }: AlertProps) {
  const isUrgent = kind === 'error' || kind === 'warning'
  return (
    <div className={`utrecht-alert utrecht-alert--${kind} ow-alert`} role={isUrgent ? 'alert' : 'status'}>
      <div className="utrecht-alert__content">
        <p className="ow-alert__title">{title}</p>
        {children !== undefined && <div className="utrecht-alert__message">{children}</div>}
      </div>
    </div>
  )
}
