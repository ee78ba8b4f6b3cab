/** What a person fills in on an employee: all text, as fields give it. `infix`, `unitId`, `subject` and `language` may be empty. */
export type EmployeeForm = {
  readonly staffNumber: string
  readonly userName: string
  readonly subject: string
  readonly givenName: string
  /** "van der", in Danish a middle name: it stands before the family name. */
  readonly infix: string
  readonly familyName: string
  readonly email: string
  readonly unitId: string
  readonly workerType: string
  readonly language: string
  readonly startsOn: string
}

/** A field of the form. Its id on screen has the same name. */
export type EmployeeField = keyof EmployeeForm

/** Why a field is not good; words in `people.staff.fault.<code>`. */
export type FieldFault = {
  readonly field: EmployeeField
  readonly code: 'missing' | 'too-long' | 'email' | 'day'
  /** Characters at most. */
  readonly limit: number
}

// The same limits as the shape that the server checks.
const limits: Readonly<Record<EmployeeField, number>> = {
  staffNumber: 40,
  userName: 200,
  subject: 200,
  givenName: 100,
  infix: 40,
  familyName: 100,
  email: 254,
  unitId: 36,
  workerType: 20,
  language: 2,
  startsOn: 10,
}
const optional: readonly EmployeeField[] = ['infix', 'subject', 'unitId', 'language']

/** Every fault of the fields given, in their order: at most one a field. */
export function employeeFaults(form: EmployeeForm, fields: readonly EmployeeField[]): readonly FieldFault[] {
  return fields.flatMap((field) => {
    const code = faultOf(field, form[field].trim())
    return code === undefined ? [] : [{ field, code, limit: limits[field] }]
  })
}

function faultOf(field: EmployeeField, value: string): FieldFault['code'] | undefined {
  if (value === '') return optional.includes(field) ? undefined : 'missing'
  if (value.length > limits[field]) return 'too-long'
  if (field === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(value)) return 'email'
  if (field === 'startsOn' && !/^\d{4}-\d\d-\d\d$/.test(value)) return 'day'
  return undefined
}

const fieldOfCode: Readonly<Record<string, EmployeeField>> = {
  'staff-number-taken': 'staffNumber',
  'user-name-taken': 'userName',
  'subject-taken': 'subject',
  'email-taken': 'email',
  'no-such-unit': 'unitId',
}

/** The field that a reason of the server is about, `undefined` for one about the whole. */
export function fieldOfReason(reason: { readonly code: string; readonly path?: string }): EmployeeField | undefined {
  const name = reason.path?.replace(/^body\//, '')
  // Object.keys forgets that a literal table has just these keys.
  return fieldOfCode[reason.code] ?? (Object.keys(limits) as EmployeeField[]).find((field) => field === name)
}

/** The family name as it is kept: with the infix before it, as in a file of staff. */
export function wholeFamilyName({ infix, familyName }: Pick<EmployeeForm, 'infix' | 'familyName'>): string {
  return `${infix.trim()} ${familyName.trim()}`.trim()
}
