import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { localDate } from './local-date.ts'
import { type KnownStaff, previewImport, type RegisteredPerson } from './staff-import.ts'

const today = localDate('2026-11-24')
const bytes = (text: string) => new TextEncoder().encode(text)

const jan: RegisteredPerson = {
  staffNumber: '0001',
  userName: 'jan',
  givenName: 'Jan',
  familyName: 'van Zandhaver',
  email: 'jan@duinwaard.example',
  subject: 'sub-jan',
  unitId: 'u1',
  workerType: 'employee',
  language: null,
  startsOn: localDate('2020-01-01'),
  lastDay: null,
  kept: false,
  guarded: { departure: false, signInLink: false },
}
const known: KnownStaff = {
  persons: [jan],
  units: [
    { id: 'u1', name: 'Burgerzaken', externalId: '100' },
    { id: 'u2', name: 'Beheer', externalId: '200' },
    { id: 'u3', name: 'Beheer', externalId: '300' },
  ],
}

const header =
  'personeelsnummer;voornaam;achternaam;e-mail;afdeling;datum in dienst;datum uit dienst;soort medewerker;gebruikersnaam'
const good = '0002;Mo;Helmgras;mo@duinwaard.example;Burgerzaken;01-02-2024;;extern;mo'

function preview(lines: readonly string[], staff = known, head = header) {
  return previewImport(bytes([head, ...lines].join('\r\n')), staff, today)
}

test('a good line becomes a new person', () => {
  const got = preview([good])
  assert.deepEqual(got.faults, [])
  assert.deepEqual(got.rows, [
    {
      line: 2,
      kind: 'new',
      staffNumber: '0002',
      userName: 'mo',
      givenName: 'Mo',
      familyName: 'Helmgras',
      email: 'mo@duinwaard.example',
      subject: null,
      unitId: 'u1',
      newUnit: null,
      workerType: 'external',
      language: null,
      startsOn: '2024-02-01',
      lastDay: null,
      changes: [],
      flags: [],
    },
  ])
  assert.deepEqual(got.counts, {
    new: 1,
    changed: 0,
    same: 0,
    badLines: 0,
    flagged: 0,
    returning: 0,
    leaving: 0,
    notInFile: 1,
  })
})

const heads = [
  {
    name: 'Danish with commas',
    head: 'Medarbejdernummer,Fornavn,Efternavn,E-mail',
    line: '7,Ida,Klitrose,ida@lyngborg.example',
  },
  {
    name: 'English with tabs',
    head: 'Staff number\tFirst name\tLast name\tE-mail',
    line: '7\tIda\tKlitrose\tida@lyngborg.example',
  },
  {
    name: 'quoted headers',
    head: '"personeelsnummer";"roepnaam";"achternaam";"e-mail"',
    line: '"7";"Ida";"Klitrose";"ida@lyngborg.example"',
  },
]
for (const { name, head, line } of heads) {
  test(`${name} is read`, () => {
    const [row] = preview([line], known, head).rows
    assert.deepEqual(
      [row?.staffNumber, row?.givenName, row?.familyName, row?.userName],
      ['7', 'Ida', 'Klitrose', 'ida@lyngborg.example'],
    )
  })
}

test('a column that is not known is shown and skipped', () => {
  const got = preview(
    ['7;Ida;Klitrose;ida@lyngborg.example;3000'],
    known,
    'personeelsnummer;voornaam;achternaam;mail;Salaris',
  )
  assert.deepEqual(got.columns.at(-1), { header: 'Salaris', column: null })
  assert.equal(got.rows.length, 1)
})

test('what stands between the names goes in front of the family name', () => {
  const got = preview(
    ['7;Ida;van der;Kwelder;ida@x.example'],
    known,
    'personeelsnummer;voornaam;tussenvoegsel;achternaam;mail',
  )
  assert.equal(got.rows[0]?.familyName, 'van der Kwelder')
})

