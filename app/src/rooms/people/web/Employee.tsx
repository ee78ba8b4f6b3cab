import { useState } from 'react'
import { useSearch } from 'wouter'
import { Alert } from '../../../web/components/Alert.tsx'
import { Badge } from '../../../web/components/Badge.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { DescriptionList } from '../../../web/components/DescriptionList.tsx'
import { Empty } from '../../../web/components/Empty.tsx'
import { MailAddress } from '../../../web/components/MailAddress.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { OfficeList } from '../../../web/offices.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import type { ScreenProps } from '../../../web/screen-components.ts'
import { useHouse } from '../../../web/session.tsx'
import { ownNames, useWords } from '../../../web/words.tsx'
import type { EmployeeField } from '../employee-form.ts'
import type { EmployeeAnswer, EmployeeDetailAnswer } from '../shapes.ts'
import { Departure } from './Departure.tsx'
import { EmployeeFields } from './EmployeeFields.tsx'
import { SignInLink } from './SignInLink.tsx'
import { useLastDay, useStageWords } from './stage-words.ts'
import './people.css'

/** One employee: data, offices, and the last day with everything that ends then. */
export function Employee({ params }: ScreenProps) {
  const { say } = useWords()
  const { allowed } = useHouse().session
  const detail = useResource<EmployeeDetailAnswer>(`/employees/${encodeURIComponent(params.id ?? '')}`)
  const isAdded = new URLSearchParams(useSearch()).get('added') === '1'
  const person = detail.state.kind === 'loaded' ? detail.state.value.employee : undefined
  const mayManage = allowed.includes('people.manage-staff')
  return (
    <Page
      title={person === undefined ? say('people.employee.title') : `${person.givenName} ${person.familyName}`}
      {...(mayManage ? {} : { lead: say('people.staff.lead-oversight') })}
    >
      <p className="nl-paragraph">
        <TextLink to="/staff">{say('people.employee.back')}</TextLink>
      </p>
      {isAdded && person !== undefined && <Alert kind="ok" title={say('people.employee.added')} />}
      <ResourceView
        resource={detail}
        missing={
          <Empty title={say('people.employee.missing')}>
            <p className="nl-paragraph">{say('people.employee.missing-detail')}</p>
          </Empty>
        }
      >
        {({ employee, offices, secondPerson }) => (
          <>
            <Data employee={employee} mayManage={mayManage} onChanged={detail.refetch} />
            <Section id="offices" title={say('people.employee.offices')}>
              {offices.length > 0 ? (
                <OfficeList offices={offices} />
              ) : (
                <p className="nl-paragraph">{say('people.employee.no-offices')}</p>
              )}
              <p className="nl-paragraph">
                <TextLink to={mayManage ? '/offices?give=1' : '/offices'}>{say('people.employee.to-offices')}</TextLink>
              </p>
            </Section>
            {allowed.includes('people.relink') && (
              <SignInLink employee={employee} guarded={secondPerson.signInLink} onChanged={detail.refetch} />
            )}
            <Departure
              employee={employee}
              offices={offices}
              guarded={secondPerson.departure}
              onChanged={detail.refetch}
            />
          </>
        )}
      </ResourceView>
    </Page>
  )
}

const correctable: readonly EmployeeField[] = ['givenName', 'familyName', 'email', 'unitId', 'workerType', 'language']

type DataProps = {
  readonly employee: EmployeeAnswer
  readonly mayManage: boolean
  readonly onChanged: () => void
}

function Data({ employee, mayManage, onChanged }: DataProps) {
  const { say } = useWords()
  const [isOpen, setOpen] = useState(false)
  const [isSaved, setSaved] = useState(false)
  const keptElsewhere = employee.source === 'scim'
  return (
    <Section id="data" title={say('people.employee.data')}>
      <div role="status">{isSaved && <Alert kind="ok" title={say('people.employee.saved')} />}</div>
      {isOpen ? (
        <Correct
          employee={employee}
          onClose={() => setOpen(false)}
          onSaved={() => {
            setOpen(false)
            setSaved(true)
            onChanged()
          }}
        />
      ) : (
        <>
          <Shown employee={employee} />
          {mayManage && !keptElsewhere && (
            <Button
              onClick={() => {
                setSaved(false)
                setOpen(true)
              }}
            >
              {say('people.employee.correct')}
            </Button>
          )}
        </>
      )}
      {mayManage && keptElsewhere && <p className="nl-paragraph">{say('people.refusal.kept-elsewhere')}</p>}
    </Section>
  )
}

function Shown({ employee }: { readonly employee: EmployeeAnswer }) {
  const { say, day } = useWords()
  const lastDay = useLastDay()(employee.leavesAt)
  const { stage, words, badge } = useStageWords()(employee)
  const { source, maySignIn, startsOn, language } = employee
  return (
    <>
      <DescriptionList
        literal
        entries={[
          { term: say('people.connections.state'), detail: <Badge kind={badge}>{words}</Badge> },
          { term: say('shell.me.email'), detail: <MailAddress address={employee.email} /> },
          { term: say('shell.me.staff-number'), detail: employee.staffNumber },
          { term: say('shell.me.account'), detail: employee.userName },
          { term: say('shell.me.unit'), detail: employee.unitName ?? say('shell.me.no-unit') },
          { term: say('shell.me.worker-type'), detail: say(`people.worker-type.${employee.workerType}`) },
          {
            term: say('people.staff.field.language'),
            detail: language === null ? say('people.staff.no-language') : ownNames[language],
          },
          { term: say('people.staff.field.startsOn'), detail: day(startsOn) },
          ...(lastDay === undefined ? [] : [{ term: say('people.departure.last-day'), detail: day(lastDay) }]),
          { term: say('people.employee.source'), detail: say(`people.employee.source.${source}`) },
        ]}
      />
      {!maySignIn && stage !== 'left' && (
        <Alert kind="info" title={say('people.employee.no-sign-in')}>
          <p className="nl-paragraph">{say('people.employee.no-sign-in-detail')}</p>
        </Alert>
      )}
    </>
  )
}

type CorrectProps = {
  readonly employee: EmployeeAnswer
  readonly onClose: () => void
  readonly onSaved: () => void
}

function Correct({ employee, onClose, onSaved }: CorrectProps) {
  const { say } = useWords()
  const { api } = useHouse()
  const { id, staffNumber, userName, givenName, familyName, email, unitId, workerType, language, startsOn } = employee
  return (
    <EmployeeFields
      first={{
        ...{ staffNumber, userName, givenName, familyName, email, workerType, startsOn },
        unitId: unitId ?? '',
        language: language ?? '',
        // It stands in the family name already.
        infix: '',
        subject: '',
      }}
      fields={correctable}
      submit={say('people.employee.save')}
      onSubmit={async (form) => {
        await api.send('PATCH', `/employees/${id}`, {
          givenName: form.givenName.trim(),
          familyName: form.familyName.trim(),
          email: form.email.trim(),
          unitId: form.unitId === '' ? null : form.unitId,
          workerType: form.workerType,
          language: form.language === '' ? null : form.language,
        })
        onSaved()
      }}
    >
      <Button onClick={onClose}>{say('shell.cancel')}</Button>
    </EmployeeFields>
  )
}
