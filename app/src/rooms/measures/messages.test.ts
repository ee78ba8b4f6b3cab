import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { loadMessages } from '../../platform/messages.ts'
import type { WordedValue } from '../../platform/problem.ts'
import { adviceCodes } from './advice.ts'
import { impossible } from './impossible.ts'
import { usualControlNotice } from './legal-context.ts'
import { stepRefusals } from './life-refusal.ts'
import { routes, stepKinds } from './life-words.ts'
import { verdictKey } from './order.ts'
import { type DeclarationFaultCode, faultKey } from './parse-declaration.ts'
import { type Because, becauseKey } from './permit.ts'
import {
  explainedNever,
  namedNever,
  namedProtected,
  namedRetention,
  type RefusalCode,
  refusal,
  refusalCodes,
  refusalKey,
} from './refusal.ts'
import { waitedSteps } from './standing.ts'
import { changed, model } from './testing/declarations.ts'
import { neverWords, protectedOffices, retentionKinds } from './vocabulary.ts'

// Each list is complete: a code that has no line here does not compile.
const faultCodes = {
  'too-large': true,
  'not-yaml': true,
  'no-declaration': true,
  'not-one-document': true,
  alias: true,
  missing: true,
  'unknown-field': true,
  'not-in-list': true,
  'wrong-type': true,
  'wrong-form': true,
  'too-short': true,
  'too-long': true,
  'out-of-range': true,
  twice: true,
  'not-a-date': true,
  'too-deep': true,
  'and-more': true,
} satisfies Record<DeclarationFaultCode, true>

const becauses = {
  declared: true,
  'not-declared': true,
  'source-not-declared': true,
  'logsource-outside': true,
  'level-outside': true,
  'tag-forbidden': true,
  'tag-outside': true,
  'office-not-named': true,
  'not-automatic': true,
  'source-outside': true,
  'grouping-outside': true,
  'too-fine': true,
  'group-too-small': true,
  'office-protected': true,
  never: true,
} satisfies Record<Because, true>

const names: readonly WordedValue[] = [
  ...neverWords.map(namedNever),
  ...protectedOffices.map(namedProtected),
  // The keys of an object of ours.
  ...(Object.keys(retentionKinds) as (keyof typeof retentionKinds)[]).map(namedRetention),
]

const sentences: readonly string[] = [
  ...(Object.keys(refusalCodes) as RefusalCode[]).map(refusalKey),
  ...(Object.keys(faultCodes) as DeclarationFaultCode[]).map(faultKey),
  ...(Object.keys(becauses) as Because[]).map(becauseKey),
  ...(['same', 'narrower', 'wider', 'different'] as const).map(verdictKey),
  ...neverWords.flatMap(explainedNever),
]

const messages = loadMessages([import.meta.dirname])
const keys = Object.keys(JSON.parse(readFileSync(new URL('./nl.json', import.meta.url), 'utf8')))

function keyOf(value: WordedValue): string {
  if (typeof value !== 'object' || !('key' in value)) throw new TypeError('expected a key')
  return value.key
}

const ofTheCore = /^measures\.(because|fault|never|protected|refusal|retention|verdict)\./

test('the codes of the core and the messages are the same list', () => {
  const said = [...keys].filter((key) => ofTheCore.test(key))
  assert.deepEqual([...names.map(keyOf), ...sentences].sort(), said.sort())
})

// What people read of a life: each list is closed, and each word of it has its sentence.
const lives = [
  ...stepKinds.map((kind) => `measures.step.${kind}`),
  ...waitedSteps.map((step) => `measures.wait.${step}`),
  ...['draft', 'ended', 'lapsed', 'withdrawn', 'notice', 'until', 'suspended', 'review'].map(
    (what) => `measures.follows.${what}`,
  ),
  ...routes.map((route) => `measures.route.${route}`),
  ...Object.keys(stepRefusals).map((code) => `measures.step-refusal.${code}`),
  ...Object.entries(adviceCodes).flatMap(([kind, codes]) => codes.map((code) => `measures.advice.${kind}.${code}`)),
]

test('every step, wait, route, refusal of a step and advice has its sentence, and no other stands there', () => {
  const said = [...keys].filter((key) => /^measures\.(step|wait|follows|route|step-refusal|advice)\./.test(key))
  assert.deepEqual(lives.sort(), said.sort())
})

test('the sentences of a life can be said in every language, and end as sentences', () => {
  const facts = {
    office: 'OFFICE',
    version: 2,
    outcome: 'positive',
    route: 'consent',
    day: 'DAY',
    date: 'DATE',
    late: 'no',
    body: 'med',
    suspender: 'dpo',
    how: 'regularising',
  }
  for (const language of ['nl', 'da', 'en'] as const) {
    for (const key of lives) {
      const said = messages(language, key, {
        ...facts,
        name: 'NAME',
        measure: 'Measure 1',
        article: 'ARTICLE',
        least: 9,
      })
      assert.match(said, /^[\p{Lu}{].*[.?]$/su, `${language} ${key}`)
    }
  }
})

// What a caller gives; a message that needs anything else throws.
const values = { word: 'WORD', office: 'OFFICE', kind: 'KIND', name: 'NAME', date: 'DATE', allowed: 'a, b' }
const numbers = { least: 10, amount: 3, unit: 'months', years: 2, count: 7 }

for (const language of ['nl', 'da', 'en'] as const) {
  test(`${language}: every sentence can be said, and ends as one`, () => {
    for (const key of sentences) {
      const said = messages(language, key, { ...values, ...numbers })
      assert.match(said, /^\p{Lu}/u, key)
      assert.match(said, /[.?]$/, key)
    }
  })

  test(`${language}: a refusal says what is wrong, why, and what to do`, () => {
    for (const code of Object.keys(refusalCodes) as RefusalCode[]) {
      const said = messages(language, refusalKey(code), { ...values, ...numbers })
      const parts = said.split(/(?<=[.?]) (?=\p{Lu})/u)
      const least = code === 'forbidden-capability' ? 2 : 3
      assert.ok(parts.length >= least, `${code}: ${said}`)
    }
  })
}

test('every value of a real refusal is one that its sentence can show', () => {
  const wrong = changed(model(), { never: ['video'], protectedOffices: [], retention: [], review: '2020-01-01' })
  const found = impossible(wrong, { on: '2026-11-25', controlNotice: usualControlNotice })
  assert.ok(found.length > 8)
  for (const one of found) {
    const worded = Object.fromEntries(
      Object.entries(one.values).map(([name, value]) => {
        if (typeof value !== 'object') return [name, value]
        if ('texts' in value) return [name, value.texts.nl ?? '']
        return [name, 'key' in value ? messages('nl', value.key) : value.day]
      }),
    )
    assert.doesNotMatch(messages('nl', refusalKey(one.code), worded), /[{}]/)
  }
})

test('a refusal names its article, also where a country has its own', () => {
  assert.equal(refusal('national-number', '/x').article, 'GDPR Art. 87')
  assert.equal(refusal('national-number', '/x', {}, 'UAVG art. 46').article, 'UAVG art. 46')
})
