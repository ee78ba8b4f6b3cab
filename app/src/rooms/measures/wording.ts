import type { Reason } from '../../platform/problem.ts'
import { articleValue } from './articles.ts'
import type { Finding } from './checking.ts'

/** A finding as a reason of the platform, with its place and article. */
export function reasonOf({ code, path, place, key, values, article }: Finding): Reason {
  return { code, key, path, values: { ...values, article: articleValue(article ?? '') }, ...place }
}
