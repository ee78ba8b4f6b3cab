import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import { nearest } from './commands/nearest.ts'
import { contradictions } from './config-contradictions.ts'

/** One fault in the configuration: the key as a person writes it, what is wrong, and what cures it. */
export type ConfigFault = { readonly key: string; readonly wrong: string; readonly cure: string }

/** Every setting of a running Openwacht. Secrets are paths to files, never values. */
export type Config = {
  readonly address: string
  readonly port: number
  readonly publicUrl: string
  readonly dataFolder: string
  readonly keysFolder: string
  /** With the password, where that stands in a file of its own. */
  readonly databaseUrl: string | undefined
  readonly databasePasswordFile: string | undefined
  readonly demonstration: 'off' | 'nl' | 'dk'
  readonly organisationName: string | undefined
  readonly jurisdiction: 'nl' | 'dk'
  readonly language: 'nl' | 'da' | 'en'
  readonly oidcIssuer: string | undefined
  readonly oidcClientId: string | undefined
  readonly oidcClientSecretFile: string | undefined
  readonly oidcEmployeeClaim: string
  readonly trustedProxies: string
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  readonly requestsPerMinute: number
  readonly securityContact: string | undefined
  readonly witnesses: string | undefined
}

/** Describes one key: how it is called in the file and in the environment, its unit, default and reason. */
export type ConfigKey = {
  readonly key: string
  readonly environment: string
  readonly what: string
  readonly fallback: string
  readonly secret?: true
  readonly read: (text: string) => unknown
}

class NotUnderstood extends Error {}

function filled(value: string): string {
  if (value === '') throw new NotUnderstood('leave the key out, or give it a value')
  return value
}

const anything = (value: string): string => value
const optional = (value: string): string | undefined => (value === '' ? undefined : value)

function oneOf(...allowed: readonly string[]) {
  return (value: string): string => {
    if (!allowed.includes(value)) throw new NotUnderstood(`use one of: ${allowed.join(', ')}`)
    return value
  }
}

function wholeNumber(least: number, most: number) {
  return (value: string): number => {
    const number = Number(value)
    if (!/^\d+$/.test(value) || number < least || number > most) {
      throw new NotUnderstood(`use a whole number from ${least} to ${most}`)
    }
    return number
  }
}

function url(...schemes: readonly string[]) {
  return (value: string): string | undefined => {
    if (value === '') return undefined
    if (!URL.canParse(value) || !schemes.includes(new URL(value).protocol)) {
      throw new NotUnderstood(`use an address that starts with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`)
    }
    return value
  }
}

/** An address of a whole host: what is bound to it (cookies, passkeys, sign-in) knows no paths. */
function origin(value: string): string | undefined {
  const whole = url('https:', 'http:')(value)
  if (whole === undefined) return undefined
  const { origin, pathname, search, hash, username, password } = new URL(whole)
  if (pathname !== '/' || `${search}${hash}${username}${password}` !== '')
    throw new NotUnderstood(
      `passkeys and cookies belong to a whole host: give Openwacht a name of its own, as in ${origin}`,
    )
  return origin
}

/** Claims that an organisation gives to somebody else in time, or lets a person change. */
const claimsForAWhile = [
  ...['email', 'preferred_username', 'upn', 'unique_name', 'username', 'login', 'name', 'given_name', 'family_name'],
  ...['nickname', 'phone_number'],
]

function claimForLife(value: string): string {
  if (claimsForAWhile.includes(filled(value).toLowerCase()))
    throw new NotUnderstood(
      'it can change, or be given to somebody else, who would then sign in as this person. Use sub, or another that the provider keeps for life, such as oid',
    )
  return value
}

function proxies(value: string): string {
  const wrong = value
    .split(',')
    .map((one) => one.trim())
    .find((one) => one !== '' && !isNetwork(one))
  if (wrong !== undefined)
    throw new NotUnderstood(`"${wrong}" is no IP address or network, such as 10.0.0.4 or 10.0.0.0/8`)
  return value
}

function isNetwork(text: string): boolean {
  const [address = '', length, ...rest] = text.split('/')
  const kind = isIP(address)
  if (kind === 0 || rest.length > 0) return false
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (kind === 4 ? 32 : 128))
}

function contact(value: string): string | undefined {
  if (value === '') return undefined
  // A line of its own in the file that is served: nothing may follow it.
  if (!/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/.test(value)) throw new NotUnderstood('use mailto: or https:')
  return value
}

