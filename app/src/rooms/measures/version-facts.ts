import { createHash } from 'node:crypto'
import { compare } from './compare.ts'
import type { Declaration } from './declaration.ts'
import type { VersionFacts } from './steps.ts'

/** SHA-256 of the text of a version, lower-case hex: what stands in the transparency log. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/**
 * What the life of a measure needs to know of a version.
 *
 * @param before - The version in force, or whatever it is held against; undefined for a first one.
 */
export function factsOfVersion(
  version: number,
  text: string,
  declaration: Declaration,
  before: Declaration | undefined,
): VersionFacts {
  const comparison = before === undefined ? undefined : compare(before, declaration)
  const changed = (comparison?.changes ?? []).map(({ path }) => path.split('/')[1] ?? '')
  return {
    version,
    digest: digestOf(text),
    jurisdiction: declaration.jurisdiction,
    notice: declaration.notice.term,
    liveSince: declaration.tool.liveSince,
    toldSince: declaration.tool.staffToldSince,
    sources: declaration.sources.map(({ id }) => id),
    review: declaration.review,
    verdict: comparison?.verdict,
    changed: [...new Set(changed)],
  }
}
