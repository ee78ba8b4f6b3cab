import type { ReactNode } from 'react'

type BadgeProps = {
  readonly kind?: 'neutral' | 'ok' | 'warning' | 'error' | 'lamp'
  readonly children: ReactNode
}

/** One or two words on a state or a kind. Its colour never says more than its words. */
export function Badge({ kind = 'neutral', children }: BadgeProps) {
  return <span className={`ow-badge ow-badge--${kind}`}>{children}</span>
}
