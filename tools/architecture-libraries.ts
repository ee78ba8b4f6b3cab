// Which kind of file may use which library. Part of the import rules in `architecture.ts`.
import type { House, Place } from './architecture.ts'
import type { Import } from './source-file.ts'

/** The part of a `package.json` that the rules read. */
export type PackageJson = { readonly name: string; readonly dependencies: Readonly<Record<string, string>> }

/** Parts of Node that compute and do nothing else. */
const pureNode = ['node:crypto', 'node:buffer', 'node:util', 'node:zlib']

/** Drawing randomness is not pure; hashing, signing and verifying are. */
const randomNames = /^(random|generateKey|webcrypto|getRandomValues)/

/** Reads the part of a `package.json` that the rules need. */
export function packageOf(text: string): PackageJson {
  // A file of this repository in the shape that npm demands.
  const { name = '', dependencies = {} } = JSON.parse(text) as Partial<PackageJson>
  return { name, dependencies }
}

/** What is wrong with the use of a library at this place, `undefined` when it is allowed. */
export function allowsLibrary(
  from: Place,
  one: Import,
  files: ReadonlyMap<string, string>,
  house: House,
): string | undefined {
  if (from.kind === 'test' || from.kind === 'tool') return undefined
  const library = libraryOf(one.specifier)
  if (!kindMayUse(from, library, one, house)) return `a file of kind "${from.kind}" may not use ${one.specifier}`
  // What the bundler makes itself stands in no manifest.
  if (library.startsWith('node:') || library.startsWith('virtual:')) return undefined
  const manifest = files.get(from.kind === 'engine' ? `packages/${from.home}/package.json` : 'app/package.json')
  if (manifest === undefined || library in packageOf(manifest).dependencies) return undefined
  return `${library} is not among the dependencies of its package.json`
}

/** Name of the package that a bare specifier belongs to; a module of Node keeps its whole name. */
function libraryOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function kindMayUse(from: Place, library: string, one: Import, house: House): boolean {
  const isNode = library.startsWith('node:')
  const isEngine = library.startsWith('@openwacht/')
  const isPure = isEngine || house.pureLibraries.includes(library) || isPureNode(library, one)
  switch (from.kind) {
    case 'pure':
      return isPure
    case 'engine':
      return isNode ? isPure : true
    case 'store':
      return isPure || library === 'kysely'
    case 'acts':
      // A type of Node names what passes through; it does nothing.
      return isPure || library === 'node:crypto' || (isNode && one.typeOnly)
    case 'outside thing':
      return isNode || isEngine || library === house.rooms[from.home]?.outsideThings[nameOf(from.path)]
    case 'routes':
      return isPure || library === 'fastify' || library.startsWith('@fastify/')
    case 'screen':
    case 'shell':
      return !isNode && (isPure || house.webLibraries.includes(library) || library.endsWith('-css'))
    case 'migration':
      return library === 'kysely'
    default:
      return true
  }
}

function isPureNode(library: string, one: Import): boolean {
  if (!pureNode.includes(library)) return false
  // A whole-module import hides which of its functions are used.
  return one.typeOnly || (one.names.length > 0 && !one.names.some((name) => randomNames.test(name)))
}

function nameOf(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\.ts$/, '')
}
