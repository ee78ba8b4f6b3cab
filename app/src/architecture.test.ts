// The import rules of the house, executed over every source file; the rules themselves stand in `tools/architecture.ts`.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type House, unexplainedDependencies, violations } from '../../tools/architecture.ts'
import { readCheckout } from '../../tools/checkout.ts'

// What a file is for follows from its name: `store.ts` and `…-store.ts` hold queries, `routes.ts` and `…-routes.ts` speak
// HTTP, `<room>.ts` holds acts, `web/` holds screens, everything else in a room is pure. What differs is listed here.
const house: House = {
  rooms: {
    people: {
      calls: [],
      acts: [
        'appointing',
        'credentials',
        'first-start',
        'forgetting-passkeys',
        'own-passkeys',
        'own-records',
        'own-session',
        'proposing',
        'records',
        'scim',
        'setting-up',
        'sign-in',
        'sign-in-providers',
        'staff-importing',
        'waiting',
      ],
      outsideThings: {
        passkeys: '@simplewebauthn/server',
        oidc: 'openid-client',
        'demonstration-memory': 'node:*',
        'demonstration-provider': 'oidc-provider',
        'pending-sign-in': 'node:*',
        'scim-model': 'scimmy',
      },
    },
    log: {
      calls: ['people'],
      acts: [
        'check-files',
        'check-log',
        'check-other-files',
        'delays',
        'erasing',
        'opened-folder',
        'proving-absence',
        'reading',
        'rebuilding',
        'recovery',
        'sequencer',
        'waiting',
        'witnesses',
      ],
      outsideThings: { disk: 'node:*', 'log-folder': 'node:*', 'witness-client': 'node:*' },
    },
    measures: {
      calls: ['people'],
      acts: ['circumstances', 'demonstrating', 'drafting', 'reading', 'reporting', 'stepping', 'waiting'],
      outsideThings: {
        models: 'node:*',
        'report-pdf': '@myriaddreamin/typst-ts-node-compiler',
      },
    },
    gate: {
      calls: ['people', 'log', 'measures'],
      acts: ['journal'],
      outsideThings: { 'journal-files': 'node:*' },
    },
  },
  purePlatform: [
    'canonical-json',
    'entry-kind',
    'entry-marks',
    'outcome-kinds',
    'problem',
    'processing-activities',
    'shape-check',
    'time-zone',
  ],
  pureLibraries: ['csv-parse', 'intl-messageformat', 'temporal-polyfill', 'typebox', 'yaml'],
  webLibraries: ['@simplewebauthn/browser', 'react', 'react-dom', 'virtual:words', 'wouter'],
  serverSideWeb: ['app/src/web/build.ts', 'app/src/web/words-of-rooms.ts'],
  tables: [],
}

const files = readCheckout([
  '{app,packages,tools}/**/*.{ts,tsx}',
  '{app,packages/*}/package.json',
  'docs/design/dependencies.md',
])

test('every file stays within its reach', () => {
  const found = violations(files, house).map(({ path, line, rule }) => `${path}:${line} ${rule}`)
  assert.deepEqual(found, [])
})

test('every runtime dependency has a line on why we do not write it', () => {
  const page = files.get('docs/design/dependencies.md') ?? ''
  const manifests = [...files].filter(([path]) => path.endsWith('package.json'))
  assert.deepEqual(
    manifests.flatMap(([, text]) => unexplainedDependencies(text, page)),
    [],
  )
})
