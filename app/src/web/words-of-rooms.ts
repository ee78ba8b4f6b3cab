// Cuts the sentences of all rooms into what every screen needs and what belongs to the screens of one room, when the
// screens are built. A room's sentences are loaded with the first of its screens, so a new room costs the start page nothing.
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { Plugin } from 'vite'
import { languages } from '../platform/messages.ts'

const source = join(import.meta.dirname, '..')
const moduleName = 'virtual:words'

type Texts = Readonly<Record<string, string>>

/** Sentences by key, of the shell and of each room that has screens or words. */
export type RoomWords = { readonly shell: Texts; readonly rooms: Readonly<Record<string, Texts>> }

/** The sentences of one language, cut by who needs them. Reads all sources. */
export function wordsByRoom(language: string): RoomWords {
  const rooms = readdirSync(join(source, 'rooms')).filter((room) => existsSync(join(source, `rooms/${room}/nl.json`)))
  const own = new Map(
    rooms.map((room) => [room, textsOf([`rooms/${room}/${language}.json`, `rooms/${room}/web/${language}.json`])]),
  )
  const all: Texts = Object.assign({}, ...own.values())
  return {
    shell: { ...mentioned(all, 'web'), ...textsOf([`web/${language}.json`]) },
    rooms: Object.fromEntries(
      rooms.map((room) => [room, { ...mentioned(all, `rooms/${room}/web`), ...own.get(room) }]),
    ),
  }
}

/** Makes the module `virtual:words`: for the shell and each room a function that loads its sentences in a language. */
export function wordsOfRooms(): Plugin {
  const cut = new Map(languages.map((language) => [language as string, wordsByRoom(language)]))
  const places = ['shell', ...Object.keys(cut.get(languages[0])?.rooms ?? {})]
  return {
    name: 'words-of-rooms',
    resolveId: (id) => (id.startsWith(moduleName) ? `\0${id}` : undefined),
    load: (id) => {
      if (!id.startsWith(`\0${moduleName}`)) return undefined
      const [, place, language] = id.split('/')
      if (place === undefined || language === undefined) return listOf(places)
      const words = cut.get(language)
      return `export const texts = ${JSON.stringify(place === 'shell' ? words?.shell : words?.rooms[place])}`
    },
  }
}

function listOf(places: readonly string[]): string {
  const loaders = places.map((place) => {
    const each = languages.map((language) => `${language}: () => import('${moduleName}/${place}/${language}')`)
    return `${JSON.stringify(place)}: { ${each.join(', ')} }`
  })
  return `export const words = { ${loaders.join(', ')} }`
}

function textsOf(paths: readonly string[]): Texts {
  const files = paths.map((path) => join(source, path)).filter((path) => existsSync(path))
  // The files of this repository; a test of their own checks their shape.
  return Object.assign({}, ...files.map((path) => JSON.parse(readFileSync(path, 'utf8')) as Texts))
}

/** Of these sentences, those that the sources in a folder name: by their key, or by a template such as `people.office.${code}`. */
function mentioned(texts: Texts, folder: string): Texts {
  const files = globSync(`${folder}/**/*.{ts,tsx}`, { cwd: source }).filter(
    (path) => !path.endsWith('.test.ts') && !path.split(sep).includes('testing'),
  )
  const quoted = new Set(
    files.flatMap((path) =>
      [
        ...readFileSync(join(source, path), 'utf8').matchAll(/['"`]([a-z][a-z-]*\.(?:[\w.-]|\$\{[^}]*\})+)['"`]/g),
      ].flatMap(([, words]) => words ?? []),
    ),
  )
  const forms = [...quoted]
    .filter((words) => words.includes('${'))
    .map(
      (words) =>
        new RegExp(
          `^${words
            .split(/\$\{[^}]*\}/)
            .map((part) => RegExp.escape(part))
            .join('.+')}$`,
        ),
    )
  return Object.fromEntries(
    Object.entries(texts).filter(([key]) => quoted.has(key) || forms.some((form) => form.test(key))),
  )
}
