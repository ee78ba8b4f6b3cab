import type { ReactNode } from 'react'

type DisclosureProps = { readonly summary: string; readonly children: ReactNode }

/** Depth on demand: opens on click, Enter or space. */
export function Disclosure({ summary, children }: DisclosureProps) {
  return (
    <details className="ow-disclosure">
      <summary className="ow-disclosure__summary">{summary}</summary>
      <div className="ow-disclosure__content">{children}</div>
    </details>
  )
}
