import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { localDate } from './local-date.ts'
import { importColumns } from './staff-columns.ts'
import { previewImport } from './staff-import.ts'
import { staffTemplate } from './staff-template.ts'

for (const language of ['nl', 'da', 'en']) {
  test(`template: every column of the ${language} template is one that the import reads`, () => {
    // The file is ours, and a test of its own finds a value that is no text.
    const texts = JSON.parse(readFileSync(new URL(`./${language}.json`, import.meta.url), 'utf8')) as Record<
      string,
      string
    >
    const headers = importColumns.map((column) => texts[`people.import-column.${column}`] ?? '')
    const bytes = new TextEncoder().encode(staffTemplate(headers))
    const preview = previewImport(bytes, { persons: [], units: [] }, localDate('2026-09-01'))
    assert.deepEqual(
      preview.columns.map(({ column }) => column),
      importColumns,
    )
    assert.deepEqual(
      preview.faults.map(({ code }) => code),
      ['no-rows'],
    )
  })
}
