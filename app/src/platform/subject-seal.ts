import { aessiv } from '@noble/ciphers/aes.js'
import type { DeriveKey } from './installation-key.ts'

/** Seals the identifier of a data subject, and opens it again. The same identifier always gives the same text. */
export type SubjectSeal = { seal(id: string): string; open(sealed: string): string | undefined }

/**
 * Deterministic encryption of data subject ids for the record of processing: a copy of the table alone names nobody,
 * while "which records are about me" stays one look-up.
 *
 * Source: AES-SIV, RFC 5297; Logboek Dataverwerkingen, `dpl.core.data_subject_id` is encrypted.
 */
export function makeSubjectSeal(derive: DeriveKey): SubjectSeal {
  const key = derive('data subject ids', 64)
  return {
    seal: (id) => Buffer.from(aessiv(key).encrypt(Buffer.from(id, 'utf8'))).toString('base64url'),
    open: (sealed) => {
      try {
        return Buffer.from(aessiv(key).decrypt(Buffer.from(sealed, 'base64url'))).toString('utf8')
      } catch {
        // Not sealed by this installation.
        return undefined
      }
    },
  }
}
