import type { DeriveKey } from './installation-key.ts'

/** What the key of the installation is for a backup: its name, and the secret that seals. */
export type BackupKey = {
  /** Names the installation key without telling it: 16 hex characters. */
  readonly name: string
  /** 32 bytes. Who does not have it can make no backup that passes for one of this installation. */
  readonly secret: Uint8Array
}

/** The key of the installation as backups know it. */
export function backupKeyOf(derive: DeriveKey): BackupKey {
  return { name: Buffer.from(derive('name of the key', 8)).toString('hex'), secret: derive('seal of a backup', 32) }
}
