import { useState } from 'react'
import { Badge } from '../../../web/components/Badge.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { Heading } from '../../../web/components/Heading.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { AppointmentsAnswer } from '../shapes.ts'
import { EndAppointment } from './EndAppointment.tsx'

type Appointment = AppointmentsAnswer['appointments'][number]

type OfficeSeatsProps = {
  readonly office: AppointmentsAnswer['offices'][number]
  readonly name: string
  readonly appointments: readonly Appointment[]
  /** Says "nobody" where nobody holds it, instead of leaving it out. */
  readonly showEmpty: boolean
  readonly today: string
  /** Told in words what was done. */
  readonly onChanged: (message: string) => void
}

/** One office and the people who hold it. */
export function OfficeSeats({ office, name, appointments, showEmpty, today, onChanged }: OfficeSeatsProps) {
  const { say } = useWords()
  if (appointments.length === 0 && !showEmpty) return null
  const holdersFirst = [...appointments].sort(
    (a, b) => b.kind.localeCompare(a.kind) || a.person.name.localeCompare(b.person.name),
  )
  return (
    <div className="people-office">
      <Heading level={3}>{name}</Heading>
      {appointments.length === 0 ? (
        <p className="nl-paragraph">
          <Badge kind="warning">{say('people.offices.nobody')}</Badge>
        </p>
      ) : (
        <ul className="people-office__people">
          {holdersFirst.map((appointment) => (
            <Seat
              key={appointment.id}
              appointment={appointment}
              code={office.office}
              oversight={office.oversight}
              office={name}
              today={today}
              onChanged={onChanged}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

type SeatProps = {
  readonly appointment: Appointment
  readonly code: string
  readonly oversight: boolean
  /** Name of the office. */
  readonly office: string
  readonly today: string
  readonly onChanged: (message: string) => void
}

function Seat({ appointment, code, oversight, office, today, onChanged }: SeatProps) {
  const { say, day } = useWords()
  const { session } = useHouse()
  const [ending, setEnding] = useState(false)
  const { person, unitName, kind, from, until, state } = appointment
  const isOwn = session.employee?.id === person.id
  const isFellow = session.employee?.offices.some(({ office: own, kind: seat }) => own === code && seat === 'holder')
  const mayAppoint = session.allowed.includes('people.appoint')
  // Whoever is watched does not end the office of who watches: the server refuses it, so it is not offered.
  const isGuarded = oversight && state === 'now' && !isOwn && isFellow !== true
  const mayEnd = (mayAppoint || isOwn || isFellow === true) && session.allowed.includes('people.end-appointment')
  const seatId = `seat-${appointment.id}`
  return (
    <li>
      <span className="people-office__who" id={seatId}>
        <strong>{person.name}</strong>
        {unitName !== null && <span> · {unitName}</span>}{' '}
        {kind === 'deputy' && <Badge>{say('people.offices.deputy')}</Badge>}{' '}
        {state === 'later' && <span>{say('people.offices.from', { day: day(from) })}</span>}{' '}
        {until !== null && <span>{say('people.offices.until', { day: day(until) })}</span>}
      </span>
      {mayEnd && !isGuarded && state !== 'past' && (
        <Button kind="subtle" describedBy={seatId} onClick={() => setEnding(true)}>
          {say('people.offices.end')}
        </Button>
      )}
      {mayAppoint && isGuarded && (
        <TextLink to={`/staff/${person.id}#departure`}>
          {say('people.offices.to-departure')}
          <span className="ow-hidden"> {person.name}</span>
        </TextLink>
      )}
      {ending && (
        <EndAppointment
          appointmentId={appointment.id}
          office={office}
          name={person.name}
          today={today}
          onClose={() => setEnding(false)}
          onDone={onChanged}
        />
      )}
    </li>
  )
}
