import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type House, unexplainedDependencies, violations } from './architecture.ts'

const house: House = {
  rooms: {
    people: {
      calls: [],
      acts: ['sign-in'],
      outsideThings: { passkeys: '@simplewebauthn/server', challenges: 'node:*' },
    },
    log: { calls: ['people'], acts: [], outsideThings: {} },
    gate: { calls: ['people', 'log'], acts: [], outsideThings: {} },
  },
  purePlatform: ['problem'],
  pureLibraries: ['yaml'],
  webLibraries: ['react'],
  serverSideWeb: ['app/src/web/build.ts'],
  tables: ['tools/long-table.ts'],
}

const people = 'app/src/rooms/people'
const log = 'app/src/rooms/log'

const dependencies = { yaml: '1', kysely: '1', react: '1', fastify: '1', '@simplewebauthn/server': '1', pg: '1' }

function faultsOf(path: string, source: string): readonly string[] {
  const files = new Map([
    ['app/package.json', JSON.stringify({ name: '@openwacht/app', dependencies })],
    ['packages/tlog/package.json', JSON.stringify({ name: '@openwacht/tlog', dependencies: {} })],
    [path, source],
  ])
  return violations(files, house).map(({ rule }) => rule)
}

type Case = { readonly path: string; readonly source: string }

const allowed: readonly (Case & { readonly name: string })[] = [
  { name: 'rules use rules', path: `${people}/tasks.ts`, source: `import { offices } from './offices.ts'` },
  { name: 'rules hash', path: `${people}/tasks.ts`, source: `import { createHash } from 'node:crypto'` },
  {
    name: 'rules take an instant',
    path: `${people}/tasks.ts`,
    source: `export const at = (ms: number) => new Date(ms)`,
  },
  {
    name: 'rules know the refusals',
    path: `${people}/tasks.ts`,
    source: `import { a } from '../../platform/problem.ts'`,
  },
  {
    name: 'rules of a higher room use lower rules',
    path: `${log}/rules.ts`,
    source: `import { o } from '../people/offices.ts'`,
  },
  { name: 'a store has queries', path: `${people}/unit-store.ts`, source: `import { sql } from 'kysely'` },
  {
    name: 'a store opens transactions',
    path: `${people}/store.ts`,
    source: `import { Tx } from '../../platform/database.ts'`,
  },
  {
    name: 'a type of the platform',
    path: `${people}/store.ts`,
    source: `import type { Language } from '../../platform/messages.ts'`,
  },
  { name: 'acts use their store', path: `${people}/people.ts`, source: `import { find } from './store.ts'` },
  { name: 'acts listed beside the room', path: `${people}/sign-in.ts`, source: `import { find } from './store.ts'` },
  { name: 'acts draw randomness', path: `${people}/people.ts`, source: `import { randomUUID } from 'node:crypto'` },
  {
    name: 'acts call a lower room',
    path: `${log}/log.ts`,
    source: `import { findEmployee } from '../people/people.ts'`,
  },
  {
    name: 'one outside thing, one library',
    path: `${people}/passkeys.ts`,
    source: `import { v } from '@simplewebauthn/server'`,
  },
  {
    name: 'an outside thing uses another of its own room',
    path: `${people}/passkeys.ts`,
    source: `import { c } from './challenges.ts'`,
  },
  {
    name: 'acts name a type of Node',
    path: `${people}/sign-in.ts`,
    source: `import type { ServerResponse } from 'node:http'`,
  },
  { name: 'routes call acts', path: `${people}/routes.ts`, source: `import { appoint } from './people.ts'` },
  {
    name: 'routes know types of the store',
    path: `${people}/unit-routes.ts`,
    source: `import type { Unit } from './store.ts'`,
  },
  {
    name: 'screens use rules',
    path: `${people}/web/Staff.tsx`,
    source: `import { validate } from '../staff-import.ts'`,
  },
  {
    name: 'screens use the shell',
    path: `${people}/web/Staff.tsx`,
    source: `import { Page } from '../../../web/Page.tsx'`,
  },
  {
    name: 'the shell puts screens together',
    path: 'app/src/web/main.tsx',
    source: `import { S } from '../rooms/people/web/Staff.tsx'`,
  },
  {
    name: 'the list at the start reaches all',
    path: 'app/src/main.ts',
    source: `import { r } from './rooms/people/routes.ts'`,
  },
  {
    name: 'the start knows the list of screens',
    path: 'app/src/main.ts',
    source: `import { isScreen } from './web/screens.ts'`,
  },
  {
    name: 'the bundling of screens runs on the server',
    path: 'app/src/web/build.ts',
    source: `import { join } from 'node:path'`,
  },
  {
    name: 'acts know the type of the configuration',
    path: `${people}/people.ts`,
    source: `import type { Config } from '../../config.ts'`,
  },
  {
    name: 'configuration reads the environment',
    path: 'app/src/config.ts',
    source: 'export const home = process.env.HOME',
  },
  {
    name: 'a test reaches everything',
    path: `${log}/log.test.ts`,
    source: `import { find } from '../people/store.ts'`,
  },
  {
    name: 'an engine stays at home',
    path: 'packages/tlog/src/tiles.ts',
    source: `import { leafHash } from './merkle.ts'`,
  },
]

