import { hkdfSync, randomBytes } from 'node:crypto'
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { findPath, notWritable } from './folder-access.ts'
import { OperatorError } from './operator-error.ts'

/** Derives a key for one purpose from the key of the installation. The same purpose gives the same key. */
export type DeriveKey = (purpose: string, sizeBytes: number) => Uint8Array

const keySizeBytes = 32

/**
 * Opens the key file of the installation, `installation.key` in the keys folder: 32 random bytes.
 *
 * It lies outside the database and outside every backup: what it seals is unreadable without it.
 *
 * @returns undefined where there is none; `makeInstallationKey` makes one.
 * @throws OperatorError where other accounts may open it, or it is no key.
 */
export function openInstallationKey(keysFolder: string): DeriveKey | undefined {
  const path = join(keysFolder, 'installation.key')
  const found = findPath(path)
  if (found === undefined) return undefined
  if ((found.mode & 0o077) !== 0)
    throw new OperatorError(`other accounts of this machine may open ${path}`, `For the owner alone: chmod 600 ${path}`)
  const key = readFileSync(path)
  if (key.length !== keySizeBytes)
    throw new OperatorError(
      `${path} is no key: expected ${keySizeBytes} bytes, got ${key.length}`,
      'Put back the copy that you kept.',
    )
  return deriverOf(key)
}

/** Makes the key of a new installation and syncs it to disk. Throws where one exists: a second would orphan the first. */
export function makeInstallationKey(keysFolder: string): DeriveKey {
  const key = randomBytes(keySizeBytes)
  let file: number
  try {
    mkdirSync(keysFolder, { recursive: true, mode: 0o700 })
    chmodSync(keysFolder, 0o700)
    file = openSync(join(keysFolder, 'installation.key'), 'wx', 0o600)
  } catch (error) {
    throw notWritable('keys-folder', keysFolder, error)
  }
  writeSync(file, key)
  fsyncSync(file)
  closeSync(file)
  return deriverOf(key)
}

/** Keys from given bytes, as tests and `openInstallationKey` make them. */
export function deriverOf(key: Uint8Array): DeriveKey {
  return (purpose, sizeBytes) => new Uint8Array(hkdfSync('sha256', key, '', `openwacht/v1 ${purpose}`, sizeBytes))
}