/** All keys, in the order in which they are shown. */
export const configKeys: { readonly [Name in keyof Config]: ConfigKey } = {
  address: {
    key: 'address',
    environment: 'OPENWACHT_ADDRESS',
    what: 'network address to listen on; loopback by default, so that nothing is open by accident',
    fallback: '127.0.0.1',
    read: filled,
  },
  port: {
    key: 'port',
    environment: 'OPENWACHT_PORT',
    what: 'TCP port; 0 takes a free one',
    fallback: '8080',
    read: wholeNumber(0, 65535),
  },
  publicUrl: {
    key: 'public-url',
    environment: 'OPENWACHT_PUBLIC_URL',
    what: 'address as browsers see it; sign-in and passkeys are bound to it. Empty: http://localhost with the port',
    fallback: '',
    read: origin,
  },
  dataFolder: {
    key: 'data-folder',
    environment: 'OPENWACHT_DATA',
    what: 'folder for the embedded database and our own files; one running Openwacht per folder',
    fallback: 'data',
    read: filled,
  },
  keysFolder: {
    key: 'keys-folder',
    environment: 'OPENWACHT_KEYS',
    what: 'folder for key files; never part of a backup. Empty: keys inside the data folder',
    fallback: '',
    read: anything,
  },
  databaseUrl: {
    key: 'database-url',
    environment: 'OPENWACHT_DATABASE_URL',
    what: 'PostgreSQL 15 or newer. Empty: the embedded database',
    fallback: '',
    secret: true,
    read: url('postgres:', 'postgresql:'),
  },
  databasePasswordFile: {
    key: 'database-password-file',
    environment: 'OPENWACHT_DATABASE_PASSWORD_FILE',
    what: 'file that holds the password of the database, for a database-url without one',
    fallback: '',
    read: optional,
  },
  demonstration: {
    key: 'demonstration',
    environment: 'OPENWACHT_DEMONSTRATION',
    what: 'made-up municipality with one-click sign-in: off, nl or dk; never beside a real provider',
    fallback: 'off',
    read: oneOf('off', 'nl', 'dk'),
  },
  organisationName: {
    key: 'organisation-name',
    environment: 'OPENWACHT_ORGANISATION_NAME',
    what: 'name of the organisation, as staff see it',
    fallback: '',
    read: optional,
  },
  jurisdiction: {
    key: 'jurisdiction',
    environment: 'OPENWACHT_JURISDICTION',
    what: 'national law that applies: nl or dk. It is fixed at the first start',
    fallback: 'nl',
    read: oneOf('nl', 'dk'),
  },
  language: {
    key: 'language',
    environment: 'OPENWACHT_LANGUAGE',
    what: 'first language of the house: nl, da or en',
    fallback: 'nl',
    read: oneOf('nl', 'da', 'en'),
  },
  oidcIssuer: {
    key: 'oidc-issuer',
    environment: 'OPENWACHT_OIDC_ISSUER',
    what: "issuer of the organisation's OpenID Connect provider",
    fallback: '',
    read: url('https:', 'http:'),
  },
  oidcClientId: {
    key: 'oidc-client-id',
    environment: 'OPENWACHT_OIDC_CLIENT_ID',
    what: 'client id at that provider',
    fallback: '',
    read: optional,
  },
  oidcClientSecretFile: {
    key: 'oidc-client-secret-file',
    environment: 'OPENWACHT_OIDC_CLIENT_SECRET_FILE',
    what: 'file that holds the client secret',
    fallback: '',
    read: optional,
  },
  oidcEmployeeClaim: {
    key: 'oidc-employee-claim',
    environment: 'OPENWACHT_OIDC_EMPLOYEE_CLAIM',
    what: 'claim that names an employee for life; never one that can be given to somebody else, such as an e-mail address',
    fallback: 'sub',
    read: claimForLife,
  },
  trustedProxies: {
    key: 'trusted-proxies',
    environment: 'OPENWACHT_TRUSTED_PROXIES',
    what: 'addresses of reverse proxies whose X-Forwarded headers count, parted by commas. Empty: none',
    fallback: '',
    read: proxies,
  },
  logLevel: {
    key: 'log-level',
    environment: 'OPENWACHT_LOG_LEVEL',
    what: 'least level that is logged: debug, info, warn, error or silent',
    fallback: 'info',
    read: oneOf('debug', 'info', 'warn', 'error', 'silent'),
  },
  requestsPerMinute: {
    key: 'requests-per-minute',
    environment: 'OPENWACHT_REQUESTS_PER_MINUTE',
    what: 'requests one network address may make in a minute; many staff can share one address',
    fallback: '1200',
    read: wholeNumber(1, 10_000_000),
  },
  securityContact: {
    key: 'security-contact',
    environment: 'OPENWACHT_SECURITY_CONTACT',
    what: 'where to report a weakness, for /.well-known/security.txt: mailto: or https:. Empty: there is none',
    fallback: '',
    read: contact,
  },
  witnesses: {
    key: 'witnesses',
    environment: 'OPENWACHT_WITNESSES',
    what: 'file that names the witnesses of the transparency log and how many must sign (tlog-policy). Empty: none is needed',
    fallback: '',
    read: optional,
  },
}

