import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { declarationSchema } from './declaration.ts'
import { fixedParts, formSections, type Part, wordKey } from './form-parts.ts'

const languages = ['nl', 'da', 'en'] as const

function messagesOf(language: string): Readonly<Record<string, string>> {
  const folders = ['./web', '.', '../people']
  return Object.assign(
    {},
    ...folders.map((folder) =>
      JSON.parse(readFileSync(new URL(`${folder}/${language}.json`, import.meta.url), 'utf8')),
    ),
  )
}

type Schema = {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly enum?: readonly string[]
  readonly required?: readonly string[]
}

/** Every named part of the schema, without the insides of what one control fills in as a whole. */
function schemaPlaces(schema: Schema, at: string): readonly string[] {
  const inner = schema.type === 'array' ? schema.items : schema
  const wholes = [['nl', 'da', 'en'].join(), ['amount', 'unit'].join()]
  const names = Object.keys(inner?.properties ?? {})
  if (inner?.properties === undefined || wholes.includes(names.join())) return [at]
  return Object.entries(inner.properties).flatMap(([name, part]) => schemaPlaces(part, `${at}/${name}`))
}

function formPlaces(parts: readonly Part[], at: string): readonly string[] {
  return parts.flatMap(({ name, control }) =>
    control.kind === 'parts' || control.kind === 'rows'
      ? formPlaces(control.parts, `${at}/${name}`)
      : [`${at}/${name}`],
  )
}

/** Every part with its place and the schema it fills in. */
function everyPart(
  parts: readonly Part[],
  schema: Schema,
  at: readonly string[] = [],
): readonly { readonly part: Part; readonly names: readonly string[]; readonly schema: Schema; required: boolean }[] {
  return parts.flatMap((part) => {
    const own = schema.properties?.[part.name]
    assert.ok(own !== undefined, part.name)
    const names = [...at, part.name]
    const inside = part.control.kind === 'rows' ? own.items : own
    const below = 'parts' in part.control && inside !== undefined ? everyPart(part.control.parts, inside, names) : []
    return [{ part, names, schema: own, required: schema.required?.includes(part.name) ?? false }, ...below]
  })
}

// A schema of typebox is a JSON Schema.
const schema = declarationSchema as unknown as Schema
const all = everyPart(
  formSections.flatMap(({ parts }) => parts),
  schema,
)

test('the form asks for every part of the schema, and for nothing else', () => {
  const asked = [
    ...formPlaces(
      formSections.flatMap(({ parts }) => parts),
      '',
    ),
    ...Object.keys(fixedParts).map((name) => `/${name}`),
  ]
  assert.deepEqual([...asked].sort(), [...schemaPlaces(schema, '')].sort())
})

for (const { part, names, schema: own, required } of all) {
  const { control } = part
  if (control.kind !== 'one' && control.kind !== 'some') continue
  test(`the choices of ${names.join('.')} are those of the schema`, () => {
    const allowed = control.kind === 'some' ? own.items?.enum : own.enum
    assert.deepEqual([...control.of].sort(), [...(allowed ?? [])].sort())
  })
  test(`${names.join('.')} may be left out where the schema says so`, () => {
    assert.equal(part.optional !== true, required)
  })
}

for (const language of languages) {
  const messages = messagesOf(language)
  test(`${language}: every section, label, help and choice has words`, () => {
    const keys = [
      ...formSections.flatMap(({ id }) => [`measures.form.section.${id}`, `measures.form.section.${id}.lead`]),
      ...all.flatMap(({ part, names }) => {
        const key = `measures.form.${names.join('.')}`
        const { control } = part
        const choices = control.kind === 'one' || control.kind === 'some' ? control.of : []
        return [
          key,
          ...(part.help ? [`${key}.help`] : []),
          ...('words' in control ? choices.map((choice) => wordKey(control.words, choice)) : []),
        ]
      }),
    ]
    assert.deepEqual(
      keys.filter((key) => messages[key] === undefined),
      [],
    )
  })
}
