import { createHash } from 'node:crypto'
import { compare } from './compare.ts'
import type { Declaration } from './declaration.ts'
import type { VersionFacts } from './steps.ts'

/** SHA-256 of words, lower-case hex. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/**
 * What stands in the transparency log of the text of a version, or of words: SHA-256 of the blind in hex, a line feed and the text. Who may
 * read the whole text gets the blind with it and can reckon it again; who may not cannot try guesses at what is kept.
 *
 * @param blind - 32 random bytes, in hex; undefined for what is from before there were blinds.
 */
export function commitmentToText(blind: string | undefined, text: string): string {
  return digestOf(blind === undefined ? text : `${blind}\n${text}`)
}

/**
 * What the life of a measure needs to know of a version.
 *
 * @param before - The version in force, or whatever it is held against; undefined for a first one.
 * @param blind - 32 random bytes in hex, for this version alone.
 */
export function factsOfVersion(
  version: number,
  text: string,
  declaration: Declaration,
  before: Declaration | undefined,
  blind: string,
): VersionFacts {
  const comparison = before === undefined ? undefined : compare(before, declaration)
  const changed = (comparison?.changes ?? []).map(({ path }) => path.split('/')[1] ?? '')
  return {
    version,
    digest: commitmentToText(blind, text),
    blind,
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