for (const { name, path, source } of allowed) {
  test(`allowed: ${name}`, () => assert.deepEqual(faultsOf(path, source), []))
}

const broken: readonly (Case & { readonly rule: RegExp })[] = [
  {
    path: `${people}/tasks.ts`,
    source: `import { find } from './store.ts'`,
    rule: /"pure" of people may not import .*"store"/,
  },
  { path: `${people}/tasks.ts`, source: `import { readFile } from 'node:fs/promises'`, rule: /may not use node:fs/ },
  { path: `${people}/tasks.ts`, source: `import { randomUUID } from 'node:crypto'`, rule: /may not use node:crypto/ },
  { path: `${people}/tasks.ts`, source: `import * as crypto from 'node:crypto'`, rule: /may not use node:crypto/ },
  {
    path: `${people}/tasks.ts`,
    source: `import { serve } from '../../platform/http.ts'`,
    rule: /may not import .*"platform"/,
  },
  { path: `${people}/tasks.ts`, source: 'export const now = new Date()', rule: /as an argument: new Date\(\)/ },
  { path: `${people}/tasks.ts`, source: 'export const draw = Math.random()', rule: /as an argument: Math\.random\(\)/ },
  {
    path: `${people}/web/Staff.tsx`,
    source: `import { serve } from '../../../platform/http.ts'`,
    rule: /"screen" of people may not import .*"platform"/,
  },
  {
    path: `${people}/store.ts`,
    source: `import { appoint } from './people.ts'`,
    rule: /"store" of people may not import .*"acts"/,
  },
  { path: `${people}/store.ts`, source: `import pg from 'pg'`, rule: /"store" may not use pg/ },
  {
    path: `${people}/store.ts`,
    source: `import { serve } from '../../platform/http.ts'`,
    rule: /may not import .*"platform"/,
  },
  {
    path: `${people}/people.ts`,
    source: `import { schema } from './routes.ts'`,
    rule: /"acts" of people may not import .*"routes"/,
  },
  {
    path: `${people}/people.ts`,
    source: `import { append } from '../log/log.ts'`,
    rule: /"acts" of people may not import .* of log/,
  },
  {
    path: `${log}/log.ts`,
    source: `import { find } from '../people/store.ts'`,
    rule: /may not import .*"store" of people/,
  },
  {
    path: `${log}/log.ts`,
    source: `import type { R } from '../people/routes.ts'`,
    rule: /may not import .*"routes" of people/,
  },
  {
    path: `${people}/passkeys.ts`,
    source: `import { find } from './store.ts'`,
    rule: /"outside thing" .* may not import/,
  },
  {
    path: `${log}/log.ts`,
    source: `import { verify } from '../people/passkeys.ts'`,
    rule: /"acts" of log may not import .*"outside thing" of people/,
  },
  {
    path: `${people}/routes.ts`,
    source: `import { verify } from './passkeys.ts'`,
    rule: /"routes" of people may not import .*"outside thing"/,
  },
  { path: `${people}/people.ts`, source: `import { get } from 'node:http'`, rule: /"acts" may not use node:http/ },
  { path: `${people}/passkeys.ts`, source: `import { parse } from 'yaml'`, rule: /"outside thing" may not use yaml/ },
  {
    path: `${people}/routes.ts`,
    source: `import { find } from './store.ts'`,
    rule: /"routes" of people may not import .*"store"/,
  },
  {
    path: `${log}/routes.ts`,
    source: `import { appoint } from '../people/people.ts'`,
    rule: /"routes" of log may not import/,
  },
  {
    path: `${people}/web/Staff.tsx`,
    source: `import type { Row } from '../store.ts'`,
    rule: /"screen" of people may not import .*"store"/,
  },
  {
    path: `${people}/web/Staff.tsx`,
    source: `import { join } from 'node:path'`,
    rule: /"screen" may not use node:path/,
  },
  {
    path: `${log}/web/Log.tsx`,
    source: `import { Staff } from '../../people/web/Staff.tsx'`,
    rule: /"screen" of log may not import/,
  },
  {
    path: 'app/src/web/main.tsx',
    source: `import { find } from '../rooms/people/store.ts'`,
    rule: /"shell" may not import .*"store"/,
  },
  {
    path: 'app/src/platform/http.ts',
    source: `import { find } from '../rooms/people/people.ts'`,
    rule: /"platform" .* may not import/,
  },
  {
    path: 'app/src/main.ts',
    source: `import { Staff } from './rooms/people/web/Staff.tsx'`,
    rule: /"start" may not import .*"screen"/,
  },
  {
    path: 'app/src/main.ts',
    source: `import { Page } from './web/Page.tsx'`,
    rule: /"start" may not import .*"shell"/,
  },
  {
    path: 'app/src/web/screens.ts',
    source: `import { join } from 'node:path'`,
    rule: /"shell" may not use node:path/,
  },
  {
    path: `${people}/people.ts`,
    source: `import { readConfig } from '../../config.ts'`,
    rule: /"acts" of people may not import .*"start"/,
  },
  {
    path: 'app/src/main.ts',
    source: `import { startPostgres } from '../../tools/postgres.ts'`,
    rule: /may not import .*"tool"/,
  },
  { path: 'app/src/main.ts', source: `import { house } from './testing/house.ts'`, rule: /may not import .*"test"/ },
  { path: 'app/src/main.ts', source: `import lodash from 'lodash'`, rule: /lodash is not among the dependencies/ },
  { path: 'app/src/main.ts', source: 'export const port = process.env.PORT', rule: /only config\.ts reads/ },
  { path: 'app/src/main.ts', source: `import { listen } from './listen'`, rule: /an import ends in \.ts/ },
  { path: 'app/src/main.ts', source: `export { listen } from './listen.ts'`, rule: /no re-export/ },
  { path: 'app/src/main.ts', source: 'export default 1', rule: /no default export/ },
  { path: 'app/src/main.ts', source: `await import('../../tools/postgres.ts')`, rule: /may not import .*"tool"/ },
  {
    path: 'app/migrations/0001-people.ts',
    source: `import { o } from '../src/rooms/people/offices.ts'`,
    rule: /"migration"/,
  },
  {
    path: 'packages/tlog/src/tiles.ts',
    source: `import { InputError } from '../../../app/src/platform/problem.ts'`,
    rule: /"engine"/,
  },
  {
    path: 'packages/tlog/src/tiles.ts',
    source: `import { get } from 'node:https'`,
    rule: /"engine" may not use node:https/,
  },
  {
    path: 'packages/tlog/src/tiles.ts',
    source: `import { parse } from 'yaml'`,
    rule: /yaml is not among the dependencies/,
  },
  {
    path: 'packages/tlog/src/tiles.ts',
    source: 'export const now = Date.now()',
    rule: /as an argument: Date\.now\(\)/,
  },
  { path: `${people}/index.ts`, source: '', rule: /the name says nothing/ },
  { path: `${people}/helpers/dates.ts`, source: '', rule: /the name says nothing/ },
  { path: `${people}/unitStore.ts`, source: '', rule: /kebab-case/ },
  { path: `${people}/tasks.ts`, source: '\n'.repeat(500), rule: /over 500 lines/ },
  { path: 'app/src/rooms/mail/mail.ts', source: '', rule: /not in the table of rooms/ },
]

