import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type EmployeeField,
  type EmployeeForm,
  employeeFaults,
  fieldOfReason,
  wholeFamilyName,
} from './employee-form.ts'

const good: EmployeeForm = {
  staffNumber: '0042',
  userName: 'mo',
  subject: '',
  givenName: 'Mo',
  infix: '',
  familyName: 'Helmgras',
  email: 'mo@duinwaard.example',
  unitId: '',
  workerType: 'employee',
  language: '',
  startsOn: '2026-09-01',
}
// Object.keys forgets that the form has just these keys.
const all = Object.keys(good) as EmployeeField[]

const rows: readonly { name: string; change: Partial<EmployeeForm>; expected: readonly string[] }[] = [
  { name: 'infix, unit, language and name at the provider may stay empty', change: {}, expected: [] },
  { name: 'spaces are nothing', change: { givenName: '  ' }, expected: ['givenName missing'] },
  { name: 'an address without a dot', change: { email: 'mo@duinwaard' }, expected: ['email email'] },
  { name: 'an address with a space', change: { email: 'mo h@duinwaard.example' }, expected: ['email email'] },
  { name: 'forty characters are a staff number', change: { staffNumber: '4'.repeat(40) }, expected: [] },
  { name: 'one more is too long', change: { staffNumber: '4'.repeat(41) }, expected: ['staffNumber too-long'] },
  { name: 'a day is year, month, day', change: { startsOn: '1-9-2026' }, expected: ['startsOn day'] },
  {
    name: 'every fault is told, in the order of the fields',
    change: { staffNumber: '', email: '', userName: '' },
    expected: ['staffNumber missing', 'userName missing', 'email missing'],
  },
]

for (const { name, change, expected } of rows) {
  test(`employee form: ${name}`, () => {
    const faults = employeeFaults({ ...good, ...change }, all)
    assert.deepEqual(
      faults.map(({ field, code }) => `${field} ${code}`),
      expected,
    )
  })
}

test('employee form: a field that is not on screen is not judged', () => {
  assert.deepEqual(employeeFaults({ ...good, staffNumber: '' }, ['email']), [])
})

test('employee form: a reason of the server finds its field by code or by path', () => {
  assert.equal(fieldOfReason({ code: 'user-name-taken' }), 'userName')
  assert.equal(fieldOfReason({ code: 'wrong-form', path: 'body/email' }), 'email')
  assert.equal(fieldOfReason({ code: 'kept-elsewhere' }), undefined)
})

test('employee form: an infix stands before the family name', () => {
  assert.equal(wholeFamilyName({ infix: ' van der ', familyName: ' Zandhaver' }), 'van der Zandhaver')
  assert.equal(wholeFamilyName({ infix: '', familyName: 'Zandhaver' }), 'Zandhaver')
})
