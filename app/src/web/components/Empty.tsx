import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'

type EmptyProps = { readonly title: string; readonly children: ReactNode }

/** What stands where nothing is: that this is fine, and what one can do. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div className="ow-empty">
      <span className="ow-empty__lamp">
        <Icon name="lamp" />
      </span>
      <div>
        <p className="ow-empty__title">{title}</p>
        {children}
      </div>
    </div>
  )
}
