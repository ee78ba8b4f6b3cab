import { type Say, sayReason } from '../../platform/problem.ts'
import type { Advice } from './advice.ts'
import { articleInWords } from './articles.ts'
import type { Finding } from './checking.ts'
import type { CheckAnswer, FindingAnswer } from './shapes.ts'
import { reasonOf } from './wording.ts'

/** A finding as it is sent. */
export function findingAnswer(finding: Finding, say: Say): FindingAnswer {
  const { code, path, place, article } = finding
  return {
    ...{ code, path, line: place?.line ?? null, column: place?.column ?? null, article: lawOf(article, say) },
    detail: sayReason(reasonOf(finding), say),
  }
}

/** A line of advice as it is sent. */
export function adviceAnswer({ kind, code, article, measure }: Advice, say: Say): CheckAnswer['advice'][number] {
  return {
    ...{ kind, code, article: lawOf(article, say), measure: measure ?? null },
    detail: say(`measures.advice.${kind}.${code}`, { measure: measure ?? '', article: lawOf(article, say) ?? '' }),
  }
}

function lawOf(article: string | undefined, { language }: Say): string | null {
  return article === undefined ? null : articleInWords(article, language)
}
