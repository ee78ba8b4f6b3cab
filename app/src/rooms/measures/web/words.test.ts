// Sentences whose keys are put together: each exists in three languages, whatever is put in. Those that are written whole in a
// screen are looked after by the test of all messages.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createSay, languages } from '../../../web/messages.ts'
import { formSections, type Part, wordKey } from '../form-parts.ts'
import * as life from '../life-words.ts'
import { driftCodes } from '../tools/drift.ts'
import { readers } from '../vocabulary.ts'
import { lifeSteps } from './life-steps.ts'

const here = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const textsOf = (language: string): Readonly<Record<string, string>> => JSON.parse(here(`${language}.json`))

function partKeys(parts: readonly Part[], at: readonly string[]): readonly string[] {
  return parts.flatMap(({ name, control, help }) => {
    const key = `measures.form.${[...at, name].join('.')}`
    return [
      key,
      ...(help ? [`${key}.help`] : []),
      ...(control.kind === 'rows' ? [`${key}.one`] : []),
      ...(control.kind === 'one' || control.kind === 'some'
        ? control.of.map((one) => wordKey(control.words, one))
        : []),
      ...('parts' in control ? partKeys(control.parts, [...at, name]) : []),
    ]
  })
}

/** Keys that are put together. */
const made = [
  ...formSections.flatMap(({ id, parts }) => [
    `measures.form.section.${id}`,
    `measures.form.section.${id}.lead`,
    ...partKeys(parts, []),
  ]),
  ...lifeSteps.flatMap(({ path, fields }) => [
    ...['title', 'lead', 'do', 'done', ...fields].map((part) => `measures.step.${path}.${part}`),
    ...fields.map((field) => `measures.step.missing.${field}`),
  ]),
  'measures.step.proposed.done',
  'measures.route.lead.nl',
  'measures.route.lead.dk',
  'measures.save.saved',
  'measures.save.waiting',
  'measures.review.soon',
  'measures.review.overdue',
  ...['all', 'now', 'coming', 'past'].map((group) => `measures.register.group.${group}`),
  ...['now', 'coming', 'past'].map((group) => `measures.register.caption.${group}`),
  ...['same', 'narrower', 'wider', 'different', 'from', 'to'].map((one) => `measures.changes.${one}`),
  ...['candidate', 'in-force', 'was-in-force', 'not-adopted'].map((state) => `measures.versions.${state}`),
  ...['called', 'running', 'accounted', 'lapsed'].map((state) => `measures.emergency.${state}`),
  ...['beyond', 'short', 'unclear'].map((kind) => `measures.drift-screen.${kind}`),
  ...['dpia', 'dossier'].map((paper) => `measures.tool.${paper}`),
  ...driftCodes.map((code) => `measures.drift.${code}`),
  ...['account-late', 'end-passed', 'suspended'].flatMap((why) =>
    ['title', 'detail'].map((part) => `measures.looks-ended.${why}.${part}`),
  ),
  ...['hours', 'days', 'weeks', 'months', 'years'].map((unit) => `measures.word.unit.${unit}`),
  ...life.standings.map((one) => `measures.standing.${one}`),
  ...life.suspenders.map((one) => `measures.suspender.${one}`),
  ...life.routes.map((one) => `measures.word.route.${one}`),
  ...life.bodies.map((one) => `measures.word.body.${one}`),
  ...life.tellings.map((one) => `measures.word.telling.${one}`),
  ...life.answers.flatMap((one) => [`measures.word.answer.${one}`, `measures.step.outcome.${one}`]),
  ...life.adviceOutcomes.flatMap((one) => [`measures.word.advice.${one}`, `measures.step.outcome.${one}`]),
  ...['works-council', 'med', 'main-med', 'shop-stewards', 'union', 'top-management'].map(
    (one) => `measures.word.party.${one}`,
  ),
  ...readers.map((one) => `measures.word.readers.${one}`),
]

/** Sentences of the room that the server says too. */
const roomTexts: Readonly<Record<string, string>> = JSON.parse(here('../nl.json'))
const isElsewhere = (key: string) => !key.startsWith('measures.') || key in roomTexts

// What any message is given; a message that needs anything else throws.
const values = {
  lines: '3, 7',
  ...{ title: 'T', version: '2', from: 1, to: 2, day: 'D', at: 'A', who: 'W', part: 'P', parts: 'P', label: 'L' },
  ...{
    step: 'S',
    steps: 13,
    line: 3,
    detail: 'D',
    what: 'W',
    reference: 'R',
    through: 'T',
    number: 1,
    tool: 'T',
    column: 4,
    year: '2027',
    blind: 'B',
    runs: 'yes',
  },
  ...{ count: 2, days: 3, filled: 1, all: 2, amount: 3, unit: 'days', jurisdiction: 'nl' },
}

for (const language of languages) {
  const texts = textsOf(language)
  test(`${language}: every sentence of the screens exists`, () => {
    assert.deepEqual(
      made.filter((key) => texts[key] === undefined && !isElsewhere(key)),
      [],
    )
  })

  test(`${language}: every sentence can be said, by the law of either country`, () => {
    const say = createSay(language, texts, (key) => assert.fail(key))
    for (const key of Object.keys(texts)) {
      for (const jurisdiction of ['nl', 'dk']) {
        assert.doesNotMatch(say(key, { ...values, jurisdiction }), /[{}]|undefined|^$/, key)
      }
    }
  })
}
