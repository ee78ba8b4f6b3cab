// Is a text plain enough for every reader? Clear rules give errors and fail the tests; measures of readability give
// warnings, because they are a hint and no proof. `sh bin/run tools/plain-language.ts` shows both for all messages.
import { readCheckout } from './checkout.ts'
import { messageFolders } from './message-faults.ts'
import { type Language, languages, parseMessage } from './message-text.ts'
import { danishPlainWords, dutchPlainWords, englishPlainWords, type PlainWord } from './plain-words.ts'

/** Something in a text that makes it harder to read. */
export type Finding = { readonly level: 'error' | 'warning'; readonly fault: string }

/** Dutch at level B1 asks for 10 to 15 words a sentence; nobody writes only such sentences, so 20 is where it stops. */
const maxSentenceWords = 20
const longSentenceWords = 15

/** Measures of readability say nothing of a button or a title. */
const minMeasuredWords = 25

/** Below this, Flesch–Douma calls a Dutch text "fairly difficult". */
const minFleschDouma = 60
/** From this on, LIX calls a text "difficult", the language of official texts. */
const maxLix = 45
/** Below this, Flesch calls an English text "fairly difficult". */
const minFlesch = 55

const plainWords: { readonly [Of in Language]: readonly PlainWord[] } = {
  nl: dutchPlainWords,
  da: danishPlainWords,
  en: englishPlainWords,
}

/** Everything in one text that makes it harder to read, errors first. */
export function plainLanguageFindings(text: string, language: Language): readonly Finding[] {
  const sentences = sentencesOf(text)
  const errors = [
    ...sentences.filter((sentence) => wordsOf(sentence).length > maxSentenceWords).map(tooLong),
    ...stiffWords(text, plainWords[language]),
    ...(language === 'nl' ? sentences.filter(isPassiveChain).map(passiveChain) : []),
  ]
  const warnings = [...sentences.filter(isLong).map(long), ...measured(text, language)]
  return [
    ...errors.map((fault): Finding => ({ level: 'error', fault })),
    ...warnings.map((fault): Finding => ({ level: 'warning', fault })),
  ]
}

/** Sentences of a text. A colon, semicolon or line break ends one too: the reader can rest there. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?:;…])["'”’)]*\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => wordsOf(sentence).length > 0)
}

/** Words of a text: a compound with hyphens counts once, a number counts as a word. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}]+(?:[-'’.@:/][\p{L}\p{N}]+)*/gu) ?? []
}

/** Flesch–Douma reading ease for Dutch: 100 is very easy, 0 very hard. Source: W. H. Douma, 1960. */
export function fleschDouma(text: string): number {
  const words = wordsOf(text)
  return 206.84 - 0.93 * (words.length / sentencesOf(text).length) - 77 * syllablesPerWord(words)
}

/** Flesch reading ease for English: 100 is very easy, 0 very hard. Source: R. Flesch, 1948. */
export function flesch(text: string): number {
  const words = wordsOf(text)
  return 206.835 - 1.015 * (words.length / sentencesOf(text).length) - 84.6 * syllablesPerWord(words)
}

/** LIX: words per sentence plus the percentage of words over six letters; lower is easier. Source: C.-H. Björnsson, 1968. */
export function lix(text: string): number {
  const words = wordsOf(text)
  const longWords = words.filter((word) => word.length > 6)
  return words.length / sentencesOf(text).length + (100 * longWords.length) / words.length
}

function syllablesPerWord(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + syllables(word), 0) / words.length
}

// A row of vowels is a syllable; good enough for an average over a text, in Dutch and in English.
function syllables(word: string): number {
  const spoken = word
    .toLowerCase()
    .replace(/(?<=[^aeiouyl])e$/, (end) => (/[aeiouy].*[^aeiou]e$/.test(word) ? '' : end))
  return Math.max(1, spoken.match(/[aeiouyáéíóúèëïöüæøå]+/g)?.length ?? 0)
}

function isLong(sentence: string): boolean {
  const count = wordsOf(sentence).length
  return count > longSentenceWords && count <= maxSentenceWords
}

function long(sentence: string): string {
  return `${wordsOf(sentence).length} words in a sentence, better ${longSentenceWords}: "${sentence}"`
}

function tooLong(sentence: string): string {
  return `${wordsOf(sentence).length} words in a sentence, at most ${maxSentenceWords}: "${sentence}"`
}

function stiffWords(text: string, list: readonly PlainWord[]): readonly string[] {
  const spaced = ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `
  return list.filter(([stiff]) => spaced.includes(` ${stiff} `)).map(([stiff, plain]) => `"${stiff}": write "${plain}"`)
}

// One "worden" can be right. Two in a sentence hide twice who does it.
function isPassiveChain(sentence: string): boolean {
  return (sentence.match(/\b(word|wordt|worden|werd|werden|geworden)\b/gi)?.length ?? 0) > 1
}

function passiveChain(sentence: string): string {
  return `"worden" more than once in a sentence, say who does it: "${sentence}"`
}

function measured(text: string, language: Language): readonly string[] {
  if (wordsOf(text).length < minMeasuredWords) return []
  switch (language) {
    case 'nl':
      return fleschDouma(text) < minFleschDouma ? [`Flesch–Douma ${Math.round(fleschDouma(text))}: "${text}"`] : []
    case 'da':
      return lix(text) > maxLix ? [`LIX ${Math.round(lix(text))}: "${text}"`] : []
    case 'en':
      return flesch(text) < minFlesch ? [`Flesch ${Math.round(flesch(text))}: "${text}"`] : []
  }
}

/** Findings in all message files of the checkout, each with folder, language and key. */
export function findingsInMessages(): readonly Finding[] {
  return messageFolders(readCheckout(['app/src/**/{nl,da,en}.json'])).flatMap(({ folder, messages }) =>
    languages.flatMap((language) =>
      Object.entries(messages[language]).flatMap(([key, message]) => {
        const findings = parseMessage(message, language).texts.flatMap((text) => plainLanguageFindings(text, language))
        const faults = new Map(findings.map(({ level, fault }) => [`${folder} ${language} ${key}: ${fault}`, level]))
        return [...faults].map(([fault, level]): Finding => ({ level, fault }))
      }),
    ),
  )
}

if (import.meta.main) {
  const findings = findingsInMessages()
  for (const { level, fault } of findings) console.log(`${level}: ${fault}`)
  process.exitCode = findings.some(({ level }) => level === 'error') ? 1 : 0
}
