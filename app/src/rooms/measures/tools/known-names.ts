import { microsoftTables, osqueryTables, wazuhLocations } from './known-sources.ts'

const known = [...Object.values(microsoftTables), ...Object.values(osqueryTables), ...wazuhLocations].flatMap(
  ({ fields }) => fields,
)

// Of a name that some table uses for something else nothing is known.
const innocent = new Set(known.filter(({ class: is }) => is === 'other').map(({ path }) => bare(path))).add(
  'description',
)

const ofPersons: ReadonlySet<string> = new Set(
  known
    .filter(({ class: is }) => is === 'person' || is === 'account')
    .map(({ path }) => bare(path))
    .filter((name) => !innocent.has(name)),
)

/** The shortest name that is also known with something in front, such as `Subject.UserName`. */
const leastEnding = 6
const endings = [...ofPersons].filter((name) => name.length >= leastEnding)

/** Whether tools are known to write a person or an account under this name, whatever its capitals and signs. */
export function namesPerson(path: string): boolean {
  const name = bare(path)
  return ofPersons.has(bare(path.split('.').at(-1) ?? '')) || endings.some((ending) => name.endsWith(ending))
}

function bare(path: string): string {
  return path.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}