const faults: readonly { name: string; lines: readonly string[]; expected: readonly string[] }[] = [
  { name: 'a cell too few', lines: ['0002;Mo;Helmgras;mo@x.example'], expected: ['2 - cell-count'] },
  { name: 'a full cell too many', lines: [`${good};x`], expected: ['2 - cell-count'] },
  { name: 'an empty cell too many is no fault', lines: [`${good};;`], expected: [] },
  {
    name: 'a required cell that is empty',
    lines: ['0002;;Helmgras;mo@x.example;;;;;'],
    expected: ['2 givenName required'],
  },
  {
    name: 'all faults of a line at once',
    lines: ['0 2;Mo;Helmgras;mo;Burgerzaken;31-02-2024;;raadslid;m o'],
    expected: [
      '2 staffNumber staff-number-invalid',
      '2 userName user-name-invalid',
      '2 email email-invalid',
      '2 workerType worker-type-unknown',
      '2 startsOn date-invalid',
    ],
  },
  {
    name: 'two lines with one number are both bad',
    lines: [good, good.replaceAll('mo', 'no')],
    expected: ['2 staffNumber staff-number-twice 3', '3 staffNumber staff-number-twice 2'],
  },
  {
    name: 'an address twice, capitals do not matter',
    lines: [good, '3;A;B;MO@duinwaard.example;;;;;a'],
    expected: ['2 email email-twice 3', '3 email email-twice 2'],
  },
  {
    name: 'a user name twice',
    lines: [good, '3;A;B;a@x.example;;;;;MO'],
    expected: ['2 userName user-name-twice 3', '3 userName user-name-twice 2'],
  },
  {
    name: 'a user name of another person',
    lines: ['3;A;B;a@x.example;;;;;JAN'],
    expected: ['2 userName user-name-taken'],
  },
  {
    name: 'an address of another person',
    lines: ['3;A;B;Jan@duinwaard.example;;;;;a'],
    expected: ['2 email email-taken'],
  },
  { name: 'two units of one name', lines: ['3;A;B;a@x.example;Beheer;;;;a'], expected: ['2 unit unit-ambiguous'] },
  { name: 'a unit by its number', lines: ['3;A;B;a@x.example;300;;;;a'], expected: [] },
  {
    name: 'an end before the start',
    lines: ['3;A;B;a@x.example;;2024-02-01;2024-01-31;;a'],
    expected: ['2 lastDay ends-before-start'],
  },
  { name: 'one day of work', lines: ['3;A;B;a@x.example;;2024-02-01;2024-02-01;;a'], expected: [] },
  {
    name: 'an end before the start that is known',
    lines: ['0001;Jan;van Zandhaver;jan@duinwaard.example;100;;2019-12-31;;jan'],
    expected: ['2 lastDay ends-before-start'],
  },
  { name: 'a broken quote', lines: ['3;"A;B;a@x.example;;;;;a', good], expected: ['2 - quote-not-closed'] },
  {
    name: 'each line inside a broken record is named',
    lines: ['3;"A;B;a@x.example;;;;;a', '4;C;D;c@x.example;;;;;c', '5;E";F;e@x.example;;;;;e', good],
    expected: ['2 givenName control-character', '3 - inside-broken-record 2', '4 - inside-broken-record 2'],
  },
]
for (const { name, lines, expected } of faults) {
  test(`fault: ${name}`, () => {
    const got = preview(lines)
    assert.deepEqual(
      got.faults.map((one) => [one.line, one.column ?? '-', one.code, one.otherLine ?? ''].join(' ').trim()),
      expected,
    )
    assert.equal(got.counts.badLines, new Set(got.faults.map((one) => one.line)).size)
    assert.ok(got.rows.every((row) => got.faults.every((one) => one.line !== row.line)))
  })
}

const files = [
  { name: 'a file without any known header', text: 'een;twee\n1;2', expected: ['1 - header-unknown'] },
  {
    name: 'a header without required columns',
    text: 'personeelsnummer;voornaam\n1;2',
    expected: ['1 familyName header-missing', '1 email header-missing'],
  },
  {
    name: 'a column twice',
    text: 'personeelsnummer;voornaam;roepnaam;achternaam;mail\n',
    expected: ['1 givenName header-twice'],
  },
  { name: 'a header alone', text: `${header}\n`, expected: ['1 - no-rows'] },
  { name: 'nothing', text: '', expected: ['1 - empty'] },
]
for (const { name, text, expected } of files) {
  test(`no lines are read of ${name}`, () => {
    const got = previewImport(bytes(text), known, today)
    assert.deepEqual(
      got.faults.map((one) => `${one.line} ${one.column ?? '-'} ${one.code}`),
      expected,
    )
    assert.deepEqual(got.rows, [])
    assert.equal(got.counts.notInFile, 0)
  })
}

test('a person who is the same is left alone', () => {
  const [row] = preview(['0001;Jan;van Zandhaver;jan@duinwaard.example;burgerzaken;1-1-2020;;;']).rows
  assert.equal(row?.kind, 'same')
})

