// The import rules of the house: which file may reach which. A test runs them over this checkout; another feeds them
// broken examples. The table of rooms and their arrows stands in `app/src/architecture.test.ts`.
import { basename, posix } from 'node:path'
import { allowsLibrary, packageOf } from './architecture-libraries.ts'
import { type Import, parseSource } from './source-file.ts'

/** What the test lists of one room. */
export type Room = {
  /** Rooms whose acts it may call: lower ones only. */
  readonly calls: readonly string[]
  /** Files with acts, without ending; the one named for the room need not be listed. */
  readonly acts: readonly string[]
  /** Files about one outside thing, without ending, each with the one library it may use (`node:*` for none). */
  readonly outsideThings: Readonly<Record<string, string>>
}

/** The house as the test lists it. */
export type House = {
  readonly rooms: Readonly<Record<string, Room>>
  /** Files of `platform/`, without ending, that are pure: every file may import them. */
  readonly purePlatform: readonly string[]
  /** Libraries without clock, randomness, disk or network. */
  readonly pureLibraries: readonly string[]
  /** Libraries that are bundled for the browser. */
  readonly webLibraries: readonly string[]
  /** Files in `web/` that run on the server, such as the one that has the screens bundled. */
  readonly serverSideWeb: readonly string[]
  /** Files that are one long table and may be longer than a file should be. */
  readonly tables: readonly string[]
}

/** One broken rule. */
export type Violation = { readonly path: string; readonly line: number; readonly rule: string }

/** What a file is for, which decides its reach. */
export type Kind =
  | 'pure'
  | 'store'
  | 'acts'
  | 'outside thing'
  | 'routes'
  | 'screen'
  | 'messages'
  | 'style'
  | 'platform'
  | 'shell'
  | 'start'
  | 'migration'
  | 'engine'
  | 'tool'
  | 'test'

/** Where a file stands: its kind and the room or package it belongs to. */
export type Place = { readonly path: string; readonly kind: Kind; readonly home: string }

/** Lowest first; every room that is not named here is above all of them (`people < log < measures < others`). */
const lowRooms = ['people', 'log', 'measures']

/** The one reader of the environment; its type may be known everywhere on the server. */
const configuration = 'app/src/config.ts'

const maxLines = 500

const emptyNames = /(^|\/)(index|utils?|helpers?|common|misc|shared|lib|services?|managers?)(\/|\.tsx?$)/i
const fileName =
  /^(vite\.config\.ts|[a-z0-9]+(-[a-z0-9]+)*(\.long)?(\.test|\.bench)?\.tsx?|[A-Z][A-Za-z0-9]*(\.test)?\.tsx)$/
const importEnding = /\.(ts|tsx|json|css|svg|png|woff2)$/

/**
 * Every broken rule of a set of files.
 *
 * @param files - Text by path relative to the root of the checkout: sources, and the `package.json` of each workspace.
 */
export function violations(files: ReadonlyMap<string, string>, house: House): readonly Violation[] {
  const sources = [...files].filter(([path]) => /\.tsx?$/.test(path))
  return [...roomFaults(sources, house), ...sources.flatMap(([path, text]) => fileFaults(path, text, files, house))]
}

/** Decides what a file is for, from its path and the table of rooms. */
export function placeOf(path: string, house: House): Place {
  const parts = path.split('/')
  const [top = '', second = '', third = '', fourth = ''] = parts
  if (/\.test\.tsx?$/.test(path) || parts.includes('testing')) return { path, kind: 'test', home: '' }
  if (path.endsWith('.bench.ts')) return { path, kind: 'tool', home: '' }
  if (top === 'packages') return { path, kind: 'engine', home: second }
  if (top === 'tools') return { path, kind: 'tool', home: '' }
  if (second === 'migrations') return { path, kind: 'migration', home: '' }
  if (/\.css$/.test(path)) return { path, kind: 'style', home: '' }
  if (third === 'rooms') return { path, kind: roomKind(parts.slice(4), fourth, house.rooms[fourth]), home: fourth }
  if (/\.json$/.test(path)) return { path, kind: 'messages', home: third }
  if (third === 'web') return { path, kind: house.serverSideWeb.includes(path) ? 'start' : 'shell', home: '' }
  if (third === 'platform') {
    const isPure = house.purePlatform.includes(stem(path))
    return { path, kind: isPure ? 'pure' : 'platform', home: 'platform' }
  }
  return { path, kind: 'start', home: '' }
}

function roomKind(inRoom: readonly string[], name: string, room: Room | undefined): Kind {
  const file = stem(inRoom.at(-1) ?? '')
  if (inRoom.at(-1)?.endsWith('.json')) return 'messages'
  if (inRoom[0] === 'web') return 'screen'
  if (file === 'store' || file.endsWith('-store')) return 'store'
  if (file === 'routes' || file.endsWith('-routes')) return 'routes'
  if (file === name || room?.acts.includes(file)) return 'acts'
  return room !== undefined && file in room.outsideThings ? 'outside thing' : 'pure'
}

function stem(path: string): string {
  return basename(path).replace(/\.[a-z]+$/, '')
}

