import type { Declaration, LocalText } from './declaration.ts'

/** A text for people, with its place. */
export type PlacedText = { readonly path: string; readonly text: LocalText }

/** Every text of a declaration that people read, except title and summary, which exist in every language by schema. */
export function textsOf(declaration: Declaration): readonly PlacedText[] {
  const { proportionality, dpia } = declaration
  const one = (path: string, text: LocalText | undefined): readonly PlacedText[] =>
    text === undefined ? [] : [{ path, text }]
  const each = <Row>(path: string, rows: readonly Row[], part: string, of: (row: Row) => LocalText | undefined) =>
    rows.flatMap((row, index) => one(`${path}/${index}/${part}`, of(row)))
  return [
    ...one('/necessity', declaration.necessity),
    ...one('/proportionality/toldBefore', proportionality.toldBefore),
    ...one('/proportionality/extent', proportionality.extent),
    ...one('/proportionality/reasons', proportionality.reasons),
    ...each('/proportionality/milderMeans', proportionality.milderMeans, 'means', ({ means }) => means),
    ...each('/proportionality/milderMeans', proportionality.milderMeans, 'whyNot', ({ whyNot }) => whyNot),
    ...one('/proportionality/consequences', proportionality.consequences),
    ...one('/proportionality/safeguards', proportionality.safeguards),
    ...one('/dpia/reasonForNone', dpia.reasonForNone),
    ...each('/capabilities', declaration.capabilities, 'what', ({ what }) => what),
    ...each('/capabilities', declaration.capabilities, 'lockedBy', ({ lockedBy }) => lockedBy),
    ...each('/sources', declaration.sources, 'what', ({ what }) => what),
    ...declaration.sources.flatMap(({ fields }, index) =>
      each(`/sources/${index}/fields`, fields, 'exception/reason', ({ exception }) => exception?.reason),
    ),
    ...each('/recipients', declaration.recipients, 'what', ({ what }) => what),
    ...each('/retention', declaration.retention, 'why', ({ why }) => why),
    ...one('/notice/how', declaration.notice.how),
    ...each('/conditions', declaration.conditions, 'what', ({ what }) => what),
    ...each('/secrecy', declaration.secrecy, 'reason', ({ reason }) => reason),
  ]
}
