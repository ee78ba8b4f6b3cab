import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { parse } from 'yaml'

/** One fault in the configuration: the key as a person writes it, what is wrong, and what cures it. */
export type ConfigFault = { readonly key: string; readonly wrong: string; readonly cure: string }

/** Every setting of a running Openwacht. Secrets are paths to files, never values. */
export type Config = {
  readonly address: string
  readonly port: number
  readonly publicUrl: string
  readonly dataFolder: string
  readonly keysFolder: string
  readonly databaseUrl: string | undefined
  readonly demonstration: 'off' | 'nl' | 'dk'
  readonly organisationName: string
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

const text = (value: string): string => value
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
    return value.replace(/\/$/, '')
  }
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
    read: text,
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
    read: url('https:', 'http:'),
  },
  dataFolder: {
    key: 'data-folder',
    environment: 'OPENWACHT_DATA',
    what: 'folder for the embedded database and our own files; one running Openwacht per folder',
    fallback: 'data',
    read: text,
  },
  keysFolder: {
    key: 'keys-folder',
    environment: 'OPENWACHT_KEYS',
    what: 'folder for key files; never part of a backup. Empty: keys inside the data folder',
    fallback: '',
    read: text,
  },
  databaseUrl: {
    key: 'database-url',
    environment: 'OPENWACHT_DATABASE_URL',
    what: 'PostgreSQL 15 or newer. Empty: the embedded database',
    fallback: '',
    secret: true,
    read: url('postgres:', 'postgresql:'),
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
    what: 'name of the organisation, used at the first start',
    fallback: 'Organisation without a name',
    read: text,
  },
  jurisdiction: {
    key: 'jurisdiction',
    environment: 'OPENWACHT_JURISDICTION',
    what: 'national law that applies, used at the first start: nl or dk',
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
    read: text,
  },
  trustedProxies: {
    key: 'trusted-proxies',
    environment: 'OPENWACHT_TRUSTED_PROXIES',
    what: 'addresses of reverse proxies whose X-Forwarded headers count, parted by commas. Empty: none',
    fallback: '',
    read: text,
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
}

/** The environment of this process. Nothing else on the server looks at it. */
export function processEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env
}

/** The configuration as it was read, or every fault in it. */
export type ConfigReading =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'faults'; readonly faults: ConfigFault[] }

/** As `readSettings`, and asks whether a house can start with it. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, folder: string): ConfigReading {
  const read = readSettings(environment, folder)
  if (read.kind === 'faults') return read
  const faults = contradictions(read.config)
  return faults.length > 0 ? { kind: 'faults', faults } : read
}

/**
 * Reads the configuration: the environment goes before the file, the file before the default.
 *
 * @param folder - Folder against which relative paths are resolved, and where `openwacht.yaml` is looked for.
 * @returns The configuration, or every fault, not only the first.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>, folder: string): ConfigReading {
  const faults: ConfigFault[] = []
  const path = environment.OPENWACHT_CONFIG ?? resolve(folder, 'openwacht.yaml')
  const file = readFile(path, environment.OPENWACHT_CONFIG !== undefined, faults)
  const known = new Set(Object.values(configKeys).map((key) => key.key))
  for (const key of Object.keys(file)) {
    if (!known.has(key))
      faults.push({ key, wrong: `unknown key in ${path}`, cure: 'remove it, or correct its spelling' })
  }
  const environmentNames = new Set(Object.values(configKeys).map((key) => key.environment))
  for (const name of Object.keys(environment)) {
    // Names of tests are not settings.
    if (!name.startsWith('OPENWACHT_') || name === 'OPENWACHT_CONFIG' || name.startsWith('OPENWACHT_TEST_')) continue
    if (name === 'OPENWACHT_SHARED' || environmentNames.has(name)) continue
    faults.push({ key: name, wrong: 'unknown environment variable', cure: 'remove it, or correct its spelling' })
  }

  const values: Record<string, unknown> = {}
  for (const [name, key] of Object.entries(configKeys)) {
    const given = environment[key.environment] ?? file[key.key] ?? key.fallback
    try {
      values[name] = key.read(given)
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error
      const shown = key.secret ? '' : ` "${given}"`
      faults.push({ key: key.key, wrong: `not understood${shown}`, cure: `${error.message} (${key.environment})` })
    }
  }
  if (faults.length > 0) return { kind: 'faults', faults }

  // Each value was read by the reader of its own key, so the shape is that of Config.
  return { kind: 'config', config: withDerived(values as unknown as Config, folder) }
}

/** The configuration as anybody may see it: secrets are said to be set or not, and nothing more. */
export function shownConfig(config: Config): { key: string; value: string; what: string }[] {
  return Object.entries(configKeys).map(([name, key]) => {
    const value = config[name as keyof Config]
    const shown = value === undefined ? '' : String(value)
    return { key: key.key, value: key.secret && shown !== '' ? '(set)' : shown, what: key.what }
  })
}