test('a change names its columns', () => {
  const [row] = preview(['0001;Jan;Helmgras;jan@duinwaard.example;200;;;extern;']).rows
  assert.deepEqual([row?.kind, row?.changes, row?.unitId], ['changed', ['familyName', 'workerType', 'unit'], 'u2'])
  const [other] = preview(['0001;Jan;van Zandhaver;jan@duinwaard.example;Nieuw;;;;']).rows
  assert.deepEqual([other?.changes, other?.unitId, other?.newUnit], [['unit'], null, 'Nieuw'])
})

test('an empty unit takes a person out, a file without units does not', () => {
  assert.deepEqual(preview(['0001;Jan;van Zandhaver;jan@duinwaard.example;;;;;']).rows[0]?.changes, ['unit'])
  const without = preview(
    ['0001;Jan;van Zandhaver;jan@duinwaard.example'],
    known,
    'personeelsnummer;voornaam;achternaam;mail',
  )
  assert.equal(without.rows[0]?.kind, 'same')
})

test('an empty last day does not bring back somebody who has left', () => {
  const left = { ...known, persons: [{ ...jan, lastDay: localDate('2026-01-31') }] }
  const [row] = preview(['0001;Jan;van Zandhaver;jan@duinwaard.example;100;;;;'], left).rows
  assert.deepEqual([row?.kind, row?.lastDay, row?.flags], ['same', '2026-01-31', []])
})

test('a line that brings somebody back is flagged', () => {
  const left = { ...known, persons: [{ ...jan, lastDay: localDate('2026-01-31') }] }
  const [row] = preview(['0001;Jan;van Zandhaver;jan@duinwaard.example;100;;2027-01-31;;'], left).rows
  assert.deepEqual(row?.flags, [{ column: 'lastDay', code: 'returns-after-departure' }])
})

test('a line that ends access at once is flagged, and today is not yet passed', () => {
  const end = (day: string) => preview([`0001;Jan;van Zandhaver;jan@duinwaard.example;100;;${day};;`]).rows[0]?.flags
  assert.deepEqual(end('2026-11-23'), [{ column: 'lastDay', code: 'last-day-passed' }])
  assert.deepEqual(end('2026-11-24'), [])
})

test('a formula stays text and is flagged', () => {
  const got = preview([good.replace('Helmgras', '=HYPERLINK("x")'.replaceAll('"', ''))])
  assert.equal(got.rows[0]?.familyName, '=HYPERLINK(x)')
  assert.deepEqual(got.rows[0]?.flags, [{ column: 'familyName', code: 'formula' }])
  assert.equal(got.counts.flagged, 1)
})

test('a unit that is not known is offered once, however it is written', () => {
  const got = preview(['3;A;B;a@x.example;Team Zee;;;;a', '4;A;B;b@x.example;team zee;;;;b'])
  assert.deepEqual(got.newUnits, ['Team Zee'])
  assert.deepEqual(
    got.rows.map((row) => row.unitId),
    [null, null],
  )
})

test('without a first day a new person starts today', () => {
  assert.equal(preview(['3;A;B;a@x.example;;;;;a']).rows[0]?.startsOn, today)
})

test('no bytes whatever make the preview throw', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (input) => void previewImport(input, known, today)))
})

test('no text behind a good header makes the preview throw, and each line is a row or a fault', () => {
  const soup = fc.string({
    unit: fc.constantFrom(';', '"', '\n', '\r', '0', '1', 'a', '@', '.', '=', '-', ' ', 'é', '\u202E'),
    maxLength: 120,
  })
  fc.assert(
    fc.property(soup, (text) => {
      const got = preview([text, good])
      const bad = new Set(got.faults.map((one) => one.line))
      assert.equal(got.counts.new + got.counts.changed + got.counts.same, got.rows.length)
      assert.ok(got.rows.every((row) => !bad.has(row.line)))
      const named = new Set([...bad, ...got.rows.map((row) => row.line)])
      const lines = text.split(/\r\n|\n|\r/)
      lines.forEach((line, n) => {
        const severalLines = got.rows.some(
          (row) => row.line < n + 2 && row.flags.some((flag) => flag.code === 'several-lines'),
        )
        assert.ok(
          line.replaceAll(';', '').replaceAll('"', '').trim() === '' || named.has(n + 2) || severalLines,
          `line ${n + 2}`,
        )
      })
    }),
    { numRuns: 500 },
  )
})

