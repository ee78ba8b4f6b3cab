import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sayReason } from '../../platform/problem.ts'
import { adviceCodes, adviceOn } from './advice.ts'
import { articleInWords, articlesUnder } from './articles.ts'
import { stepReason, stepRefusals } from './life-refusal.ts'
import { refusalCodes } from './refusal.ts'
import { model } from './testing/declarations.ts'

const english = /\b(GDPR|Art\.|Directive|Regulation|Annex|Opinion|ECtHR|agreement|measures|rule on|words|confirmed)\b/

test('no article has English words for who reads Dutch or Danish', () => {
  const articles = [...Object.values(refusalCodes), ...Object.values(stepRefusals)]
  const advised = adviceOn(model(), []).flatMap(({ article }) => article ?? [])
  for (const article of [...articles, ...advised]) {
    for (const language of ['nl', 'da']) assert.doesNotMatch(articleInWords(article, language), english, article)
    assert.equal(articleInWords(article, 'en'), article)
  }
})

test('a refusal of a step names its article in the language of who reads it', () => {
  const said = (language: string) =>
    sayReason(
      stepReason({ code: 'advice-missing', values: {} }),
      Object.assign((_: string, values?: object) => JSON.stringify(values), { language }),
    )
  assert.match(said('nl'), /AVG art\. 35\(2\)/)
  assert.match(said('da'), /databeskyttelsesforordningen art\. 35\(2\)/)
})

test('advice names the law of the house alone', () => {
  const both = 'agreement on control measures § 3; WOR art. 27(1)(l)'
  assert.equal(articlesUnder(both, 'nl'), 'WOR art. 27(1)(l)')
  assert.equal(articlesUnder(both, 'dk'), 'agreement on control measures § 3')
  assert.equal(articlesUnder('GDPR Art. 13', 'dk'), 'GDPR Art. 13')
  assert.ok(adviceCodes.law.length > 0)
})
