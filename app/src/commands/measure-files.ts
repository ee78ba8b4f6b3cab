// What the commands on declarations share: the file, the words, and the place of each finding.
import { readFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { type Language, loadMessages } from '../platform/messages.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { localDayAndHour } from '../platform/outbox.ts'
import { type Say, sayReason } from '../platform/problem.ts'
import { timeZoneOf } from '../platform/time-zone.ts'
import { articleInWords } from '../rooms/measures/articles.ts'
import type { Finding } from '../rooms/measures/checking.ts'
import { maxDeclarationLength } from '../rooms/measures/declaration-yaml.ts'
import { type LegalContext, usualControlNotice } from '../rooms/measures/legal-context.ts'
import { reasonOf } from '../rooms/measures/wording.ts'
import { messageFolders } from '../rooms.ts'
import type { Io } from './command.ts'

/** A file of a declaration: its text, and its name as a person finds it. */
export type DeclarationFile = { readonly name: string; readonly text: string }

/** Bytes of a file that are read at most; a text that is longer is refused by its reader, with its place. */
const mostBytes = 16_000_000

/** What whoever brought a file that is no declaration can do. */
export const startFromModel =
  'To start one from a model: npx openwacht measure draft KIND > declaration.yaml. From what a tool is set to do: --from FILE.'

/** Why a file cannot be read, and what to do; by the code of the system. */
const unreadable: Readonly<Record<string, readonly [why: string, cure: string]>> = {
  ENOENT: ['is not there', `Name the file of a declaration. ${startFromModel}`],
  EISDIR: ['is a folder', 'Name the files in it, such as measures/*.yaml.'],
  EACCES: ['may not be read by this account', 'Give this account the right to read it, or use another account.'],
}

/** Reads a file as text. Throws OperatorError where it cannot be read, is too large or is no UTF-8. */
export async function readText(name: string, io: Io): Promise<DeclarationFile> {
  const path = resolve(io.folder, name)
  const bytes = await readFile(path).catch((error) => {
    const [why, cure] = unreadable[error.code] ?? ['cannot be read', `The system says: ${error.code}.`]
    throw new OperatorError(`${name} ${why}`, cure)
  })
  if (bytes.length > mostBytes)
    throw new OperatorError(`${name} is too large`, `At most ${maxDeclarationLength} characters.`)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { name: relative(io.folder, path) || name, text }
  } catch (error) {
    throw new OperatorError(`${name} is not UTF-8`, 'Save it as UTF-8.', { cause: error })
  }
}

/** Says messages in a language, under the law of a country. */
export function sayFor(language: Language, jurisdiction: 'nl' | 'dk' = 'nl'): Say {
  const messages = loadMessages(messageFolders)
  const say = (key: string, values?: Record<string, string | number>) =>
    messages(language, key, { jurisdiction, ...values })
  return Object.assign(say, { language })
}

/** The day, and what the parties agreed as far as it is known without a house. Both laws have the same clock. */
export function contextToday(now = new Date()): LegalContext {
  return { on: localDayAndHour(now, timeZoneOf('nl')).day, controlNotice: usualControlNotice }
}

/** A finding as one line of JSON. */
export function findingFacts(file: string, finding: Finding, say: Say): object {
  const { code, path, place, article } = finding
  return {
    ...{ file, line: place?.line ?? null, column: place?.column ?? null, path, code, article: article ?? null },
    detail: sayReason(reasonOf(finding), say),
  }
}

/** A finding as a line for a person: where, what, and the article. */
export function findingLine(file: string, finding: Finding, say: Say): string {
  const { path, place, article } = finding
  // Of what is no declaration there is no place to mend.
  if (finding.code === 'no-declaration') return `${file}: ${sayReason(reasonOf(finding), say)}`
  const where = place === undefined ? file : `${file}:${place.line}:${place.column}`
  const law = article === undefined ? '' : ` [${articleInWords(article, say.language)}]`
  return `${where} ${path || '/'}: ${sayReason(reasonOf(finding), say)}${law}`
}
