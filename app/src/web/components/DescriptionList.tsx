import type { ReactNode } from 'react'

type DescriptionListProps = {
  readonly entries: readonly { readonly term: string; readonly detail: ReactNode }[]
}

/** Terms with what they are: the data of one thing. */
export function DescriptionList({ entries }: DescriptionListProps) {
  return (
    <dl className="ow-descriptions">
      {entries.map(({ term, detail }) => (
        <div className="ow-descriptions__pair" key={term}>
          <dt>{term}</dt>
          <dd>{detail}</dd>
        </div>
      ))}
    </dl>
  )
}
