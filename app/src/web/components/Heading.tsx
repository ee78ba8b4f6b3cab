import type { ReactNode } from 'react'

type HeadingProps = { readonly level: 2 | 3 | 4; readonly children: ReactNode; readonly id?: string }

/** A heading inside a screen; the first level belongs to `Page`. */
export function Heading({ level, children, id }: HeadingProps) {
  const Tag = `h${level}` as const
  return (
    <Tag className={`nl-heading nl-heading--level-${level}`} id={id}>
      {children}
    </Tag>
  )
}
