import { Empty } from '../../../web/components/Empty.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { UnitsAnswer } from '../shapes.ts'
import { type UnitBranch, unitTree } from '../unit-tree.ts'
import './people.css'

/** The units of the organisation as a tree, each with the number of people now. */
export function Units() {
  const { say } = useWords()
  const { allowed } = useHouse().session
  const units = useResource<UnitsAnswer>('/units')
  return (
    <Page title={say('people.units.title')} lead={say('people.units.lead')}>
      <ResourceView resource={units}>
        {({ units: all }) =>
          all.length === 0 ? (
            <Empty title={say('people.units.none')}>
              <p className="nl-paragraph">{say('people.units.none-detail')}</p>
            </Empty>
          ) : (
            <Branches branches={unitTree(all)} isLinked={allowed.includes('people.see-staff')} />
          )
        }
      </ResourceView>
      <p className="nl-paragraph ow-note">{say('people.units.limit')}</p>
    </Page>
  )
}

type BranchesProps = { readonly branches: readonly UnitBranch[]; readonly isLinked: boolean }

function Branches({ branches, isLinked }: BranchesProps) {
  const { say } = useWords()
  return (
    <ul className="people-units">
      {branches.map(({ unit, below }) => (
        <li key={unit.id}>
          <div className="people-unit">
            {isLinked ? <TextLink to={`/staff?unit=${unit.id}`}>{unit.name}</TextLink> : <span>{unit.name}</span>}
            <span className="people-unit__count">{say('people.units.people', { count: unit.people })}</span>
          </div>
          {below.length > 0 && <Branches branches={below} isLinked={isLinked} />}
        </li>
      ))}
    </ul>
  )
}