function fileFaults(
  path: string,
  text: string,
  files: ReadonlyMap<string, string>,
  house: House,
): readonly Violation[] {
  const place = placeOf(path, house)
  const source = parseSource(path, text)
  const faults: Violation[] = []
  const fault = (line: number, rule: string): number => faults.push({ path, line, rule })

  if (emptyNames.test(path)) fault(1, 'the name says nothing: call the file for what it does')
  if (!fileName.test(basename(path))) fault(1, 'files are called kebab-case.ts, components PascalCase.tsx')
  if (text.split('\n').length > maxLines && !house.tables.includes(path))
    fault(maxLines, `over ${maxLines} lines: cut it`)
  if (basename(path) !== 'vite.config.ts') {
    for (const { line } of source.defaultExports) fault(line, 'no default export: export it by name')
  }
  if (place.kind === 'pure' || place.kind === 'engine') {
    for (const { line, words } of source.impureUses) fault(line, `a pure file takes this as an argument: ${words}`)
  }
  if (place.kind !== 'test' && place.kind !== 'tool' && path !== configuration) {
    for (const { line } of source.environmentReads) fault(line, 'only config.ts reads the environment')
  }
  for (const one of source.imports) {
    const rule = importFault(place, one, files, house)
    if (rule !== undefined) fault(one.line, rule)
  }
  return faults
}

function importFault(from: Place, one: Import, files: ReadonlyMap<string, string>, house: House): string | undefined {
  if (one.passedOn) return `no re-export: import from the file that defines it: ${one.specifier}`
  if (!one.specifier.startsWith('.')) return allowsLibrary(from, one, files, house)
  const specifier = one.specifier.replace(/\?.*$/, '')
  if (!importEnding.test(specifier)) return `an import ends in .ts: ${specifier}`
  const to = placeOf(posix.join(posix.dirname(from.path), specifier), house)
  return mayReach(from, to, one.typeOnly, house) ? undefined : `${title(from)} may not import ${title(to)}: ${to.path}`
}

function title({ kind, home }: Place): string {
  return home === '' ? `a file of kind "${kind}"` : `a file of kind "${kind}" of ${home}`
}

/** The table of the files in a room, and of what stands beside the rooms. */
function mayReach(from: Place, to: Place, typeOnly: boolean, house: House): boolean {
  if (from.kind === 'test' || from.kind === 'tool') return true
  if (to.kind === 'test' || to.kind === 'tool' || to.kind === 'migration') return false
  const own = from.home === to.home
  const lower = house.rooms[from.home]?.calls.includes(to.home) ?? false
  const pure =
    (to.kind === 'pure' && (own || lower || to.home === 'platform')) ||
    (typeOnly && (to.kind === 'platform' || to.path === configuration))
  switch (from.kind) {
    case 'pure':
      return pure
    case 'outside thing':
      return pure || (own && to.kind === 'outside thing')
    case 'store':
      return pure || (own && to.kind === 'store') || to.path === 'app/src/platform/database.ts'
    case 'acts':
      if (to.kind === 'platform' || pure) return true
      if (own) return ['acts', 'store', 'outside thing', 'messages'].includes(to.kind)
      return lower && to.kind === 'acts'
    case 'routes':
      if (to.kind === 'platform' || pure) return true
      if (!own || to.kind === 'screen') return false
      return typeOnly || ['acts', 'routes', 'messages'].includes(to.kind)
    case 'screen':
      if (to.kind === 'shell' || to.kind === 'style' || pure) return true
      return own && (to.kind === 'screen' || to.kind === 'messages')
    case 'shell':
      return ['shell', 'style', 'screen', 'messages', 'pure'].includes(to.kind)
    case 'platform':
      return own || to.path === configuration
    case 'start':
      // Node runs no TSX; a plain list that the shell and the server share is fine.
      return to.kind !== 'screen' && !(to.kind === 'shell' && to.path.endsWith('.tsx'))
    case 'engine':
      return own && to.kind === 'engine'
    case 'migration':
    case 'messages':
    case 'style':
      return false
  }
}

/** Faults of the table itself: a room that is not in it, and arrows that do not point down. */
function roomFaults(sources: readonly (readonly [string, string])[], house: House): readonly Violation[] {
  const faults: Violation[] = []
  const rooms = new Set(sources.flatMap(([path]) => /^app\/src\/rooms\/([^/]+)\//.exec(path)?.[1] ?? []))
  for (const name of rooms) {
    const path = `app/src/rooms/${name}`
    if (house.rooms[name] === undefined) faults.push({ path, line: 1, rule: 'the room is not in the table of rooms' })
    for (const called of house.rooms[name]?.calls ?? []) {
      if (!isBelow(called, name, house)) faults.push({ path, line: 1, rule: `${called} is not below ${name}` })
    }
  }
  return faults
}

function isBelow(called: string, caller: string, house: House): boolean {
  const [calledRank, callerRank] = [called, caller].map((room) => lowRooms.indexOf(room))
  if (callerRank !== -1) return calledRank !== -1 && Number(calledRank) < Number(callerRank)
  return calledRank !== -1 || !reaches(called, caller, house, new Set())
}

function reaches(from: string, goal: string, house: House, seen: Set<string>): boolean {
  if (from === goal) return true
  if (seen.has(from)) return false
  seen.add(from)
  return (house.rooms[from]?.calls ?? []).some((next) => reaches(next, goal, house, seen))
}

/** Runtime dependencies of a `package.json` that have no row in the page that says why we do not write them. */
export function unexplainedDependencies(packageJson: string, page: string): readonly string[] {
  return Object.keys(packageOf(packageJson).dependencies).filter((name) => !page.includes(`\n| \`${name}\` |`))
}
