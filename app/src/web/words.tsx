import { words } from 'virtual:words'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { formatDay, formatInstant } from './dates.ts'
import { createSay, isLanguage, type Language, languages, reportMissing, type Say, type Texts } from './messages.ts'

/** Everything a screen needs to speak the language of the person. */
export type Words = {
  readonly language: Language
  readonly say: Say
  /** A day 'YYYY-MM-DD' in words. */
  readonly day: (day: string) => string
  /** An instant (ISO 8601) in words, by the clock of the organisation. */
  readonly instant: (instant: string) => string
  readonly number: (value: number) => string
  /** Changes the language of the screens, and remembers it on this device. */
  readonly choose: (language: Language) => void
  /** Rooms whose own sentences are there. */
  readonly rooms: readonly string[]
  /** Loads the sentences of a room. */
  readonly openRoom: (room: string) => Promise<void>
}

const storageName = 'openwacht.language'

const WordsContext = createContext<Words | undefined>(undefined)

/** The words of the screen; only inside `WordsProvider`. */
export function useWords(): Words {
  const words = useContext(WordsContext)
  if (words === undefined) throw new Error('useWords outside WordsProvider')
  return words
}

/**
 * Loads sentences of one language: those of every screen, and those of the rooms that are open. A file of its own for each
 * room and language, so that nobody loads what they do not see.
 */
export async function loadTexts(language: Language, rooms: readonly string[] = []): Promise<Texts> {
  const loaded = await Promise.all(['shell', ...rooms].map(async (place) => (await words[place]?.[language]())?.texts))
  return Object.assign({}, ...loaded)
}

/** The language that was chosen on this device, `undefined` when none was. */
export function rememberedLanguage(): Language | undefined {
  try {
    const remembered = localStorage.getItem(storageName)
    return isLanguage(remembered) ? remembered : undefined
  } catch {
    // Storage can be switched off; the choice then lasts until the page is loaded again.
    return undefined
  }
}

/** Language and sentences that are there, with the rooms that they hold. */
export type LoadedWords = { readonly language: Language; readonly texts: Texts; readonly rooms: readonly string[] }

/** The first language that the browser asks for and that is ours; `undefined` where there is none. */
export function browserLanguage(wanted: readonly string[] = navigator.languages): Language | undefined {
  return wanted.map((tag) => tag.toLowerCase().split('-')[0]).find(isLanguage)
}

type WordsProviderProps = {
  /** Language and sentences to begin with. */
  readonly first: LoadedWords
  readonly timeZone: string
  /** Told of a choice by the person, to keep it with the employee. */
  readonly onChosen: (language: Language) => void
  readonly children: ReactNode
}

/** Gives screens their words, and changes them without loading the page again. */
export function WordsProvider({ first, timeZone, onChosen, children }: WordsProviderProps) {
  const [loaded, setLoaded] = useState(first)
  const { language, texts, rooms } = loaded

  useEffect(() => {
    document.documentElement.lang = language
  }, [language])

  const spoken = useMemo<Words>(() => {
    const numbers = new Intl.NumberFormat(language)
    return {
      language,
      say: createSay(language, texts, reportMissing),
      day: (day) => formatDay(day, language),
      instant: (instant) => formatInstant(instant, language, timeZone),
      number: (value) => numbers.format(value),
      choose: (wanted) => {
        remember(wanted)
        onChosen(wanted)
        loadTexts(wanted, rooms).then((fresh) => setLoaded({ language: wanted, texts: fresh, rooms }), reportError)
      },
      rooms,
      openRoom: async (room) => {
        const opened = [...rooms, room]
        const fresh = await loadTexts(language, opened)
        setLoaded((now) => (now.language === language ? { language, texts: fresh, rooms: opened } : now))
      },
    }
  }, [language, texts, rooms, timeZone, onChosen])

  return <WordsContext value={spoken}>{children}</WordsContext>
}

/** What each language calls itself. */
export const ownNames: Readonly<Record<Language, string>> = { nl: 'Nederlands', da: 'Dansk', en: 'English' }

/** The first of these that is one of our languages. */
export function firstLanguage(...wishes: readonly (string | null | undefined)[]): Language {
  return wishes.find(isLanguage) ?? languages[0]
}

function remember(language: Language): void {
  try {
    localStorage.setItem(storageName, language)
  } catch {
    // As above: the choice still counts now.
  }
}
