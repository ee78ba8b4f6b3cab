import { useState } from 'react'
import { timeZoneOf } from '../../../platform/time-zone.ts'
import type { OfficeHeld } from '../../../web/answers.ts'
import { Alert } from '../../../web/components/Alert.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { Dialog } from '../../../web/components/Dialog.tsx'
import { InputField } from '../../../web/components/Field.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { dayOfInstant } from '../../../web/dates.ts'
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
  /** A second person must confirm it. */
  readonly guarded: boolean
  readonly onChanged: () => void
}

/** When somebody leaves, and everything that ends with it; for an administrator the way to note or undo it. */
export function Departure({ employee, offices, guarded, onChanged }: DepartureProps) {
  const { say, day, instant } = useWords()
  const { session } = useHouse()
  const [done, setDone] = useState<string>()
  const { stage } = useStageWords()(employee)
  const lastDay = useLastDay()(employee.leavesAt)
  const isOwn = session.employee?.id === employee.id
  const mayManage = session.allowed.includes('people.manage-staff')
  const onDone = (message: string) => {
    setDone(message)
    onChanged()
  }
  return (
    <Section id="departure" title={say('people.departure.title')}>
      <div role="status">{done !== undefined && <Alert kind="ok" title={done} />}</div>
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
      {mayManage && !isOwn && employee.leavesAt === null && (
        <Note employee={employee} guarded={guarded} onDone={onDone} />
      )}
      {mayManage && !isOwn && employee.leavesAt !== null && (
        <TakeBack employee={employee} guarded={guarded} isGone={stage === 'left'} onDone={onDone} />
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

type ChangeProps = { readonly employee: EmployeeAnswer; readonly onDone: (message: string) => void }
type GuardedProps = ChangeProps & { readonly guarded: boolean }
type Leaving = { readonly leavesAt: string; readonly lastDay: string | undefined }

function Note({ employee, guarded, onDone }: GuardedProps) {
  const { say, day } = useWords()
  const { api, session } = useHouse()
  const [lastDay, setLastDay] = useState('')
  const [error, setError] = useState<string>()
  const [asking, setAsking] = useState<Leaving>()
  const timeZone = timeZoneOf(session.organisation.jurisdiction)
  const noting = useAction(async ({ leavesAt, lastDay: noted }: Leaving) => {
    if (guarded) await api.send('POST', '/proposals', { kind: 'departure', employeeId: employee.id, leavesAt })
    else await api.send('POST', `/employees/${employee.id}/departure`, { leavesAt })
    setAsking(undefined)
    setLastDay('')
    if (guarded) onDone(say('people.proposals.made'))
    else
      onDone(noted === undefined ? say('people.departure.stopped') : say('people.departure.noted', { day: day(noted) }))
  })
  const onSubmit = async () => {
    const fault = faultOf(lastDay, employee.startsOn)
    setError(fault === undefined ? undefined : say(fault, { date: day(employee.startsOn) }))
    if (fault !== undefined) return document.getElementById('last-day')?.focus()
    // Calendars are heavy, and only who notes a departure needs them.
    const { startOfDay } = await import('../start-of-day.ts')
    const { localDate } = await import('../local-date.ts')
    const leaving = { leavesAt: startOfDay(localDate(lastDay), 1, timeZone).toISOString(), lastDay }
    // What ends access at once is never done by a slip of a date.
    if (lastDay < dayOfInstant(new Date(), timeZone)) setAsking(leaving)
    else await noting.run(leaving)
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
      {noting.problem !== undefined && asking === undefined && <ProblemView problem={noting.problem} />}
      {guarded && <p className="nl-paragraph">{say('people.proposals.needed')}</p>}
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
          {say(guarded ? 'people.departure.propose' : 'people.departure.note')}
        </Button>
        <Button negative onClick={() => setAsking({ leavesAt: 'now', lastDay: undefined })}>
          {say(guarded ? 'people.departure.propose-now' : 'people.departure.now')}
        </Button>
      </div>
      {guarded && <TextLink to="/proposals">{say('people.proposals.see')}</TextLink>}
      {asking !== undefined && (
        <Dialog title={titleOf(asking, employee, say)} onClose={() => setAsking(undefined)}>
          {noting.problem !== undefined && <ProblemView problem={noting.problem} />}
          {asking.lastDay !== undefined && (
            <p className="nl-paragraph">{say('people.departure.past', { day: day(asking.lastDay) })}</p>
          )}
          <p className="nl-paragraph">
            {say(guarded ? 'people.departure.now-proposal' : 'people.departure.now-detail')}
          </p>
          <div className="ow-actions">
            <Button kind="primary" negative busy={noting.busy} onClick={() => noting.run(asking)}>
              {say(guarded ? 'people.proposals.propose' : 'people.departure.now-yes')}
            </Button>
            <Button onClick={() => setAsking(undefined)}>{say('shell.cancel')}</Button>
          </div>
        </Dialog>
      )}
    </form>
  )
}

function titleOf(
  { lastDay }: Leaving,
  { givenName, familyName }: EmployeeAnswer,
  say: ReturnType<typeof useWords>['say'],
): string {
  const name = `${givenName} ${familyName}`
  return say(lastDay === undefined ? 'people.departure.now-title' : 'people.departure.past-title', { name })
}

/** What is wrong with a last day, as a key of a message; undefined where nothing is. */
function faultOf(lastDay: string, startsOn: string): string | undefined {
  if (!/^(19|2\d)\d\d-\d\d-\d\d$/.test(lastDay)) return 'people.departure.day-missing'
  return lastDay < startsOn ? 'people.refusal.ends-before-start' : undefined
}

function TakeBack({ employee, guarded, isGone, onDone }: GuardedProps & { readonly isGone: boolean }) {
  const { say } = useWords()
  const { api } = useHouse()
  const taking = useAction(async () => {
    if (guarded) {
      await api.send('POST', '/proposals', { kind: 'departure', employeeId: employee.id, leavesAt: null })
      return onDone(say('people.proposals.made'))
    }
    await api.send('POST', `/employees/${employee.id}/departure`, { leavesAt: null })
    onDone(say(isGone ? 'people.departure.came-back' : 'people.departure.taken-back'))
  })
  return (
    <>
      {taking.problem !== undefined && <ProblemView problem={taking.problem} />}
      {isGone && <p className="nl-paragraph">{say('people.departure.back-detail')}</p>}
      {guarded && <p className="nl-paragraph">{say('people.proposals.needed')}</p>}
      <Button busy={taking.busy} onClick={() => taking.run()}>
        {say(`people.departure.${guarded ? 'propose-' : ''}${isGone ? 'back' : 'take-back'}`)}
      </Button>
      {guarded && <TextLink to="/proposals">{say('people.proposals.see')}</TextLink>}
    </>
  )
}
