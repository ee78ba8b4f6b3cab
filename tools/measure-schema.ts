// `sh bin/run tools/measure-schema.ts`: writes the JSON Schema of a measure to `docs/measure.schema.json`, where editors and
// other systems read it. Run it after a change of `declaration.ts`; a test says when it was forgotten.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { declarationSchema } from '../app/src/rooms/measures/declaration.ts'
import { root } from './checkout.ts'

/** Where the schema is published, relative to the root of the checkout. */
export const publishedSchema = 'docs/measure.schema.json'

/** The published text of the schema. */
export function measureSchemaText(): string {
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...declarationSchema }
  return `${JSON.stringify(schema, null, 2)}\n`
}

if (import.meta.main) writeFileSync(join(root, publishedSchema), measureSchemaText())
