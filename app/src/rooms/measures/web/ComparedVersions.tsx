import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { useWords } from '../../../web/words.tsx'
import type { ComparisonAnswer, MeasureSummary } from '../shapes.ts'
import { ChangeList } from './ChangeList.tsx'
import { useRegister } from './register.ts'

type TwoVersions = { readonly id: string; readonly from: number; readonly to: number }

/** What changed from one version of a measure to another, in plain words. */
export function ComparedVersions({ id, from, to }: TwoVersions) {
  const register = useRegister()
  const comparison = useResource<ComparisonAnswer>(`${register}/${id}/comparison?from=${from}&to=${to}`)
  return <ResourceView resource={comparison}>{(found) => <ChangeList comparison={found} />}</ResourceView>
}

/** The two versions that differ: what runs, and what is proposed in its place. What runs while it is proposed has no other. */
export function versionsAtIssue({ candidate, running }: MeasureSummary) {
  if (candidate === null || running === null || candidate.version === running.version) return undefined
  return { from: running.version, to: candidate.version }
}

/** What the version under discussion would change in what runs: the first thing that a council asks. */
export function ChangedSinceAgreed({ id, measure }: { readonly id: string; readonly measure: MeasureSummary }) {
  const { say } = useWords()
  const versions = versionsAtIssue(measure)
  if (versions === undefined) return null
  return (
    <Section id="changed" title={say('measures.changes.since-agreed')}>
      <ComparedVersions id={id} from={versions.from} to={versions.to} />
    </Section>
  )
}
