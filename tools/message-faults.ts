// Faults in the message files of the rooms: languages that differ, messages that do not parse, keys without a use.
import { basename, dirname } from 'node:path'
import ts from 'typescript'
import { type Language, languages, type MessageText, parseMessage, pluralForms } from './message-text.ts'

/** The message files of one folder, key to message by language. */
export type MessageFolder = {
  readonly folder: string
  readonly messages: Readonly<Record<Language, Readonly<Record<string, string>>>>
}

/** Puts the files `nl.json`, `da.json`, `en.json` together by folder; one that is absent counts as empty. */
export function messageFolders(files: ReadonlyMap<string, string>): readonly MessageFolder[] {
  const folders = new Set([...files.keys()].filter((path) => /^(nl|da|en)\.json$/.test(basename(path))).map(dirname))
  return [...folders].sort().map((folder) => {
    const read = (language: Language): Record<string, string> =>
      JSON.parse(files.get(`${folder}/${language}.json`) ?? '{}')
    return { folder, messages: { nl: read('nl'), da: read('da'), en: read('en') } }
  })
}

/** Every fault of one folder: missing keys, differing arguments, plural forms that the language needs. */
export function folderFaults({ folder, messages }: MessageFolder): readonly string[] {
  const keys = new Set(languages.flatMap((language) => Object.keys(messages[language])))
  return [...keys].sort().flatMap((key) => {
    const missing = languages.filter((language) => typeof messages[language][key] !== 'string')
    if (missing.length > 0) return [`${folder}: ${key}: missing in ${missing.join(', ')}`]
    return keyFaults(key, messages).map((fault) => `${folder}: ${key}: ${fault}`)
  })
}

function keyFaults(key: string, messages: MessageFolder['messages']): readonly string[] {
  const faults: string[] = []
  const shapes: string[] = []
  for (const language of languages) {
    const message = messages[language][key] ?? ''
    if (message.trim() === '' || message !== message.trim()) faults.push(`${language}: empty, or space at an end`)
    try {
      const parsed = parseMessage(message, language)
      shapes.push(shapeOf(parsed))
      faults.push(...missingForms(parsed, language))
    } catch (error) {
      faults.push(`${language}: not an ICU message: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  if (new Set(shapes).size > 1) faults.push(`the languages differ in arguments or options: ${shapes.join(' / ')}`)
  return faults
}

// A language may word a number without a plural; it may not leave out the number, or an option of a select.
function shapeOf({ argumentNames, choices }: MessageText): string {
  const selects = choices.filter(({ kind }) => kind === 'select')
  const options = selects.map(({ argument, options }) => `${argument}(${[...options].sort().join(' ')})`)
  return [...argumentNames, ...new Set(options)].join(' ')
}

function missingForms({ choices }: MessageText, language: Language): readonly string[] {
  return choices
    .filter(({ kind }) => kind !== 'select')
    .flatMap(({ argument, kind, options }) => {
      const missing = pluralForms(language, kind).filter((form) => !options.includes(form))
      return missing.length > 0 ? [`${language}: ${argument} lacks the plural form ${missing.join(', ')}`] : []
    })
}

/** Keys that stand in more than one folder: only one of them could be shown. */
export function repeatedKeys(folders: readonly MessageFolder[]): readonly string[] {
  const keys = folders.flatMap(({ messages }) => Object.keys(messages.nl))
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))]
}

/**
 * Compares the keys with the sources.
 *
 * A string in a source counts as a key when it begins with the first word of a key and has as many parts as a key with
 * that word has at least; a template such as `problem.${code}.title` stands for all keys of that form.
 *
 * @param sources - Text by path: TypeScript, and other files in which keys stand literally.
 */
export function keyUseFaults(keys: readonly string[], sources: ReadonlyMap<string, string>): readonly string[] {
  const known = new Set(keys)
  const used = new Set<string>()
  const faults: string[] = []
  for (const [path, text] of sources) {
    for (const mention of mentionsIn(path, text)) {
      const matching = mention.form === undefined ? [mention.words] : keys.filter((key) => mention.form?.test(key))
      const found = matching.filter((key) => known.has(key))
      for (const key of found) used.add(key)
      if (found.length === 0 && looksLikeKey(mention, keys)) faults.push(`${path}: no message "${mention.words}"`)
    }
  }
  return [...faults, ...keys.filter((key) => !used.has(key)).map((key) => `no source uses the message "${key}"`)]
}

type Mention = { readonly words: string; readonly form: RegExp | undefined }

function mentionsIn(path: string, text: string): readonly Mention[] {
  if (!/\.tsx?$/.test(path))
    return [...text.matchAll(/"([^"\n]+)"/g)].map(([, words = '']) => ({ words, form: undefined }))
  const mentions: Mention[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) mentions.push({ words: node.text, form: undefined })
    // A template without a fixed beginning could be any text, and would make every key look used.
    if (ts.isTemplateExpression(node) && node.head.text.includes('.')) mentions.push(templateMention(node))
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true))
  return mentions
}

function templateMention(node: ts.TemplateExpression): Mention {
  const fixed = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)]
  const form = new RegExp(`^${fixed.map((part) => RegExp.escape(part)).join('.+')}$`)
  return { words: fixed.join('…'), form }
}

function looksLikeKey({ words, form }: Mention, keys: readonly string[]): boolean {
  if (
    !/^[a-z][a-z-]*(\.[a-z0-9…-]+)+\.?…?$/.test(words) ||
    /\.(ts|tsx|json|css|cedar|cedarschema|html|yml|svg)$/.test(words)
  )
    return false
  const parts = words.split('.')
  const alike = keys.map((key) => key.split('.')).filter(([first]) => first === parts[0])
  if (alike.length === 0) return false
  return form !== undefined || parts.length >= Math.min(...alike.map((key) => key.length))
}
