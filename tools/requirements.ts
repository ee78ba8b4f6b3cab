// `docs/requirements.tsv`: which requirement of the source documents is met where, and which test shows it.
import ts from 'typescript'

/** One line of the table. */
export type Requirement = { readonly id: string; readonly room: string; readonly test: string }

/** The first line of the table. */
export const header = 'id\troom\ttest'

/** `R-`, the label of the source document, and the place in it. */
const idForm = /^R-(OSS|BRU|BIL|RIJK|UTR)-[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$/

/** Lines of the table; an empty list when there is only the header. Cells are not trimmed: space in one is a fault. */
export function parseRequirements(table: string): readonly Requirement[] {
  return linesOf(table)
    .slice(1)
    .map((line) => {
      const [id = '', room = '', test = ''] = line.split('\t')
      return { id, room, test }
    })
}

/**
 * Every fault of the table.
 *
 * @param rooms - Folders of `app/src/rooms`, and `platform`.
 * @param sources - Text of the test files by path. The column `test` reads `path: title`.
 */
export function requirementFaults(
  table: string,
  rooms: readonly string[],
  sources: ReadonlyMap<string, string>,
): readonly string[] {
  const lines = linesOf(table)
  if (lines[0] !== header) return [`the first line is "${header}" with tabs, not "${lines[0]}"`]
  const misshapen = lines.filter((line) => line.split('\t').length !== 3)
  if (misshapen.length > 0) return misshapen.map((line) => `not three columns: "${line}"`)
  const seen = new Set<string>()
  return parseRequirements(table).flatMap((requirement) => {
    const faults = requirementFault(requirement, rooms, sources)
    // One requirement may need several tests, but the same line twice says nothing.
    const line = Object.values(requirement).join('\t')
    if (seen.has(line)) faults.push('stands there twice')
    seen.add(line)
    return faults.map((fault) => `${requirement.id}: ${fault}`)
  })
}

function linesOf(table: string): readonly string[] {
  return table.replace(/\n$/, '').split('\n')
}

function requirementFault(
  { id, room, test }: Requirement,
  rooms: readonly string[],
  sources: ReadonlyMap<string, string>,
): string[] {
  const faults: string[] = []
  if (!idForm.test(id)) faults.push('not the id of a requirement')
  if (!rooms.includes(room)) faults.push(`no room "${room}"`)
  const separator = test.indexOf(': ')
  const [path, title] = [test.slice(0, separator), test.slice(separator + 2)]
  const source = sources.get(path)
  if (separator === -1 || source === undefined) faults.push(`no test file "${separator === -1 ? test : path}"`)
  else if (!titlesIn(path, source).includes(title)) faults.push(`no test "${title}" in ${path}`)
  return faults
}

// The title of a table test is often a name in the table, so every literal text of the file counts as a title.
function titlesIn(path: string, source: string): readonly string[] {
  const titles: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) titles.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true))
  return titles
}
