// One ICU message taken apart: its arguments, its plural forms, and the sentences a reader can get to see.
import { IntlMessageFormat } from 'intl-messageformat'

/** Languages that every message exists in. */
export const languages = ['nl', 'da', 'en'] as const
export type Language = (typeof languages)[number]

/** A choice inside a message, with the options it has. */
export type Choice = {
  readonly argument: string
  readonly kind: 'plural' | 'ordinal' | 'select'
  readonly options: readonly string[]
}

/** A parsed message. */
export type MessageText = {
  /** Names of all arguments, sorted, each once. */
  readonly argumentNames: readonly string[]
  readonly choices: readonly Choice[]
  /** What a reader can see: every option of every choice once, arguments replaced by a short word, without tags. */
  readonly texts: readonly string[]
}

type Elements = ReturnType<IntlMessageFormat['getAst']>
type Element = Elements[number]

// Kinds of element as the parser of ICU messages numbers them.
const literal = 0
const select = 5
const plural = 6
const numberSign = 7
const tag = 8

/**
 * Parses one message of one language.
 *
 * @throws Error when it is not a valid ICU message; every choice must have the option `other`.
 */
export function parseMessage(message: string, language: Language): MessageText {
  const elements = new IntlMessageFormat(message, language, undefined, { ignoreTag: true }).getAst()
  const argumentNames = new Set<string>()
  const choices: Choice[] = []
  collect(elements, argumentNames, choices)
  return {
    argumentNames: [...argumentNames].sort(),
    choices,
    texts: textsOf(elements).map((text) => text.replace(/<\/?[a-z]+>/g, '')),
  }
}

/** Plural forms that a message in this language must name, such as `one` and `other`. */
export function pluralForms(language: Language, kind: Choice['kind']): readonly string[] {
  const type = kind === 'ordinal' ? 'ordinal' : 'cardinal'
  return new Intl.PluralRules(language, { type }).resolvedOptions().pluralCategories
}

function collect(elements: Elements, argumentNames: Set<string>, choices: Choice[]): void {
  for (const element of elements) {
    if (element.type !== literal && element.type !== numberSign && element.type !== tag)
      argumentNames.add(element.value)
    if (element.type === select || element.type === plural) {
      const options = Object.keys(element.options)
      choices.push({ argument: element.value, kind: kindOf(element), options })
      for (const option of Object.values(element.options)) collect(option.value, argumentNames, choices)
    }
    if (element.type === tag) collect(element.children, argumentNames, choices)
  }
}

function kindOf(element: Element): Choice['kind'] {
  if (element.type !== plural) return 'select'
  return element.pluralType === 'ordinal' ? 'ordinal' : 'plural'
}

// One text per option of the choice that has most; the others repeat their last one, so that each option is read once.
function textsOf(elements: Elements): readonly string[] {
  const parts = elements.map(partTexts)
  const count = Math.max(1, ...parts.map((part) => part.length))
  return Array.from({ length: count }, (_, index) =>
    parts.map((part) => part[Math.min(index, part.length - 1)]).join(''),
  )
}

function partTexts(element: Element): readonly string[] {
  if (element.type === literal) return [element.value]
  if (element.type === numberSign) return ['3']
  if (element.type === tag) return textsOf(element.children)
  if (element.type === select || element.type === plural) {
    return Object.values(element.options).flatMap((option) => textsOf(option.value))
  }
  return ['dit']
}
