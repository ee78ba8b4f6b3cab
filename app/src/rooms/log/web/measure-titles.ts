import { useResource } from '../../../web/resource.tsx'
import { useWords } from '../../../web/words.tsx'

/** The register as far as a title goes. */
type Register = {
  readonly measures: readonly { readonly id: string; readonly title: Readonly<Record<string, string>> }[]
}

/** Titles of measures by id. */
export type MeasureTitles = ReadonlyMap<string, string>

/** Titles of the measures that the person may read, undefined while they are on their way; others keep their number. */
export function useMeasureTitles(): MeasureTitles | undefined {
  const { language } = useWords()
  const { state } = useResource<Register>('/measures')
  if (state.kind === 'loading') return undefined
  if (state.kind !== 'loaded') return new Map()
  return new Map(state.value.measures.map(({ id, title }) => [id, title[language] ?? Object.values(title)[0] ?? id]))
}
