import type { MeasureSummary } from '../shapes.ts'

/** What follows for a measure, in words, the first first. */
export function Follows({ measure: { follows } }: { readonly measure: MeasureSummary }) {
  if (follows.length === 0) return null
  return (
    <ul className="ow-list">
      {follows.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}
