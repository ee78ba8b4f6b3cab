import { useEffect, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { Badge } from '../../../web/components/Badge.tsx'
import { Empty } from '../../../web/components/Empty.tsx'
import { InputField, SelectField } from '../../../web/components/Field.tsx'
import { Pagination } from '../../../web/components/Pagination.tsx'
import { type Column, Table } from '../../../web/components/Table.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { EmployeesAnswer, EmployeesSearch, UnitsAnswer } from '../shapes.ts'
import { useStageWords } from './stage-words.ts'
import './people.css'

type Person = EmployeesAnswer['employees'][number]

const states = ['here', 'coming', 'leaving', 'left', 'all'] as const
/** Long enough that a word is typed, short enough that nobody waits. */
const pauseMs = 300

/** The staff list: look somebody up, by name, unit and state. */
export function Staff() {
  const { say } = useWords()
  const { allowed } = useHouse().session
  const mayManage = allowed.includes('people.manage-staff')
  return (
    <Page title={say('people.staff.title')} lead={say(mayManage ? 'people.staff.lead' : 'people.staff.lead-oversight')}>
      {mayManage && (
        <div className="ow-actions">
          <TextLink to="/staff/new">{say('people.staff-new.title')}</TextLink>
          <TextLink to="/staff/import">{say('people.import-screen.title')}</TextLink>
          <TextLink to="/units">{say('people.units.title')}</TextLink>
        </div>
      )}
      <Search />
    </Page>
  )
}

function Search() {
  const { say } = useWords()
  const [path, navigate] = useLocation()
  const asked = new URLSearchParams(useSearch())
  const units = useResource<UnitsAnswer>('/units')
  // The name somebody looks for stays out of the address, so out of the history of the browser.
  const [typed, setTyped] = useState('')
  const [name, setName] = useState('')
  const state = states.find((one) => one === asked.get('state')) ?? 'here'
  const unitId = asked.get('unit') ?? ''
  const page = Number(asked.get('page') ?? '1')
  const addressOf = (change: Readonly<Record<string, string>>) => {
    const wanted = Object.entries({ state, unit: unitId, page: '1', ...change })
    const said = wanted.filter(([key, value]) => value !== '' && !(key === 'page' && value === '1'))
    return `${path}?${new URLSearchParams(said)}`
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another name begins at the first page again
  useEffect(() => {
    const timer = setTimeout(() => {
      if (typed.trim() === name) return
      setName(typed.trim())
      navigate(addressOf({}), { replace: true })
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <>
      <search className="people-filters">
        <InputField
          id="staff-search"
          type="search"
          label={say('people.staff.search')}
          value={typed}
          onChange={setTyped}
          maxLength={100}
        />
        <SelectField
          id="staff-unit"
          label={say('people.offices.unit')}
          value={unitId}
          onChange={(unit) => navigate(addressOf({ unit }), { replace: true })}
          options={[
            { value: '', label: say('people.staff.all-units') },
            ...(units.state.kind === 'loaded' ? units.state.value.units : []).map((unit) => ({
              value: unit.id,
              label: unit.name,
            })),
          ]}
        />
        <SelectField
          id="staff-state"
          label={say('people.staff.state')}
          value={state}
          onChange={(wanted) => navigate(addressOf({ state: wanted }), { replace: true })}
          options={states.map((one) => ({ value: one, label: say(`people.staff.state.${one}`) }))}
        />
      </search>
      <Found
        search={{ state, page, ...(unitId === '' ? {} : { unitId }), ...(name === '' ? {} : { search: name }) }}
        addressOf={(wanted) => addressOf({ page: String(wanted) })}
      />
    </>
  )
}

type FoundProps = { readonly search: EmployeesSearch; readonly addressOf: (page: number) => string }

function Found({ search, addressOf }: FoundProps) {
  const { say } = useWords()
  const answer = useResource<EmployeesAnswer>('/employees/search', search)
  const total = answer.state.kind === 'loaded' ? answer.state.value.total : undefined
  return (
    <>
      {/* The live region is there before its words, or a screen reader would not read them. */}
      <p className="nl-paragraph" role="status">
        {total !== undefined && say('people.staff.count', { total })}
      </p>
      <ResourceView resource={answer}>
        {({ employees, page, pageSize, total: all }) =>
          employees.length === 0 ? (
            <Empty title={say('people.staff.none')}>
              <p className="nl-paragraph">{say('people.staff.none-detail')}</p>
            </Empty>
          ) : (
            <>
              <People employees={employees} />
              <Pagination page={page} pages={Math.ceil(all / pageSize)} addressOf={addressOf} />
            </>
          )
        }
      </ResourceView>
    </>
  )
}

function People({ employees }: Pick<EmployeesAnswer, 'employees'>) {
  const { say } = useWords()
  const stageOf = useStageWords()
  const columns: readonly Column<Person>[] = [
    {
      id: 'name',
      header: say('shell.me.name'),
      namesRow: true,
      cell: ({ id, givenName, familyName }) => (
        <TextLink to={`/staff/${id}`}>
          {givenName} {familyName}
        </TextLink>
      ),
    },
    { id: 'number', header: say('shell.me.staff-number'), cell: ({ staffNumber }) => staffNumber },
    {
      id: 'unit',
      header: say('shell.me.unit'),
      cell: ({ unitName }) => unitName ?? say('shell.me.no-unit'),
    },
    {
      id: 'state',
      header: say('people.connections.state'),
      cell: (person) => {
        const { words, badge } = stageOf(person)
        return <Badge kind={badge}>{words}</Badge>
      },
    },
  ]
  return <Table caption={say('people.staff.caption')} columns={columns} rows={employees} keyOf={({ id }) => id} />
}
