import { useState } from 'react'
import { useSearch } from 'wouter'
import { Alert } from '../../../web/components/Alert.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { SelectField } from '../../../web/components/Field.tsx'
import { useOfficeName } from '../../../web/offices.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { AppointmentsAnswer } from '../shapes.ts'
import { AppointForm } from './AppointForm.tsx'
import { OfficeSeats } from './OfficeSeats.tsx'
import './people.css'

type State = 'now' | 'later' | 'past'
const states: readonly State[] = ['now', 'later', 'past']

/** Who holds which office; and for the administrator the form to give one out. */
export function Offices() {
  const { say, day } = useWords()
  const { session } = useHouse()
  const appointments = useResource<AppointmentsAnswer>('/appointments')
  const [state, setState] = useState<State>('now')
  const mayAppoint = session.allowed.includes('people.appoint')
  const isAsked = new URLSearchParams(useSearch()).get('give') === '1'
  const [adding, setAdding] = useState(mayAppoint && isAsked)
  const [done, setDone] = useState<string>()
  const onChanged = (message: string) => {
    setDone(message)
    appointments.refetch()
  }
  return (
    <Page title={say('people.offices.title')} lead={say('people.offices.lead')}>
      <div role="status">{done !== undefined && <Alert kind="ok" title={done} />}</div>
      <ResourceView resource={appointments}>
        {(answer) => (
          <>
            {mayAppoint && !adding && (
              <div className="ow-actions people-first">
                <Button kind="primary" onClick={() => setAdding(true)}>
                  {say('people.offices.give')}
                </Button>
              </div>
            )}
            {adding && (
              <AppointForm
                offices={answer.offices}
                today={answer.on}
                onClose={() => setAdding(false)}
                onDone={() => appointments.refetch()}
              />
            )}
            <SelectField
              id="when"
              label={say('people.offices.when')}
              value={state}
              onChange={(value) => setState(states.find((one) => one === value) ?? 'now')}
              options={states.map((one) => ({ value: one, label: say(`people.offices.state.${one}`) }))}
            />
            <p className="nl-paragraph">{say('people.offices.on', { day: day(answer.on) })}</p>
            {groupsOf(answer).map(({ group, offices }) => (
              <Section key={group} id={group} title={say(`people.offices.group.${group}`)}>
                {group === 'oversight' && mayAppoint && state === 'now' && (
                  <p className="nl-paragraph">{say('people.offices.why-no-end')}</p>
                )}
                <SeatList answer={answer} offices={offices} state={state} onChanged={onChanged} />
              </Section>
            ))}
          </>
        )}
      </ResourceView>
    </Page>
  )
}

type SeatListProps = {
  readonly answer: AppointmentsAnswer
  readonly offices: AppointmentsAnswer['offices']
  readonly state: State
  readonly onChanged: (message: string) => void
}

function SeatList({ answer, offices, state, onChanged }: SeatListProps) {
  const nameOf = useOfficeName()
  const sorted = [...offices].sort((a, b) => nameOf(a.office).localeCompare(nameOf(b.office)))
  return (
    <div className="people-seats">
      {sorted.map((office) => (
        <OfficeSeats
          key={office.office}
          office={office}
          name={nameOf(office.office)}
          appointments={answer.appointments.filter((one) => one.office === office.office && one.state === state)}
          showEmpty={state === 'now'}
          today={answer.on}
          onChanged={onChanged}
        />
      ))}
    </div>
  )
}

type Group = 'decides' | 'oversight' | 'units' | 'other'

/** The offices in the order in which staff look for them: who decides, who watches over that, who is near. */
function groupsOf(answer: AppointmentsAnswer): readonly { group: Group; offices: AppointmentsAnswer['offices'] }[] {
  const groupOf = (office: AppointmentsAnswer['offices'][number]): Group =>
    office.oversight ? 'oversight' : office.scope === 'unit' ? 'units' : office.decides ? 'decides' : 'other'
  const order: readonly Group[] = ['oversight', 'decides', 'units', 'other']
  return order.map((group) => ({
    group,
    offices: answer.offices.filter((office) => groupOf(office) === group),
  }))
}
