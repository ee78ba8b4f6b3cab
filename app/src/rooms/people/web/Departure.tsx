import { useState } from 'react'
import { timeZoneOf } from '../../../platform/time-zone.ts'
import type { OfficeHeld } from '../../../web/answers.ts'
import { Button } from '../../../web/components/Button.tsx'
import { Dialog } from '../../../web/components/Dialog.tsx'
import { InputField } from '../../../web/components/Field.tsx'
import { useOfficeName } from '../../../web/offices.tsx'
import { ProblemView } from '../../../web/ProblemView.tsx'
import { useAction, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { EmployeeAnswer, TasksAnswer } from '../shapes.ts'
import { useLastDay, useStageWords } from './stage-words.ts'

type DepartureProps = {
  readonly employee: EmployeeAnswer
  readonly offices: readonly OfficeHeld[]
  readonly onChanged: () => void
}

/** When somebody leaves, and everything that ends with it; for an administrator the way to note or undo it. */
export function Departure({ employee, offices, onChanged }: DepartureProps) {
  const { say, day, instant } = useWords()
  const { session } = useHouse()
  const { stage } = useStageWords()(employee)
  const lastDay = useLastDay()(employee.leavesAt)
  const isOwn = session.employee?.id === employee.id
  const mayManage = session.allowed.includes('people.manage-staff')
  return (
    <Section id="departure" title={say('people.departure.title')}>
      <p className="nl-paragraph">
        {lastDay === undefined || employee.leavesAt === null
          ? say('people.departure.none')
          : say(stage === 'left' ? 'people.departure.was' : 'people.departure.is', {
              day: day(lastDay),
              instant: instant(employee.leavesAt),
            })}
      </p>
      {stage !== 'left' && <WhatEnds employee={employee} offices={offices} />}
      {mayManage && isOwn && <p className="nl-paragraph">{say('people.refusal.not-oneself')}</p>}
      {mayManage && !isOwn && employee.leavesAt === null && <Note employee={employee} onChanged={onChanged} />}
      {mayManage && !isOwn && employee.leavesAt !== null && (
        <TakeBack employee={employee} isGone={stage === 'left'} onChanged={onChanged} />
      )}
    </Section>
  )
}

function WhatEnds({ employee, offices }: Pick<DepartureProps, 'employee' | 'offices'>) {
  const { say } = useWords()
  const { jurisdiction } = useHouse().session.organisation
  const nameOf = useOfficeName()
  const tasks = useResource<TasksAnswer>('/tasks')
  const all = tasks.state.kind === 'loaded' ? tasks.state.value.tasks : []
  const hanging = all.filter(({ hangsOn }) => hangsOn.some(({ person }) => person.id === employee.id))
  return (
    <>
      <p className="nl-paragraph">{say('people.departure.ends')}</p>
      <ul className="ow-list">
        <li>{say('people.departure.ends-access')}</li>
        {offices.map(({ office, unitId, unitName }) => (
          <li key={`${office} ${unitId ?? ''}`}>
            {say('people.departure.ends-office', {
              office: unitName === null ? nameOf(office) : `${nameOf(office)}, ${unitName}`,
            })}
          </li>
        ))}
        {hanging.map(({ task }) => (
          <li key={task}>
            <strong>
              {say('people.departure.ends-task', { task: say(`people.task.${task}.name`, { jurisdiction }) })}
            </strong>
          </li>
        ))}
      </ul>
      <p className="nl-paragraph">{say('people.departure.stays')}</p>
    </>
  )
}

type ChangeProps = { readonly employee: EmployeeAnswer; readonly onChanged: () => void }

function Note({ employee, onChanged }: ChangeProps) {
  const { say } = useWords()
  const { api, session } = useHouse()
  const [lastDay, setLastDay] = useState('')
  const [error, setError] = useState<string>()
  const [isAsking, setAsking] = useState(false)
  const timeZone = timeZoneOf(session.organisation.jurisdiction)
  const noting = useAction(async () => {
    // Calendars are heavy, and only who notes a departure needs them.
    const { startOfDay } = await import('../start-of-day.ts')
    const { localDate } = await import('../local-date.ts')
    const leavesAt = startOfDay(localDate(lastDay), 1, timeZone).toISOString()
    await api.send('POST', `/employees/${employee.id}/departure`, { leavesAt })
    onChanged()
  })
  const onSubmit = () => {
    const isDay = /^(19|2\d)\d\d-\d\d-\d\d$/.test(lastDay)
    setError(isDay ? undefined : say('people.departure.day-missing'))
    if (isDay) noting.run()
    else document.getElementById('last-day')?.focus()
  }
  return (
    <form
      className="people-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {noting.problem !== undefined && <ProblemView problem={noting.problem} />}
      <InputField
        id="last-day"
        type="date"
        label={say('people.departure.last-day')}
        hint={say('people.departure.last-day-hint')}
        error={error}
        value={lastDay}
        onChange={setLastDay}
      />
      <div className="ow-actions">
        <Button type="submit" kind="primary" busy={noting.busy}>
          {say('people.departure.note')}
        </Button>
        <Button negative onClick={() => setAsking(true)}>
          {say('people.departure.now')}
        </Button>
      </div>
      {isAsking && <EndNow employee={employee} onClose={() => setAsking(false)} onChanged={onChanged} />}
    </form>
  )
}

function EndNow({ employee, onClose, onChanged }: ChangeProps & { readonly onClose: () => void }) {
  const { say } = useWords()
  const { api } = useHouse()
  const ending = useAction(async () => {
    await api.send('POST', `/employees/${employee.id}/departure`, { leavesAt: 'now' })
    onClose()
    onChanged()
  })
  const name = `${employee.givenName} ${employee.familyName}`
  return (
    <Dialog title={say('people.departure.now-title', { name })} onClose={onClose}>
      {ending.problem !== undefined && <ProblemView problem={ending.problem} />}
      <p className="nl-paragraph">{say('people.departure.now-detail')}</p>
      <div className="ow-actions">
        <Button kind="primary" negative busy={ending.busy} onClick={() => ending.run()}>
          {say('people.departure.now-yes')}
        </Button>
        <Button onClick={onClose}>{say('shell.cancel')}</Button>
      </div>
    </Dialog>
  )
}

function TakeBack({ employee, isGone, onChanged }: ChangeProps & { readonly isGone: boolean }) {
  const { say } = useWords()
  const { api } = useHouse()
  const taking = useAction(async () => {
    await api.send('POST', `/employees/${employee.id}/departure`, { leavesAt: null })
    onChanged()
  })
  return (
    <>
      {taking.problem !== undefined && <ProblemView problem={taking.problem} />}
      {isGone && <p className="nl-paragraph">{say('people.departure.back-detail')}</p>}
      <Button busy={taking.busy} onClick={() => taking.run()}>
        {say(isGone ? 'people.departure.back' : 'people.departure.take-back')}
      </Button>
    </>
  )
}