/** True where an address is reachable from this machine only. */
export function isLoopback(address: string): boolean {
  const host = address.replace(/^\[|\]$/g, '')
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

function readFile(path: string, mustExist: boolean, faults: ConfigFault[]): Record<string, string> {
  if (!existsSync(path)) {
    if (mustExist) faults.push({ key: 'OPENWACHT_CONFIG', wrong: `no file at ${path}`, cure: 'correct the path' })
    return {}
  }
  let found: unknown
  try {
    found = parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const where = error instanceof Error ? error.message.split('\n')[0] : ''
    faults.push({ key: path, wrong: `not YAML: ${where}`, cure: 'write one "key: value" on each line' })
    return {}
  }
  if (found === null || found === undefined) return {}
  if (typeof found !== 'object' || Array.isArray(found)) {
    faults.push({ key: path, wrong: 'not a list of keys', cure: 'write one "key: value" on each line' })
    return {}
  }
  return Object.fromEntries(Object.entries(found).map(([key, value]) => [key, String(value ?? '')]))
}

function withDerived(config: Config, folder: string): Config {
  const dataFolder = isAbsolute(config.dataFolder) ? config.dataFolder : resolve(folder, config.dataFolder)
  const demonstration = config.demonstration !== 'off'
  return {
    ...config,
    dataFolder,
    keysFolder: config.keysFolder === '' ? resolve(dataFolder, 'keys') : resolve(folder, config.keysFolder),
    jurisdiction: config.demonstration === 'off' ? config.jurisdiction : config.demonstration,
    language: demonstration && config.demonstration === 'dk' && config.language === 'nl' ? 'da' : config.language,
  }
}

/** The log of processing is written over TLS, or does not leave this machine. */
function isEncrypted(url: URL): boolean {
  // Without a host it is a socket on this machine.
  return (
    url.hostname === '' ||
    isLoopback(url.hostname) ||
    ['require', 'verify-ca', 'verify-full'].includes(url.searchParams.get('sslmode') ?? '')
  )
}

function contradictions(config: Config): ConfigFault[] {
  const faults: ConfigFault[] = []
  const say = (key: string, wrong: string, cure: string) => faults.push({ key, wrong, cure })
  if (config.databaseUrl !== undefined && !isEncrypted(new URL(config.databaseUrl))) {
    say('database-url', 'is not encrypted', 'add ?sslmode=verify-full to the address')
  }
  if (config.demonstration !== 'off') {
    if (config.oidcIssuer !== undefined) {
      say('demonstration', 'stands beside a real sign-in provider', 'remove oidc-issuer, or set demonstration to off')
    }
    if (!isLoopback(config.address)) {
      say('demonstration', `would listen on ${config.address}`, 'set address to 127.0.0.1')
    }
    if (config.publicUrl !== undefined && !isLoopback(new URL(config.publicUrl).hostname)) {
      say('demonstration', 'has a public address', 'remove public-url, or use http://localhost')
    }
    return faults
  }
  if (config.oidcIssuer === undefined) {
    say('oidc-issuer', 'is missing: nobody could sign in', 'name the provider, or set demonstration to nl or dk')
  } else if (config.oidcClientId === undefined) {
    say('oidc-client-id', 'is missing', 'enter the client id that the provider gave to Openwacht')
  }
  if (config.oidcIssuer?.startsWith('http:') && !isLoopback(new URL(config.oidcIssuer).hostname)) {
    say('oidc-issuer', 'is not encrypted', 'use an https address')
  }
  if (config.oidcClientSecretFile !== undefined && !existsSync(config.oidcClientSecretFile)) {
    say('oidc-client-secret-file', `no file at ${config.oidcClientSecretFile}`, 'correct the path')
  }
  if (config.publicUrl === undefined) {
    if (!isLoopback(config.address)) say('public-url', 'is missing', 'enter the https address that staff will use')
  } else if (config.publicUrl.startsWith('http:') && !isLoopback(new URL(config.publicUrl).hostname)) {
    say('public-url', 'is not encrypted', 'use an https address; sign-in cookies are refused without it')
  }
  return faults
}