const withSubject = 'personeelsnummer;voornaam;achternaam;e-mail;naam bij inlogdienst'
const subjectRows = [
  { name: 'it is read', line: '0002;Mo;Helmgras;mo@duinwaard.example;sub-mo', subject: 'sub-mo', faults: [] },
  {
    name: 'an empty cell keeps what is known',
    line: '0001;Jan;van Zandhaver;jan@duinwaard.example;',
    subject: 'sub-jan',
    faults: [],
  },
  {
    name: 'that of somebody else is refused',
    line: '0002;Mo;Helmgras;mo@duinwaard.example;sub-jan',
    subject: undefined,
    faults: ['subject-taken'],
  },
]

for (const { name, line, subject, faults } of subjectRows) {
  test(`the name at the sign-in provider: ${name}`, () => {
    const got = preview([line], known, withSubject)
    assert.deepEqual(
      got.faults.map(({ code }) => code),
      faults,
    )
    assert.equal(got.rows[0]?.subject, subject)
  })
}

test('the name at the sign-in provider: two lines with the same one are both bad', () => {
  const got = preview(['2;Mo;A;a@d.example;s', '3;Bo;B;b@d.example;s'], known, withSubject)
  assert.deepEqual(
    got.faults.map(({ line, code, otherLine }) => `${line} ${code} ${otherLine}`),
    ['2 subject-twice 3', '3 subject-twice 2'],
  )
})

const leavers = [
  { name: 'a last day that becomes known counts as leaving', lastDay: '31-12-2026', leaving: 1, returning: 0 },
  { name: 'without one nobody leaves', lastDay: '', leaving: 0, returning: 0 },
]
for (const { name, lastDay, leaving, returning } of leavers) {
  test(`counts: ${name}`, () => {
    const { counts } = preview([`0001;Jan;van Zandhaver;jan@duinwaard.example;Burgerzaken;;${lastDay};;`])
    assert.deepEqual({ leaving: counts.leaving, returning: counts.returning }, { leaving, returning })
  })
}

test('counts: who had left and gets a later last day returns', () => {
  const gone = { ...jan, lastDay: localDate('2026-01-31') }
  const line = '0001;Jan;van Zandhaver;jan@duinwaard.example;Burgerzaken;;31-12-2027;;'
  const { counts } = preview([line], { ...known, persons: [gone] })
  assert.deepEqual({ leaving: counts.leaving, returning: counts.returning }, { leaving: 1, returning: 1 })
})

const overseer = { ...jan, guarded: { departure: true, signInLink: true } }
const guardHead = `${header};inlog-id`
const guarded: readonly { name: string; line: string; person?: RegisteredPerson; faults: readonly string[] }[] = [
  { name: 'a last day', line: '100;;31-12-2027;;;', faults: ['lastDay second-person'] },
  { name: 'a last day that has passed', line: '100;;31-12-2025;;;', faults: ['lastDay second-person'] },
  { name: 'a first day that is put off', line: '100;01-01-2030;;;;', faults: ['startsOn second-person'] },
  { name: 'another account', line: '100;;;;;sub-of-another', faults: ['subject second-person'] },
  { name: 'the same account', line: '100;;;;;sub-jan', faults: [] },
  { name: 'another unit', line: '200;;;;;', faults: [] },
  {
    name: 'another account, of who can be a second person',
    line: '100;;;;;sub-of-another',
    person: { ...jan, guarded: { departure: false, signInLink: true } },
    faults: ['subject second-person'],
  },
  {
    name: 'a last day, of who can be a second person but does not oversee',
    line: '100;;31-12-2027;;;',
    person: { ...jan, guarded: { departure: false, signInLink: true } },
    faults: [],
  },
  {
    name: 'anything that the directory keeps',
    line: '200;;;;;',
    person: { ...jan, kept: true },
    faults: [' kept-elsewhere'],
  },
  { name: 'nothing of what the directory keeps', line: '100;;;;;', person: { ...jan, kept: true }, faults: [] },
]
for (const { name, line, person = overseer, faults } of guarded) {
  test(`a file is no way round: ${name}${faults.length === 0 ? ' passes' : ' is refused'}`, () => {
    const lines = [`0001;Jan;van Zandhaver;jan@duinwaard.example;${line}`]
    const found = preview(lines, { ...known, persons: [person] }, guardHead).faults
    assert.deepEqual(
      found.map(({ column, code }) => `${column ?? ''} ${code}`),
      faults,
    )
  })
}
