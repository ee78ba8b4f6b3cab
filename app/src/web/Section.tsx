import type { ReactNode } from 'react'
import { Heading } from './components/Heading.tsx'

type SectionProps = {
  /** Id for links to this part of the screen. */
  readonly id: string
  readonly title: string
  readonly children: ReactNode
}

/** A part of a screen with a title, to which a link can lead. */
export function Section({ id, title, children }: SectionProps) {
  return (
    <section className="ow-section" id={id} tabIndex={-1} aria-labelledby={`${id}-title`}>
      <Heading level={2} id={`${id}-title`}>
        {title}
      </Heading>
      {children}
    </section>
  )
}