for (const { path, source, rule } of broken) {
  const shown = source.trim() === '' ? 'its name or size' : source
  test(`refused: ${path}: ${shown}`, () => {
    const faults = faultsOf(path, source)
    assert.equal(faults.length, 1, faults.join('\n'))
    assert.match(faults[0] ?? '', rule)
  })
}

test('a long table may be long when it is listed', () => {
  assert.deepEqual(faultsOf('tools/long-table.ts', '\n'.repeat(900)), [])
})

test('the line of a violation is the line of the import', () => {
  const files = new Map([[`${people}/tasks.ts`, `\n\nimport { find } from './store.ts'`]])
  assert.deepEqual(
    violations(files, house).map(({ line }) => line),
    [3],
  )
})

const room = { calls: [], acts: [], outsideThings: {} }

const arrowCases = [
  { name: 'people may not call log', rooms: { people: { ...room, calls: ['log'] }, log: room }, expected: 1 },
  { name: 'measures may not call gate', rooms: { measures: { ...room, calls: ['gate'] }, gate: room }, expected: 1 },
  { name: 'gate may call measures', rooms: { gate: { ...room, calls: ['measures'] }, measures: room }, expected: 0 },
  {
    name: 'two rooms may not call each other',
    rooms: { gate: { ...room, calls: ['events'] }, events: { ...room, calls: ['gate'] } },
    expected: 2,
  },
]

for (const { name, rooms, expected } of arrowCases) {
  test(`arrows point down: ${name}`, () => {
    const files = new Map(Object.keys(rooms).map((one) => [`app/src/rooms/${one}/rules.ts`, '']))
    assert.equal(violations(files, { ...house, rooms }).length, expected)
  })
}

test('a runtime dependency without its row is named', () => {
  const packageJson = JSON.stringify({ dependencies: { pg: '1', 'pg-boss': '1' } })
  assert.deepEqual(unexplainedDependencies(packageJson, '\n| `pg` | the driver |\n'), ['pg-boss'])
})
