import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languages, loadMessages } from '../platform/messages.ts'
import { parseLocalDate } from '../rooms/people/local-date.ts'
import { previewImport } from '../rooms/people/staff-import.ts'
import { columnNames, importPreviewAnswer } from '../rooms/people/staff-import-answer.ts'
import { roomFolders } from '../rooms.ts'
import { importWords } from './people-import.ts'

const messages = loadMessages(Object.values(roomFolders))
const file = [
  'Personeelsnr;voornaam;Achternaam;e-mail;datum in dienst;schoenmaat',
  '1;Aal;;aal@voorbeeld.example;01-01-2020;43',
  '2;Bot;Voorbeeld;bot;32-01-2020;44',
].join('\n')

const expected = {
  nl: ['Vul achternaam in.', 'Dit e-mailadres klopt niet.', 'Deze datum klopt niet bij datum in dienst.'],
  da: ['efternavn (Achternaam)', 'e-mail', 'startdato (datum in dienst)'],
  en: ['Fill in last name (Achternaam).', 'This e-mail address is not right.', 'at start date (datum in dienst).'],
} as const

for (const language of languages) {
  test(`a bad cell is told in the language of the reader, with the name in the file once: ${language}`, () => {
    const on = parseLocalDate('2026-01-01')
    assert.ok(on !== undefined)
    const preview = previewImport(Buffer.from(file), { persons: [], units: [] }, on)
    const say = Object.assign(
      (key: string, values?: Record<string, string | number>) => messages(language, key, values),
      {
        language,
      },
    )
    const nameOf = columnNames(preview, say)
    const { faults, counts } = importPreviewAnswer(preview, say, () => null)
    const named = faults.map((fault) => ({ ...fault, named: fault.column && nameOf(fault.column) }))
    const words = importWords({ kind: 'faults', badLines: counts.badLines, faults: named, skipped: ['schoenmaat'] })
    expected[language].forEach((part, n) => {
      assert.ok(words[n]?.includes(part), words[n])
      assert.ok((words[n]?.match(/Achternaam|datum in dienst/gi) ?? []).length <= 1, words[n])
    })
    assert.equal(words.at(-2), 'Remark: 1 column is not known and skipped: schoenmaat.')
  })
}

test('a column that is not known is a remark with a preview and with an import too', () => {
  const counts = { created: 1, changed: 0, same: 0, units: 0, skipped: ['a', 'b'] }
  for (const outcome of [
    { kind: 'preview', notInFile: 0, ...counts },
    { kind: 'done', ...counts },
  ] as const)
    assert.equal(importWords(outcome).at(-1), 'Remark: 2 columns are not known and skipped: a, b.')
  assert.equal(importWords({ kind: 'done', ...counts, skipped: [] }).length, 1)
})
