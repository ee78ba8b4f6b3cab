import { useState } from 'react'
import { Alert } from '../../../web/components/Alert.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { InputField } from '../../../web/components/Field.tsx'
import { ProblemView } from '../../../web/ProblemView.tsx'
import { useAction } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { useApi } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { EmployeeAnswer } from '../shapes.ts'

type SignInLinkProps = {
  readonly employee: EmployeeAnswer
  /** A second person must confirm it. */
  readonly guarded: boolean
  readonly onChanged: () => void
}

/** Which account signs in as somebody: for an administrator the way to change it, alone or as a proposal. */
export function SignInLink({ employee, guarded, onChanged }: SignInLinkProps) {
  const { say } = useWords()
  const api = useApi()
  const [subject, setSubject] = useState('')
  const [error, setError] = useState<string>()
  const [done, setDone] = useState<string>()
  const changing = useAction(async (wanted: string) => {
    if (guarded)
      await api.send('POST', '/proposals', { kind: 'sign-in-link', employeeId: employee.id, subject: wanted })
    else await api.send('PUT', `/employees/${employee.id}/sign-in-link`, { subject: wanted })
  })
  const onSubmit = async () => {
    const wanted = subject.trim()
    setDone(undefined)
    setError(wanted === '' ? say('people.sign-in-link.missing') : undefined)
    if (wanted === '') return document.getElementById('subject')?.focus()
    if (!(await changing.run(wanted))) return
    setSubject('')
    setDone(say(guarded ? 'people.proposals.made' : 'people.sign-in-link.done'))
    onChanged()
  }
  const isKept = employee.source === 'scim' && !guarded
  return (
    <Section id="sign-in-link" title={say('people.sign-in-link.title')}>
      <p className="nl-paragraph">
        {say(employee.maySignIn ? 'people.sign-in-link.is' : 'people.sign-in-link.is-not')}
      </p>
      <div role="status">{done !== undefined && <Alert kind="ok" title={done} />}</div>
      {isKept ? (
        <p className="nl-paragraph">{say('people.refusal.kept-elsewhere')}</p>
      ) : (
        <form
          className="people-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            onSubmit()
          }}
        >
          {changing.problem !== undefined && <ProblemView problem={changing.problem} />}
          {guarded && <p className="nl-paragraph">{say('people.proposals.needed')}</p>}
          <InputField
            id="subject"
            label={say('people.staff.field.subject')}
            hint={say('people.staff.hint.subject')}
            error={error}
            value={subject}
            onChange={setSubject}
          />
          <Button type="submit" kind="primary" busy={changing.busy}>
            {say(guarded ? 'people.proposals.propose' : 'people.sign-in-link.change')}
          </Button>
        </form>
      )}
    </Section>
  )
}
