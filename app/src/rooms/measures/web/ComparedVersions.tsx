import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { useWords } from '../../../web/words.tsx'
import type { ComparisonAnswer } from '../shapes.ts'
import { ChangeList } from './ChangeList.tsx'
import { useRegister } from './register.ts'

type TwoVersions = { readonly id: string; readonly from: number; readonly to: number }

/** What changed from one version of a measure to another, in plain words. */
export function ComparedVersions({ id, from, to }: TwoVersions) {
  const register = useRegister()
  const comparison = useResource<ComparisonAnswer>(`${register}/${id}/comparison?from=${from}&to=${to}`)
  return <ResourceView resource={comparison}>{(found) => <ChangeList comparison={found} />}</ResourceView>
}

/** What the version under discussion would change in what runs: the first thing that a council asks. */
export function ChangedSinceAgreed(versions: TwoVersions) {
  const { say } = useWords()
  return (
    <Section id="changed" title={say('measures.changes.since-agreed')}>
      <ComparedVersions id={versions.id} from={versions.from} to={versions.to} />
    </Section>
  )
}
