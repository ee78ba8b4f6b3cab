// What looks like a breach of the rules and is none: the other side of `impossible.test.ts`.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Declaration } from './declaration.ts'
import { impossible } from './impossible.ts'
import { type LegalContext, usualControlNotice } from './legal-context.ts'
import { changed, field, keep, model } from './testing/declarations.ts'

const context: LegalContext = { on: '2026-11-25', controlNotice: usualControlNotice }

const allowed: readonly { name: string; model?: string; change: (one: Declaration) => void }[] = [
  {
    name: 'consent beside a public task',
    change: (one) => one.grounds.push({ ground: 'gdpr-6-1-a' }),
  },
  {
    name: 'no DPIA where no field says anything about a person',
    change: (one) => {
      one.sources = [
        {
          id: 'links',
          what: { nl: 'x' },
          medium: 'network-log',
          logsource: { product: 'network' },
          fields: [{ path: 'bytes', class: 'other', treatment: 'keep' }],
        },
      ]
      one.envelope.logsources = []
      one.dpia = { reasonForNone: { nl: 'Er staan geen personen in.' } }
    },
  },
  {
    name: 'camera images for thirty days, in Denmark',
    change: (one) => {
      one.jurisdiction = 'dk'
      keep(one, 'camera-images', 30, 'days')
    },
  },
  {
    name: 'a Danish number under a pseudonym',
    change: (one) => {
      one.jurisdiction = 'dk'
      field(one, 'User').special = 'national-number'
    },
  },
  {
    name: 'a shorter notice that the agreement of the house allows',
    change: (one) => {
      one.jurisdiction = 'dk'
      one.notice.term = { amount: 8, unit: 'weeks' }
    },
  },
  {
    name: 'a recipient in the United Kingdom on adequacy',
    change: (one) => {
      if (one.recipients[1] !== undefined) Object.assign(one.recipients[1], { country: 'GB', transferTool: 'adequacy' })
    },
  },
  {
    name: 'a review in two years to the day',
    change: (one) => {
      one.review = '2028-11-25'
    },
  },
]

for (const { name, model: of, change } of allowed) {
  test(`allowed: ${name}`, () => {
    const declaration = model(of)
    change(declaration)
    assert.deepEqual(impossible(declaration, context), [])
  })
}

test('adequacy of the United Kingdom ends with its decision', () => {
  const declaration = changed(model(), { review: '2032-06-01' })
  if (declaration.recipients[1] !== undefined)
    Object.assign(declaration.recipients[1], { country: 'GB', transferTool: 'adequacy' })
  declaration.dpia.review = '2032-06-01'
  const codes = (on: string): readonly string[] => impossible(declaration, { ...context, on }).map(({ code }) => code)
  assert.deepEqual(codes('2031-12-27'), [])
  assert.deepEqual(codes('2031-12-28'), ['transfer-without-tool'])
})

test('a declaration with many faults is told all of them', () => {
  const declaration = changed(model(), {
    never: [],
    holds: [],
    protectedOffices: [],
    grounds: [{ ground: 'gdpr-6-1-a' }],
  })
  const codes = impossible(declaration, context).map(({ code }) => code)
  assert.equal(codes.filter((code) => code === 'office-not-protected').length, 5)
  assert.ok(['consent-only', 'never-incomplete', 'hold-missing'].every((code) => codes.some((one) => one === code)))
})
