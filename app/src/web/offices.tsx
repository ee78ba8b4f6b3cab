import type { OfficeHeld } from './answers.ts'
import { Badge } from './components/Badge.tsx'
import { useHouse } from './session.tsx'
import { useWords } from './words.tsx'

/** Gives the name of an office in the words of the law that applies here. */
export function useOfficeName(): (office: string) => string {
  const { say } = useWords()
  const { jurisdiction } = useHouse().session.organisation
  return (office) => say(`people.office.${office}`, { jurisdiction })
}

/** Offices that a person holds, each with its unit, whether as deputy, and until when. */
export function OfficeList({ offices }: { readonly offices: readonly OfficeHeld[] }) {
  const { say, day } = useWords()
  const nameOf = useOfficeName()
  return (
    <ul className="ow-offices">
      {offices.map(({ office, unitId, unitName, kind, until }) => (
        <li key={`${office} ${unitId ?? ''} ${kind}`}>
          <Badge kind="lamp">{nameOf(office)}</Badge>
          {unitName !== null && <span> {unitName}</span>}
          {kind === 'deputy' && <span> {say('shell.office.deputy')}</span>}
          {until !== null && <span> {say('shell.office.until', { day: day(until) })}</span>}
        </li>
      ))}
    </ul>
  )
}
