import { readFileSync, statSync } from 'node:fs'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import { parsePolicy } from '@openwacht/tlog/policy.ts'
import type { Config, ConfigFault } from './config.ts'

/**
 * What keeps a house from starting with settings that are each understood.
 *
 * @param misread - Settings that were not understood: what hangs on them is not judged.
 * @param file - The configuration file, which may hold the password of the database.
 */
export function contradictions(config: Config, misread: ReadonlySet<keyof Config>, file: string): ConfigFault[] {
  const faults: ConfigFault[] = []
  const say: Say = (key, wrong, cure) => faults.push({ key, wrong, cure })
  judgeDatabase(config, file, say)
  if (config.witnesses !== undefined) judgeWitnesses(config.witnesses, say)
  if (misread.has('demonstration')) return faults
  const known = (name: keyof Config) => !misread.has(name)
  if (config.demonstration === 'off') judgeRealHouse(config, known, say)
  else judgeDemonstration(config, say)
  return faults
}

/** True where an address is reachable from this machine only. */
export function isLoopback(address: string): boolean {
  const host = address.replace(/^\[|\]$/g, '')
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

type Say = (key: string, wrong: string, cure: string) => void

function judgeDatabase({ databaseUrl, databasePasswordFile }: Config, file: string, say: Say): void {
  if (databasePasswordFile !== undefined) judgeSecretFile('database-password-file', databasePasswordFile, say)
  if (databaseUrl === undefined) return
  const url = new URL(databaseUrl)
  if (!isEncrypted(url))
    say('database-url', 'does not prove which server answers, encrypted', 'add ?sslmode=verify-full to the address')
  const mode = modeOf(file)
  if (url.password !== '' && mode !== undefined && (mode & 0o007) !== 0 && holds(file, databaseUrl))
    say(
      'database-url',
      `holds a password, and every account of this machine may open ${file}`,
      `chmod o= ${file}, or put the password in a file of its own: database-password-file`,
    )
}

function judgeWitnesses(path: string, say: Say): void {
  if (modeOf(path) === undefined) {
    say('witnesses', `names no file: ${path}`, 'correct the path')
    return
  }
  try {
    parsePolicy(readFileSync(path))
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error
    const lines = 'write lines of the form: witness NAME KEY ADDRESS, and: quorum NAME'
    say('witnesses', `${path}: ${error.message}`, lines)
  }
}

/**
 * The log of processing is written over TLS to a server that proves its name, or does not leave this machine. Weaker modes
 * mean something else to each version of the library.
 */
function isEncrypted({ hostname, searchParams }: URL): boolean {
  // Without a host it is a socket on this machine.
  if (hostname === '' || isLoopback(hostname)) return true
  return searchParams.get('sslmode') === 'verify-full' && !searchParams.has('uselibpqcompat')
}

function holds(file: string, text: string): boolean {
  return readFileSync(file, 'utf8').includes(text)
}

function judgeDemonstration({ oidcIssuer, address, publicUrl }: Config, say: Say): void {
  if (oidcIssuer !== undefined)
    say('demonstration', 'stands beside a real sign-in provider', 'remove oidc-issuer, or set demonstration to off')
  if (!isLoopback(address)) say('demonstration', `would listen on ${address}`, 'set address to 127.0.0.1')
  if (publicUrl !== undefined && !isLoopback(new URL(publicUrl).hostname))
    say('demonstration', 'has a public address', 'remove public-url, or use http://localhost')
}

function judgeRealHouse(config: Config, known: (name: keyof Config) => boolean, say: Say): void {
  const { oidcIssuer, oidcClientId, oidcClientSecretFile, address, publicUrl } = config
  if (oidcIssuer === undefined) {
    if (known('oidcIssuer'))
      say(
        'oidc-issuer',
        'is missing: nobody could sign in',
        'enter the address of the sign-in provider of your organisation. Only to try Openwacht with made-up people: set demonstration to nl or dk, or give npm start',
      )
  } else if (!isSafe(oidcIssuer)) say('oidc-issuer', 'is not encrypted', 'use an https address')
  if (oidcClientId === undefined)
    say('oidc-client-id', 'is missing', 'enter the client id that the provider gave to Openwacht')
  if (oidcClientSecretFile !== undefined) judgeSecretFile('oidc-client-secret-file', oidcClientSecretFile, say)
  if (publicUrl !== undefined) {
    if (!isSafe(publicUrl))
      say('public-url', 'is not encrypted', 'use an https address; sign-in cookies are refused without it')
  } else if (known('publicUrl') && !isLoopback(address))
    say('public-url', 'is missing', 'enter the https address that staff will use')
}

function isSafe(url: string): boolean {
  return url.startsWith('https:') || isLoopback(new URL(url).hostname)
}

/** A secret is for the account that Openwacht runs under, and at most read by its group. */
function judgeSecretFile(key: string, path: string, say: Say): void {
  const mode = modeOf(path)
  if (mode === undefined) {
    say(key, `names no file: ${path}`, 'correct the path')
    return
  }
  if ((mode & 0o027) !== 0)
    say(key, `can be opened by other accounts of this machine: ${path}`, `chmod 640 ${path}, or 600`)
  try {
    if (readFileSync(path, 'utf8').trim() === '')
      say(key, `is empty: ${path}`, 'put the secret in it, and nothing else')
  } catch {
    say(key, `cannot be read: ${path}`, 'let the account that Openwacht runs under read it')
  }
}

/** Rights of a file, as chmod counts them; undefined where there is no file. */
function modeOf(path: string): number | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined || found.isDirectory() ? undefined : found.mode & 0o777
}
