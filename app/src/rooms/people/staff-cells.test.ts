import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type CellReading,
  looksLikeFormula,
  readDate,
  readEmail,
  readStaffNumber,
  readText,
  readUserName,
  readWorkerType,
} from './staff-cells.ts'
import { columnOf, languageOf } from './staff-columns.ts'

type Reader = (text: string) => CellReading<unknown>

const long = 'x'.repeat(64)
const cells: readonly { reader: Reader; name: string; text: string; expected: string }[] = [
  { reader: readDate, name: 'ISO date', text: '2026-11-24', expected: '2026-11-24' },
  { reader: readDate, name: 'day first with hyphens', text: '24-11-2026', expected: '2026-11-24' },
  { reader: readDate, name: 'day first with points', text: '1.2.2026', expected: '2026-02-01' },
  { reader: readDate, name: 'day first with slashes', text: '01/02/2026', expected: '2026-02-01' },
  { reader: readDate, name: 'month first is not guessed', text: '11/24/2026', expected: 'date-invalid' },
  { reader: readDate, name: 'mixed signs', text: '24-11/2026', expected: 'date-invalid' },
  { reader: readDate, name: 'two digits of the year', text: '24-11-26', expected: 'date-invalid' },
  { reader: readDate, name: 'a day that does not exist', text: '31-06-2026', expected: 'date-invalid' },
  { reader: readDate, name: 'the number a spreadsheet keeps', text: '46350', expected: 'date-invalid' },
  { reader: readEmail, name: 'a plain address', text: 'a.b@duinwaard.example', expected: 'a.b@duinwaard.example' },
  { reader: readEmail, name: 'a Danish domain', text: 'a@lyng-å.example', expected: 'a@lyng-å.example' },
  { reader: readEmail, name: 'no domain', text: 'a@', expected: 'email-invalid' },
  { reader: readEmail, name: 'one label', text: 'a@localhost', expected: 'email-invalid' },
  { reader: readEmail, name: 'two at signs', text: 'a@b@c.example', expected: 'email-invalid' },
  { reader: readEmail, name: 'a space', text: 'a b@c.example', expected: 'email-invalid' },
  { reader: readEmail, name: 'a name with brackets', text: 'Jan <a@c.example>', expected: 'email-invalid' },
  { reader: readEmail, name: 'two points', text: 'a..b@c.example', expected: 'email-invalid' },
  { reader: readEmail, name: '64 before the at sign', text: `${long}@c.example`, expected: `${long}@c.example` },
  { reader: readEmail, name: '65 before the at sign', text: `${long}x@c.example`, expected: 'email-invalid' },
  { reader: readStaffNumber, name: 'leading zeros stay', text: '000123', expected: '000123' },
  {
    reader: readStaffNumber,
    name: 'a number that a spreadsheet has spoilt',
    text: '1,23E+05',
    expected: 'staff-number-invalid',
  },
  { reader: readStaffNumber, name: '33 characters', text: '1'.repeat(33), expected: 'staff-number-invalid' },
  { reader: readUserName, name: 'a domain in front', text: 'DUIN\\jan', expected: 'DUIN\\jan' },
  { reader: readUserName, name: 'a space', text: 'jan de', expected: 'user-name-invalid' },
  { reader: readText, name: 'spaces at the ends and in between', text: '  van \u00A0 der ', expected: 'van der' },
  { reader: readText, name: 'an accent in two characters', text: 'Rene\u0301', expected: 'René' },
  { reader: readText, name: 'a letter lost before', text: 'J\uFFFDrgen', expected: 'replacement-character' },
  { reader: readText, name: 'a bell', text: 'a\u0007b', expected: 'control-character' },
  { reader: readText, name: 'a line end inside', text: 'a\nb', expected: 'control-character' },
  { reader: readText, name: 'text turned around', text: 'a\u202Eb', expected: 'control-character' },
  { reader: readText, name: '200 characters', text: 'x'.repeat(200), expected: 'x'.repeat(200) },
  { reader: readText, name: '201 characters', text: 'x'.repeat(201), expected: 'too-long' },
  { reader: readWorkerType, name: 'a Dutch word', text: 'Uitzendkracht', expected: 'agency' },
  { reader: readWorkerType, name: 'a Danish word', text: 'Frivillig', expected: 'volunteer' },
  { reader: readWorkerType, name: 'a word with two meanings', text: 'Intern', expected: 'worker-type-ambiguous' },
  { reader: readWorkerType, name: 'an unknown word', text: 'raadslid', expected: 'worker-type-unknown' },
]
for (const { reader, name, text, expected } of cells) {
  test(`${reader.name}: ${name}`, () => {
    const got = reader(text)
    assert.equal('code' in got ? got.code : got.value, expected)
  })
}

test('headers are known in three languages, however they are written', () => {
  for (const header of ['Personeelsnummer', 'MEDARBEJDERNUMMER', 'Staff number', 'staff_number', ' employee-number ']) {
    assert.equal(columnOf(header), 'staffNumber', header)
  }
  assert.equal(columnOf('E-mail'), 'email')
  assert.equal(columnOf('Datum uit dienst'), 'lastDay')
  assert.equal(columnOf('salaris'), undefined)
  assert.equal(columnOf('constructor'), undefined)
  assert.equal(languageOf('Dansk'), 'da')
})

test('a cell that a spreadsheet would run is seen', () => {
  for (const cell of ['=1+1', '+31', '-x', '@SUM', '\t=1']) assert.ok(looksLikeFormula(cell), cell)
  for (const cell of ["'t Hart", 'Jan', '', '1=1']) assert.ok(!looksLikeFormula(cell), cell)
})
