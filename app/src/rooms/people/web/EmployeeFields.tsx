import { type ReactNode, useState } from 'react'
import { Button } from '../../../web/components/Button.tsx'
import { ErrorSummary } from '../../../web/components/ErrorSummary.tsx'
import { InputField, SelectField } from '../../../web/components/Field.tsx'
import { languages } from '../../../web/messages.ts'
import { ProblemView } from '../../../web/ProblemView.tsx'
import { type Problem, ProblemError } from '../../../web/problem.ts'
import { useAction, useResource } from '../../../web/resource.tsx'
import { ownNames, useWords } from '../../../web/words.tsx'
import { type EmployeeField, type EmployeeForm, employeeFaults, fieldOfReason } from '../employee-form.ts'
import { workerTypes } from '../offices.ts'
import type { UnitsAnswer } from '../shapes.ts'

type EmployeeFieldsProps = {
  readonly first: EmployeeForm
  /** The fields that can be filled in, in this order. */
  readonly fields: readonly EmployeeField[]
  readonly submit: string
  /** Sends the form; a problem it throws is shown at the fields it names. */
  readonly onSubmit: (form: EmployeeForm) => Promise<void>
  readonly children?: ReactNode
}

type FieldError = { readonly fieldId: EmployeeField; readonly message: string }

const types = { email: 'email', startsOn: 'date' } as const
const hinted: readonly EmployeeField[] = ['infix', 'staffNumber', 'userName', 'subject', 'startsOn']

/** The form on one employee: what is wrong stands above it and at each field, and nothing typed is lost. */
export function EmployeeFields({ first, fields, submit, onSubmit, children }: EmployeeFieldsProps) {
  const { say } = useWords()
  const [form, setForm] = useState(first)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const sending = useAction(async () => {
    try {
      await onSubmit(form)
    } catch (error) {
      if (error instanceof ProblemError) setErrors(errorsOf(error.problem))
      throw error
    }
  })
  const onTry = async () => {
    const faults = employeeFaults(form, fields)
    setErrors(
      faults.map(({ field, code, limit }) => ({
        fieldId: field,
        message: say(`people.staff.fault.${code}`, { field: say(`people.staff.field.${field}`), limit }),
      })),
    )
    if (faults.length === 0) await sending.run()
  }
  return (
    <form
      className="people-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onTry()
      }}
    >
      <ErrorSummary errors={errors} />
      {sending.problem !== undefined && errors.length === 0 && <ProblemView problem={sending.problem} />}
      {fields.map((field) => (
        <OneField
          key={field}
          field={field}
          value={form[field]}
          error={errors.find(({ fieldId }) => fieldId === field)?.message}
          onChange={(value) => setForm((now) => ({ ...now, [field]: value }))}
        />
      ))}
      <div className="ow-actions">
        <Button type="submit" kind="primary" busy={sending.busy}>
          {submit}
        </Button>
        {children}
      </div>
    </form>
  )
}

/** The reasons of the server that belong to a field; none when one of them belongs to no field. */
function errorsOf(problem: Problem): readonly FieldError[] {
  if (problem.kind === 'unsaid') return []
  const errors = problem.reasons.flatMap((reason) => {
    const fieldId = fieldOfReason(reason)
    return fieldId === undefined ? [] : [{ fieldId, message: reason.detail }]
  })
  return errors.length === problem.reasons.length ? errors : []
}

type OneFieldProps = {
  readonly field: EmployeeField
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}

function OneField({ field, value, error, onChange }: OneFieldProps) {
  const { say } = useWords()
  const label = say(`people.staff.field.${field}`)
  const hint = hinted.includes(field) ? say(`people.staff.hint.${field}`) : undefined
  if (field === 'unitId') return <UnitField value={value} error={error} label={label} onChange={onChange} />
  if (field === 'workerType') {
    const options = workerTypes.map((one) => ({ value: one, label: say(`people.worker-type.${one}`) }))
    return <SelectField id={field} label={label} value={value} error={error} onChange={onChange} options={options} />
  }
  if (field === 'language') {
    const options = [
      { value: '', label: say('people.staff.no-language') },
      ...languages.map((one) => ({ value: one, label: ownNames[one] })),
    ]
    return <SelectField id={field} label={label} value={value} error={error} onChange={onChange} options={options} />
  }
  const type = field === 'email' || field === 'startsOn' ? types[field] : 'text'
  return <InputField id={field} label={label} hint={hint} type={type} value={value} error={error} onChange={onChange} />
}

function UnitField({ label, value, error, onChange }: Omit<OneFieldProps, 'field'> & { readonly label: string }) {
  const { say } = useWords()
  const units = useResource<UnitsAnswer>('/units')
  const known = units.state.kind === 'loaded' ? units.state.value.units : []
  return (
    <SelectField
      id="unitId"
      label={label}
      value={value}
      error={error}
      onChange={onChange}
      options={[
        { value: '', label: say('shell.me.no-unit') },
        ...known.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  )
}
