import { useState } from 'react'
import { Button } from '../../../web/components/Button.tsx'
import { Dialog } from '../../../web/components/Dialog.tsx'
import { InputField } from '../../../web/components/Field.tsx'
import { ProblemView } from '../../../web/ProblemView.tsx'
import { useAction } from '../../../web/resource.tsx'
import { useApi } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'

type EndAppointmentProps = {
  readonly appointmentId: string
  readonly office: string
  readonly name: string
  readonly today: string
  readonly onClose: () => void
  readonly onDone: (message: string) => void
}

/** Asks from which day somebody no longer holds an office. */
export function EndAppointment({ appointmentId, office, name, today, onClose, onDone }: EndAppointmentProps) {
  const { say, day } = useWords()
  const api = useApi()
  const [until, setUntil] = useState(today)
  const ending = useAction(() => api.send('POST', `/appointments/${appointmentId}/end`, { until }))
  const onSubmit = async () => {
    if (!(await ending.run())) return
    onClose()
    onDone(say('people.offices.ended', { office, name, day: day(until) }))
  }
  return (
    <Dialog title={say('people.offices.end-title', { office, name })} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        {ending.problem !== undefined && <ProblemView problem={ending.problem} />}
        <InputField
          id="end-day"
          type="date"
          label={say('people.offices.end-day')}
          hint={say('people.offices.end-day-hint')}
          value={until}
          onChange={setUntil}
        />
        <div className="ow-actions">
          <Button type="submit" kind="primary" negative busy={ending.busy}>
            {say('people.offices.end')}
          </Button>
          <Button onClick={onClose}>{say('people.offices.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
