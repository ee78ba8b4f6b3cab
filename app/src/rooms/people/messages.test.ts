import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { IntlMessageFormat } from 'intl-messageformat'
import type { AppointmentRefusal, EndRefusal } from './appointments.ts'
import { importLimits } from './import-limits.ts'
import { offices, workerTypes } from './offices.ts'
import type { AnswerRefusal } from './second-person.ts'
import { importColumns } from './staff-columns.ts'
import type { ImportFaultCode, ImportFlag } from './staff-line.ts'
import { tasks } from './task-table.ts'
import type { Hint, TaskState } from './tasks.ts'

// Each list is complete: a code that has no line here does not compile.
const refusals = {
  'office-comes-with-employment': true,
  'unit-missing': true,
  'unit-not-allowed': true,
  'unit-unknown': true,
  'until-not-after-from': true,
  'from-in-the-past': true,
  'before-start-of-employment': true,
  'after-end-of-employment': true,
  'not-in-our-service': true,
  'already-appointed': true,
  'holder-and-deputy': true,
  'own-appointment': true,
  'dpo-oversees-this': true,
  'access-and-representation': true,
  'access-and-confidence': true,
  'director-and-representation': true,
  'declares-and-consents': true,
  'one-share-each': true,
  'key-and-notary': true,
  'one-vote-each': true,
  'asks-and-opens': true,
  'administration-and-desk': true,
  'processor-and-controller': true,
  'already-ends': true,
  'end-before-from': true,
  'end-in-the-past': true,
  'overseer-ended-by-others': true,
  'last-administrator': true,
} satisfies Record<AppointmentRefusal['code'] | EndRefusal['code'], true>

const answers = {
  'proposal-answered': true,
  'proposal-too-old': true,
  'own-proposal': true,
  'not-yours-to-answer': true,
  'own-office-proposed': true,
} satisfies Record<AnswerRefusal, true>

const imports = {
  empty: true,
  'too-large': true,
  'too-many-lines': true,
  'too-many-columns': true,
  'spreadsheet-file': true,
  'not-text': true,
  'encoding-utf-16': true,
  'encoding-not-utf-8': true,
  'quote-not-closed': true,
  'quote-misplaced': true,
  'header-unknown': true,
  'header-missing': true,
  'header-twice': true,
  'no-rows': true,
  'cell-count': true,
  'inside-broken-record': true,
  required: true,
  'too-long': true,
  'control-character': true,
  'replacement-character': true,
  'staff-number-invalid': true,
  'user-name-invalid': true,
  'email-invalid': true,
  'date-invalid': true,
  'worker-type-unknown': true,
  'worker-type-ambiguous': true,
  'language-unknown': true,
  'unit-ambiguous': true,
  'ends-before-start': true,
  'staff-number-twice': true,
  'user-name-twice': true,
  'email-twice': true,
  'user-name-taken': true,
  'email-taken': true,
  'subject-twice': true,
  'subject-taken': true,
  'kept-elsewhere': true,
  'second-person': true,
  formula: true,
  'several-lines': true,
  'returns-after-departure': true,
  'last-day-passed': true,
} satisfies Record<ImportFaultCode | ImportFlag['code'], true>

const hints = {
  'neighbour-or-region': true,
  'elected-by-staff': true,
  'named-by-union': true,
  'named-by-processor': true,
} satisfies Record<Hint, true>

const states = { works: true, fragile: true, stopped: true } satisfies Record<TaskState, true>

const expected = [
  ...offices.flatMap(({ code }) => [`people.office.${code}`, `people.persona.${code}`]),
  ...tasks.flatMap(({ code }) => ['name', 'why', 'mend'].map((part) => `people.task.${code}.${part}`)),
  ...Object.keys(refusals).map((code) => `people.refusal.${code}`),
  ...Object.keys(answers).map((code) => `people.refusal.${code}`),
  ...Object.keys(imports).map((code) => `people.import.${code}`),
  ...Object.keys(hints).map((code) => `people.hint.${code}`),
  ...Object.keys(states).map((state) => `people.tasks.state.${state}`),
  ...workerTypes.map((type) => `people.worker-type.${type}`),
  ...importColumns.map((column) => `people.import-column.${column}`),
]

