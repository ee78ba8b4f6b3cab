import { hkdfSync, randomBytes } from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Derives a key for one purpose from the key of the installation. The same purpose gives the same key. */
export type DeriveKey = (purpose: string, sizeBytes: number) => Uint8Array

const keySizeBytes = 32

/**
 * Opens the key file of the installation, `installation.key` in the keys folder: 32 random bytes.
 *
 * It lies outside the database and outside every backup: what it seals is unreadable without it.
 *
 * @returns undefined where there is none; `makeInstallationKey` makes one.
 */
export function openInstallationKey(keysFolder: string): DeriveKey | undefined {
  const path = join(keysFolder, 'installation.key')
  if (!existsSync(path)) return undefined
  const key = readFileSync(path)
  if (key.length !== keySizeBytes)
    throw new Error(`could not read the installation key: expected ${keySizeBytes} bytes, got ${key.length}`)
  return deriverOf(key)
}

/** Makes the key of a new installation and syncs it to disk. Throws where one exists: a second would orphan the first. */
export function makeInstallationKey(keysFolder: string): DeriveKey {
  mkdirSync(keysFolder, { recursive: true, mode: 0o700 })
  chmodSync(keysFolder, 0o700)
  const key = randomBytes(keySizeBytes)
  const file = openSync(join(keysFolder, 'installation.key'), 'wx', 0o600)
  writeSync(file, key)
  fsyncSync(file)
  closeSync(file)
  return deriverOf(key)
}

/** Keys from given bytes, as tests and `openInstallationKey` make them. */
export function deriverOf(key: Uint8Array): DeriveKey {
  return (purpose, sizeBytes) => new Uint8Array(hkdfSync('sha256', key, '', `openwacht/v1 ${purpose}`, sizeBytes))
}
