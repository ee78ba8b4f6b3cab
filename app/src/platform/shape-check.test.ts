import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { bandField, countField, dayField, entryField, hashField, hourField, measureField, oneOf } from './entry-kind.ts'
import { fits } from './shape-check.ts'

const closed = { additionalProperties: false }

const schemas: Readonly<Record<string, TSchema>> = {
  hash: hashField,
  entry: entryField,
  measure: measureField,
  day: dayField,
  hour: hourField,
  count: countField,
  band: bandField,
  word: oneOf(['wider', 'narrower']),
  'one word': oneOf(['only']),
  object: Type.Object({ day: dayField, way: oneOf(['a', 'b']), hour: Type.Optional(hourField) }, closed),
  'open object': Type.Object({ day: dayField }),
  list: Type.Array(dayField, { minItems: 1, maxItems: 3 }),
  'something else': Type.Object({ any: Type.Union([Type.Null(), Type.Number({ exclusiveMinimum: 3 })]) }, closed),
}

const near = fc.oneof(
  fc.constantFrom<unknown>(
    '2026-09-01',
    '2026-09-01\n',
    'measure-07',
    'measure-7',
    'a'.repeat(64),
    'A'.repeat(64),
    'a'.repeat(32),
    'wider',
    'only',
    '1-9',
    0,
    -0,
    -1,
    23,
    24,
    1e9,
    1e9 + 1,
    1.5,
    Number.NaN,
    Infinity,
    null,
    undefined,
    true,
    [],
    {},
  ),
  fc.jsonValue(),
)
const value = fc.oneof(
  near,
  fc.array(near, { maxLength: 4 }),
  fc.dictionary(fc.constantFrom('day', 'way', 'hour', 'any', '__proto__', 'toString'), near),
  fc.record({ day: near, way: near, hour: near }, { requiredKeys: ['day', 'way'] }),
)

for (const [name, schema] of Object.entries(schemas)) {
  test(`"${name}" fits what the library says that fits`, () => {
    fc.assert(
      fc.property(value, (one) => assert.equal(fits(schema, one), Value.Check(schema, one), JSON.stringify(one))),
      { numRuns: 500 },
    )
  })
}

test('what fits is not only nothing', () => {
  assert.ok(fits(schemas.object ?? Type.Never(), { day: '2026-09-01', way: 'a', hour: 3 }))
  assert.ok(fits(schemas.list ?? Type.Never(), ['2026-09-01']))
})
