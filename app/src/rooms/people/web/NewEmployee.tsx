import { useLocation } from 'wouter'
import { timeZoneOf } from '../../../platform/time-zone.ts'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { dayOfInstant } from '../../../web/dates.ts'
import { Page } from '../../../web/Page.tsx'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import { type EmployeeField, wholeFamilyName } from '../employee-form.ts'
import { EmployeeFields } from './EmployeeFields.tsx'
import './people.css'

const fields: readonly EmployeeField[] = [
  'givenName',
  'infix',
  'familyName',
  'staffNumber',
  'email',
  'userName',
  'subject',
  'unitId',
  'workerType',
  'language',
  'startsOn',
]

/** Enters one employee by hand. */
export function NewEmployee() {
  const { say } = useWords()
  const { api, session } = useHouse()
  const [, navigate] = useLocation()
  const today = dayOfInstant(new Date(), timeZoneOf(session.organisation.jurisdiction))
  return (
    <Page title={say('people.staff-new.title')} lead={say('people.staff-new.lead')}>
      <p className="nl-paragraph ow-note">{say('people.staff-new.sign-in')}</p>
      <EmployeeFields
        first={{
          staffNumber: '',
          userName: '',
          subject: '',
          givenName: '',
          infix: '',
          familyName: '',
          email: '',
          unitId: '',
          workerType: 'employee',
          language: '',
          startsOn: today,
        }}
        fields={fields}
        submit={say('people.staff-new.submit')}
        onSubmit={async (form) => {
          const { subject, unitId, infix, language, ...rest } = form
          const made = await api.send<{ id: string }>('POST', '/employees', {
            ...trimmed({ ...rest, familyName: wholeFamilyName(form) }),
            language: language === '' ? null : language,
            unitId: unitId === '' ? null : unitId,
            ...(subject.trim() === '' ? {} : { subject: subject.trim() }),
          })
          navigate(`/staff/${made.id}?added=1`)
        }}
      >
        <TextLink to="/staff">{say('shell.cancel')}</TextLink>
      </EmployeeFields>
    </Page>
  )
}

function trimmed<Form extends Readonly<Record<string, string>>>(form: Form): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(form).map(([field, value]) => [field, value.trim()]))
}