/** The environment of this process. Nothing else on the server looks at it. */
export function processEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env
}

/** Where the value of a setting came from. */
export type ConfigSource = 'environment' | 'file' | 'default'

/** The configuration as it was read, or every fault in it. */
export type ConfigReading =
  | {
      readonly kind: 'config'
      readonly config: Config
      readonly sources: Readonly<Record<keyof Config, ConfigSource>>
      readonly file: string
    }
  | { readonly kind: 'faults'; readonly faults: ConfigFault[] }

type Environment = Readonly<Record<string, string | undefined>>

/** As `readSettings`, and asks whether a house can start with it. Faults of both kinds are told together. */
export function readConfig(environment: Environment, folder: string): ConfigReading {
  const found = readEach(environment, folder)
  // What stands in a file that cannot be read is not known: what seems to be missing may be there.
  const further = found.isFileBroken
    ? []
    : [...emptyName(found), ...contradictions(found.config, found.misread, found.file)]
  return readingOf(found, [...found.faults, ...further])
}

/** A name that stands there without letters was forgotten: staff would see none. */
function emptyName({ config, sources }: Found): ConfigFault[] {
  if (sources.organisationName === 'default' || config.organisationName?.trim()) return []
  const { key, environment } = configKeys.organisationName
  return [{ key, wrong: 'is empty', cure: `enter the name of the organisation, as staff know it (${environment})` }]
}

/**
 * Reads the configuration: the environment goes before the file, the file before the default.
 *
 * @param folder - Folder against which relative paths are resolved, and where `openwacht.yaml` is looked for.
 * @returns The configuration, or every fault, not only the first.
 */
export function readSettings(environment: Environment, folder: string): ConfigReading {
  const found = readEach(environment, folder)
  return readingOf(found, found.faults)
}

/** The configuration as anybody may see it: secrets are said to be set or not, and nothing more. */
export function shownConfig(config: Config): { key: string; value: string; what: string }[] {
  return Object.entries(configKeys).map(([name, key]) => {
    const value = config[name as keyof Config]
    const shown = value === undefined ? '' : String(value)
    return { key: key.key, value: key.secret && shown !== '' ? '(set)' : shown, what: key.what }
  })
}

type Found = {
  /** A setting that was not understood has its default here, and is in `misread`. */
  readonly config: Config
  readonly sources: Record<keyof Config, ConfigSource>
  readonly misread: ReadonlySet<keyof Config>
  readonly faults: ConfigFault[]
  readonly file: string
  readonly isFileBroken: boolean
}

function readingOf({ config, sources, file }: Found, faults: ConfigFault[]): ConfigReading {
  return faults.length > 0 ? { kind: 'faults', faults } : { kind: 'config', config, sources, file }
}

function readEach(environment: Environment, folder: string): Found {
  const path = resolve(folder, environment.OPENWACHT_CONFIG ?? 'openwacht.yaml')
  const faults: ConfigFault[] = []
  const file = readFile(path, environment.OPENWACHT_CONFIG !== undefined, faults)
  const isFileBroken = faults.length > 0
  faults.push(...unknownKeys(file, path), ...unknownVariables(environment))
  const values: Record<string, unknown> = {}
  const sources: Record<string, ConfigSource> = {}
  const misread = new Set<keyof Config>()
  for (const [name, key] of Object.entries(configKeys)) {
    const inEnvironment = environment[key.environment]
    const given = inEnvironment ?? file[key.key] ?? key.fallback
    sources[name] = inEnvironment !== undefined ? 'environment' : key.key in file ? 'file' : 'default'
    try {
      values[name] = key.read(given)
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error
      misread.add(name as keyof Config)
      values[name] = key.read(key.fallback)
      const wrong = key.secret ? 'is not understood' : `cannot be "${given}"`
      faults.push({ key: key.key, wrong, cure: `${error.message} (${key.environment})` })
    }
  }
  // Each value was read by the reader of its own key, so the shape is that of Config.
  const config = withDerived(values as unknown as Config, folder)
  return { config, sources: sources as Found['sources'], misread, faults, file: path, isFileBroken }
}

