// The programs outside npm that some tests need, and how a Debian-like machine gets them.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, globSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** One program that tests need from the operating system: what a person calls it, and its Debian package. */
export type SystemProgram = { readonly name: string; readonly debianPackage: string; readonly usedFor: string }

/** Where programs are looked for; an argument so that a test can describe a machine that has nothing. */
export type Machine = {
  /** Folders of the search path, first wins. */
  readonly path: readonly string[]
  /** Folder that holds one folder per PostgreSQL major version. */
  readonly postgresFolder: string
  readonly fontFolders: readonly string[]
  /** Folder that Debian gives Go as GOPATH, for libraries that come as packages. */
  readonly goFolder: string
}

/** The oldest PostgreSQL that Openwacht runs on. */
export const minPostgresMajor = 15

const chromium: SystemProgram = {
  name: 'Chromium',
  debianPackage: 'chromium',
  usedFor: 'screens, accessibility and passkeys',
}
const postgres: SystemProgram = {
  name: `PostgreSQL server (${minPostgresMajor} or newer)`,
  debianPackage: 'postgresql',
  usedFor: 'the store tests on a server',
}
const fonts: SystemProgram = {
  name: 'fonts',
  debianPackage: 'fonts-dejavu-core',
  usedFor: 'readable text in Chromium',
}
const go: SystemProgram = {
  name: 'Go',
  debianPackage: 'golang-go',
  usedFor: 'the second verifier of the log',
}
const goModules: SystemProgram = {
  name: "the log packages of Go's module library",
  debianPackage: 'golang-golang-x-mod-dev',
  usedFor: 'the second verifier of the log',
}

/** This machine as it is now. */
export function thisMachine(): Machine {
  return {
    path: (process.env.PATH ?? '').split(delimiter),
    postgresFolder: '/usr/lib/postgresql',
    fontFolders: ['/usr/share/fonts', '/usr/local/share/fonts', '/Library/Fonts', '/System/Library/Fonts'],
    goFolder: '/usr/share/gocode',
  }
}

/** Path of an installed Chromium or Chrome, `undefined` when there is none. */
export function findChromium(machine: Machine = thisMachine()): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  return names.flatMap((name) => machine.path.map((folder) => join(folder, name))).find(isProgram)
}

/** Folder with `initdb` and `pg_ctl` of the newest PostgreSQL that is new enough, `undefined` when there is none. */
export function findPostgres(machine: Machine = thisMachine()): string | undefined {
  if (!existsSync(machine.postgresFolder)) return undefined
  return globSync('*/bin', { cwd: machine.postgresFolder })
    .map((folder) => ({ folder: join(machine.postgresFolder, folder), major: Number.parseInt(folder, 10) }))
    .filter(({ folder, major }) => major >= minPostgresMajor && isProgram(join(folder, 'initdb')))
    .sort((left, right) => right.major - left.major)[0]?.folder
}

/** Path of an installed Go, `undefined` when there is none. */
export function findGo(machine: Machine = thisMachine()): string | undefined {
  return machine.path.map((folder) => join(folder, 'go')).find(isProgram)
}

/** Folder to use as GOPATH for Go's log packages, `undefined` when they are not there. */
export function findGoModules(machine: Machine = thisMachine()): string | undefined {
  return existsSync(join(machine.goFolder, 'src/golang.org/x/mod/sumdb/tlog')) ? machine.goFolder : undefined
}

/** What tests need and this machine has not. */
export function missingPrograms(machine: Machine = thisMachine()): readonly SystemProgram[] {
  const missing: SystemProgram[] = []
  if (findChromium(machine) === undefined) missing.push(chromium)
  if (findPostgres(machine) === undefined) missing.push(postgres)
  if (!hasFonts(machine)) missing.push(fonts)
  if (findGo(machine) === undefined) missing.push(go)
  if (findGoModules(machine) === undefined) missing.push(goModules)
  return missing
}

/** The one command that installs what is missing, as a person would type it. */
export function installCommand(missing: readonly SystemProgram[]): string {
  const packages = missing.map((program) => program.debianPackage).join(' ')
  return `sudo apt-get update && sudo apt-get install --yes --no-install-recommends ${packages}`
}

/**
 * Installs what is missing through apt-get, without a question. Does so as root, or with a sudo that asks no password.
 *
 * @returns false when apt-get may not be used or failed; its own words are then on stderr.
 */
export function installPrograms(missing: readonly SystemProgram[], machine: Machine = thisMachine()): boolean {
  const prefix = aptPrefix(machine)
  if (prefix === undefined) return false
  const packages = missing.map((program) => program.debianPackage)
  return (
    apt(prefix, ['update', '--quiet']) &&
    apt(prefix, ['install', '--yes', '--quiet', '--no-install-recommends', ...packages])
  )
}

function aptPrefix(machine: Machine): readonly string[] | undefined {
  if (!machine.path.some((folder) => isProgram(join(folder, 'apt-get')))) return undefined
  if (process.getuid?.() === 0) return []
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' })
  return sudo.status === 0 ? ['sudo', '-n'] : undefined
}

function apt(prefix: readonly string[], args: readonly string[]): boolean {
  const [command = '', ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args]
  // apt's progress goes to stderr: stdout of the test run belongs to the tests.
  return spawnSync(command, rest, { stdio: ['ignore', 2, 2] }).status === 0
}

function hasFonts(machine: Machine): boolean {
  return machine.fontFolders.some(
    (folder) => existsSync(folder) && globSync('**/*.{ttf,otf,ttc}', { cwd: folder }).length > 0,
  )
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
