import type { ReactNode } from 'react'

type DescriptionListProps = {
  readonly entries: readonly { readonly term: string; readonly detail: ReactNode }[]
  /** The details are names, addresses or numbers: what is copied or compared letter by letter gets no hyphen. */
  readonly literal?: boolean
}

/** Terms with what they are: the data of one thing. */
export function DescriptionList({ entries, literal = false }: DescriptionListProps) {
  return (
    <dl className={literal ? 'ow-descriptions ow-descriptions--literal' : 'ow-descriptions'}>
      {entries.map(({ term, detail }) => (
        <div className="ow-descriptions__pair" key={term}>
          <dt>{term}</dt>
          <dd>{detail}</dd>
        </div>
      ))}
    </dl>
  )
}
