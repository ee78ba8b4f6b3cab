import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { checkoutFiles, root } from './checkout.ts'
import { measureSchemaText, publishedSchema } from './measure-schema.ts'

const published: Record<string, unknown> = JSON.parse(readFileSync(join(root, publishedSchema), 'utf8'))

test('the published schema of a measure is the one the server uses; if not: sh bin/run tools/measure-schema.ts', () => {
  assert.deepEqual(published, JSON.parse(measureSchemaText()))
})

test('another validator reads the schema, takes every model and refuses what is no measure', () => {
  const validate = new Ajv2020({ strict: true, allErrors: true, strictRequired: false }).compile(published)
  const models = checkoutFiles(['app/src/rooms/measures/models/*.yaml'])
  assert.equal(models.length, 9)
  for (const file of models) {
    const declaration: unknown = parse(readFileSync(join(root, file), 'utf8'))
    assert.ok(validate(declaration), `${file}: ${JSON.stringify(validate.errors)}`)
    assert.ok(!validate(Object.assign({}, declaration, { jurisdiction: 'be' })))
    assert.ok(!validate(Object.assign({}, declaration, { colour: 'red' })))
  }
})
