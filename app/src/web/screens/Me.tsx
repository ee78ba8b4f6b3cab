import type { EmployeeDetail } from '../answers.ts'
import { DescriptionList } from '../components/DescriptionList.tsx'
import { MailAddress } from '../components/MailAddress.tsx'
import { OfficeList } from '../offices.tsx'
import { Page } from '../Page.tsx'
import { ResourceView, useResource } from '../resource.tsx'
import { Section } from '../Section.tsx'
import { useHouse } from '../session.tsx'
import { useWords } from '../words.tsx'
import { MyLooks } from './MyLooks.tsx'
import { MyPasskeys } from './MyPasskeys.tsx'
import { MySessions } from './MySessions.tsx'

/** One's own page: own data and offices, passkeys, where one is signed in, and who looked. */
export function Me() {
  const { say } = useWords()
  const { session } = useHouse()
  const { employee } = session
  if (employee === null) return null
  return (
    <Page title={say('shell.me.title')} lead={say('shell.me.lead')}>
      <MyData />
      <Section id="passkeys" title={say('shell.passkeys.title')}>
        <MyPasskeys />
      </Section>
      <Section id="sessions" title={say('shell.sessions.title')}>
        <MySessions />
      </Section>
      <Section id="looks" title={say('shell.looks.title')}>
        <MyLooks />
      </Section>
    </Page>
  )
}

function MyData() {
  const { say } = useWords()
  const detail = useResource<EmployeeDetail>('/me')
  return (
    <>
      <Section id="data" title={say('shell.me.data')}>
        <ResourceView resource={detail}>{({ employee }) => <OwnData employee={employee} />}</ResourceView>
      </Section>
      <Section id="offices" title={say('shell.me.offices')}>
        <ResourceView resource={detail}>
          {({ offices }) => (
            <>
              {offices.length > 0 && <OfficeList offices={offices} />}
              <p className="nl-paragraph">{say('shell.me.offices-detail', { count: offices.length })}</p>
            </>
          )}
        </ResourceView>
      </Section>
    </>
  )
}

function OwnData({ employee }: Pick<EmployeeDetail, 'employee'>) {
  const { say, day, instant } = useWords()
  return (
    <>
      <DescriptionList
        literal
        entries={[
          { term: say('shell.me.name'), detail: `${employee.givenName} ${employee.familyName}` },
          { term: say('shell.me.email'), detail: <MailAddress address={employee.email} /> },
          { term: say('shell.me.staff-number'), detail: employee.staffNumber },
          { term: say('shell.me.account'), detail: employee.userName },
          { term: say('shell.me.unit'), detail: employee.unitName ?? say('shell.me.no-unit') },
          { term: say('shell.me.worker-type'), detail: say(`people.worker-type.${employee.workerType}`) },
          { term: say('shell.me.starts'), detail: day(employee.startsOn) },
          ...(employee.leavesAt === null ? [] : [{ term: say('shell.me.leaves'), detail: instant(employee.leavesAt) }]),
        ]}
      />
      <p className="nl-paragraph">{say('shell.me.data-wrong')}</p>
    </>
  )
}