function unknownKeys(file: Readonly<Record<string, string>>, path: string): ConfigFault[] {
  const known = Object.values(configKeys).map(({ key }) => key)
  return Object.keys(file)
    .filter((key) => !known.includes(key))
    .map((key) => ({ key, wrong: `is an unknown key in ${path}`, cure: cureOf(nearest(key, known)) }))
}

function unknownVariables(environment: Environment): ConfigFault[] {
  const keys = Object.values(configKeys)
  const known = keys.map((key) => key.environment)
  // Names of tests are not settings.
  const others = ['OPENWACHT_CONFIG', 'OPENWACHT_SHARED', ...known]
  return Object.keys(environment)
    .filter((name) => name.startsWith('OPENWACHT_') && !name.startsWith('OPENWACHT_TEST_') && !others.includes(name))
    .map((key) => {
      const asKey = key.slice('OPENWACHT_'.length).toLowerCase().replaceAll('_', '-')
      const meant = keys.find((one) => one.key === asKey)?.environment ?? nearest(key, known)
      return { key, wrong: 'is an unknown environment variable', cure: cureOf(meant) }
    })
}

function cureOf(meant: string | undefined): string {
  return meant === undefined ? 'remove it. Known are those of: npx openwacht config show' : `did you mean ${meant}?`
}

function readFile(path: string, mustExist: boolean, faults: ConfigFault[]): Record<string, string> {
  const say = (key: string, wrong: string, cure: string) => {
    faults.push({ key, wrong, cure })
    return {}
  }
  if (!existsSync(path)) return mustExist ? say('OPENWACHT_CONFIG', `names no file: ${path}`, 'correct the path') : {}
  const oneLineEach = 'write one "key: value" on each line'
  let found: unknown
  try {
    found = parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const first = error instanceof Error ? error.message.split('\n')[0] : ''
    const code = error instanceof Error && 'code' in error && 'syscall' in error
    return code
      ? say(path, `cannot be read: ${first}`, 'let this account read it')
      : say(path, `is not YAML: ${first}`, oneLineEach)
  }
  if (found === null || found === undefined) return {}
  if (typeof found !== 'object' || Array.isArray(found)) return say(path, 'is not a list of keys', oneLineEach)
  return Object.fromEntries(Object.entries(found).map(([key, value]) => [key, String(value ?? '')]))
}

function withDerived(config: Config, folder: string): Config {
  const dataFolder = resolve(folder, config.dataFolder)
  const { demonstration, language, oidcClientSecretFile: secret, databasePasswordFile } = config
  const passwordFile = databasePasswordFile === undefined ? undefined : resolve(folder, databasePasswordFile)
  return {
    ...config,
    witnesses: config.witnesses === undefined ? undefined : resolve(folder, config.witnesses),
    dataFolder,
    keysFolder: config.keysFolder === '' ? resolve(dataFolder, 'keys') : resolve(folder, config.keysFolder),
    databasePasswordFile: passwordFile,
    databaseUrl: withPassword(config.databaseUrl, passwordFile),
    oidcClientSecretFile: secret === undefined ? undefined : resolve(folder, secret),
    jurisdiction: demonstration === 'off' ? config.jurisdiction : demonstration,
    language: demonstration === 'dk' && language === 'nl' ? 'da' : language,
  }
}

/** One that cannot be read is told by `contradictions`, or by the database. */
function withPassword(databaseUrl: string | undefined, file: string | undefined): string | undefined {
  if (databaseUrl === undefined || file === undefined) return databaseUrl
  const url = new URL(databaseUrl)
  try {
    if (url.password === '') url.password = encodeURIComponent(readFileSync(file, 'utf8').trim())
  } catch {
    return databaseUrl
  }
  return url.href
}