// What a caller gives, by the second part of the key. A message that needs anything else cannot be formatted.
const parameters: Readonly<Record<string, Readonly<Record<string, string | number>>>> = {
  refusal: { office: 'OFFICE', other: 'OTHER', date: 'DATE' },
  import: {
    column: 'COLUMN',
    otherLine: 7,
    megabytes: importLimits.sizeBytes / 1024 / 1024,
    lines: importLimits.lines,
    columns: importLimits.columns,
    length: importLimits.cellLength,
  },
}

function messages(language: string): Record<string, string> {
  // The file is ours; the test below finds a value that is no text.
  return JSON.parse(readFileSync(new URL(`./${language}.json`, import.meta.url), 'utf8')) as Record<string, string>
}

for (const language of ['nl', 'da', 'en']) {
  const texts = messages(language)

  test(`${language}: every code of the rules has its words`, () => {
    assert.deepEqual(
      expected.filter((key) => typeof texts[key] !== 'string'),
      [],
    )
  })

  test(`${language}: the keys are those of the other languages`, () => {
    assert.deepEqual(Object.keys(texts).sort(), Object.keys(messages('nl')).sort())
  })

  for (const jurisdiction of ['nl', 'dk']) {
    test(`${language}: every message can be formatted in ${jurisdiction}`, () => {
      for (const key of expected) {
        const given = { jurisdiction, ...parameters[key.split('.')[1] ?? ''] }
        const text = String(new IntlMessageFormat(texts[key] ?? '', language).format(given))
        assert.ok(text.trim() === text && text.length > 1 && !/[{}«»]/.test(text), `${key}: ${text}`)
        if (!/^people\.(office|worker-type|import-column)\./.test(key)) {
          assert.match(text, /^(\p{Lu}|COLUMN|OFFICE)/u, key)
          assert.ok(
            key.endsWith('.name') || key.startsWith('people.tasks.state.') || text.endsWith('.') || text.endsWith('?'),
            key,
          )
        }
      }
    })
  }

  test(`${language}: seats carry the name of the country`, () => {
    const name = (code: string, jurisdiction: string) =>
      String(new IntlMessageFormat(texts[`people.office.${code}`] ?? '', language).format({ jurisdiction }))
    for (const code of ['works-council-member', 'municipal-secretary', 'shop-steward', 'adopting-board']) {
      assert.notEqual(name(code, 'nl'), name(code, 'dk'), code)
    }
    assert.match(name('municipal-secretary', 'dk'), /kommunaldirektør/)
    assert.match(name('works-council-member', 'dk'), /MED/)
  })
}

test('Dutch sentences are short enough for level B1', () => {
  const texts = messages('nl')
  for (const key of expected) {
    const given = { jurisdiction: 'dk', ...parameters[key.split('.')[1] ?? ''] }
    const text = String(new IntlMessageFormat(texts[key] ?? '', 'nl').format(given))
    for (const sentence of text.split(/[.?!:] /)) {
      // Eighteen words is arbitrary; advice for B1 lies between 10 and 15 on average.
      assert.ok(sentence.split(' ').length <= 18, `${key}: ${sentence}`)
    }
  }
})

// One word for one thing. What belongs to the law on data (a role of a recipient) or to devices is not in these files.
const strayWords: Readonly<Record<string, RegExp>> = {
  nl: /\brol(len)?\b|plaatsvervanger|\beenhe(id|den)\b|inlognaam/i,
  da: /\brolle(n|r|rne)?\b|\brejs(er|t)\b|mellemled|^Det her er/i,
  en: /\broles?\b|sign-in name/i,
}
for (const language of ['nl', 'da', 'en']) {
  for (const folder of ['.', '../../web', '../../platform']) {
    test(`${language}: ${folder} has one word for one thing`, () => {
      // The file is ours; a test above finds a value that is no text.
      const texts: Record<string, string> = JSON.parse(
        readFileSync(new URL(`${folder}/${language}.json`, import.meta.url), 'utf8'),
      )
      assert.deepEqual(
        Object.entries(texts).filter(([, text]) => strayWords[language]?.test(text)),
        [],
      )
    })
  }
}
