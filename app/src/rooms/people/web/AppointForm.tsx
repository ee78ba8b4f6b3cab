import { useEffect, useState } from 'react'
import { Alert } from '../../../web/components/Alert.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { InputField, SelectField } from '../../../web/components/Field.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { useOfficeName } from '../../../web/offices.tsx'
import { ProblemView } from '../../../web/ProblemView.tsx'
import { useAction, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { useApi } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { AppointmentsAnswer, CandidatesAnswer, NewAppointment } from '../shapes.ts'
import { PersonPicker } from './PersonPicker.tsx'

type Person = CandidatesAnswer['candidates'][number]
type Units = { readonly units: readonly { readonly id: string; readonly name: string }[] }

type AppointFormProps = {
  readonly offices: AppointmentsAnswer['offices']
  readonly today: string
  readonly onClose: () => void
  readonly onDone: () => void
}

/** The form to give an office to somebody. What was filled in stays when the house refuses. */
export function AppointForm({ offices, today, onClose, onDone }: AppointFormProps) {
  const { say } = useWords()
  const nameOf = useOfficeName()
  const api = useApi()
  const units = useResource<Units>('/units')
  const [office, setOffice] = useState('')
  const [unitId, setUnitId] = useState('')
  const [person, setPerson] = useState<Person>()
  const [kind, setKind] = useState<'holder' | 'deputy'>('holder')
  const [from, setFrom] = useState(today)
  const [until, setUntil] = useState('')
  const [isTried, setIsTried] = useState(false)
  const [given, setGiven] = useState<string>()
  const guarded = offices.find((one) => one.office === office)?.secondPerson === true
  const appointing = useAction(({ kind: seat, ...wish }: NewAppointment) =>
    guarded
      ? api.send('POST', '/proposals', { ...wish, kind: 'appointment', seat })
      : api.send('POST', '/appointments', { ...wish, kind: seat }),
  )

  // The button that opened it is gone, so the keyboard goes on here.
  useEffect(() => document.getElementById('give')?.focus(), [])

  const isPerUnit = offices.find((one) => one.office === office)?.scope === 'unit'
  const missing = {
    office: office === '' ? say('people.offices.choose-office') : undefined,
    person: person === undefined ? say('people.offices.choose-person') : undefined,
    unit: isPerUnit && unitId === '' ? say('people.offices.choose-unit') : undefined,
  }
  const onSubmit = async () => {
    setIsTried(true)
    setGiven(undefined)
    if (person === undefined || Object.values(missing).some((message) => message !== undefined)) return
    const wish = {
      office,
      employeeId: person.id,
      unitId: isPerUnit ? unitId : null,
      kind,
      from,
      until: until === '' ? null : until,
    }
    if (!(await appointing.run(wish))) return
    setGiven(
      guarded
        ? say('people.proposals.made')
        : say('people.offices.given', { office: nameOf(office), name: person.name }),
    )
    setPerson(undefined)
    setIsTried(false)
    onDone()
  }
  const choices = [...offices]
    .map((one) => ({ value: one.office, label: nameOf(one.office) }))
    .sort((a, b) => a.label.localeCompare(b.label))
  return (
    <Section id="give" title={say('people.offices.give')}>
      <form
        className="people-form"
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        {appointing.problem !== undefined && <ProblemView problem={appointing.problem} />}
        {given !== undefined && <Alert kind="ok" title={given} />}
        <SelectField
          id="office"
          label={say('people.offices.office')}
          value={office}
          onChange={setOffice}
          error={isTried ? missing.office : undefined}
          options={[{ value: '', label: say('people.offices.choose') }, ...choices]}
        />
        {guarded && <p className="nl-paragraph">{say('people.proposals.needed')}</p>}
        {isPerUnit && (
          <SelectField
            id="unit"
            label={say('people.offices.unit')}
            value={unitId}
            onChange={setUnitId}
            error={isTried ? missing.unit : undefined}
            options={[
              { value: '', label: say('people.offices.choose') },
              ...(units.state.kind === 'loaded' ? units.state.value.units : []).map(({ id, name }) => ({
                value: id,
                label: name,
              })),
            ]}
          />
        )}
        <PersonPicker chosen={person} onChoose={setPerson} error={isTried ? missing.person : undefined} />
        {person?.maySignIn === false && (
          <Alert kind="warning" title={say('people.offices.cannot-sign-in', { name: person.name })}>
            <p className="nl-paragraph">
              <TextLink to={`/staff/${person.id}#sign-in-link`}>{say('people.offices.to-sign-in-link')}</TextLink>
            </p>
          </Alert>
        )}
        <SelectField
          id="kind"
          label={say('people.offices.kind')}
          hint={say('people.offices.kind-hint')}
          value={kind}
          onChange={(value) => setKind(value === 'deputy' ? 'deputy' : 'holder')}
          options={[
            { value: 'holder', label: say('people.offices.holder') },
            { value: 'deputy', label: say('people.offices.deputy') },
          ]}
        />
        <InputField id="from" type="date" label={say('people.offices.first-day')} value={from} onChange={setFrom} />
        <InputField
          id="until"
          type="date"
          label={say('people.offices.first-day-without')}
          hint={say('people.offices.first-day-without-hint')}
          value={until}
          onChange={setUntil}
        />
        <div className="ow-actions">
          <Button type="submit" kind="primary" busy={appointing.busy}>
            {say(guarded ? 'people.proposals.propose' : 'people.offices.give')}
          </Button>
          <Button onClick={onClose}>{say('people.offices.close')}</Button>
        </div>
      </form>
    </Section>
  )
}
