import { createHmac } from 'node:crypto'
import type { DeriveKey } from './installation-key.ts'

/**
 * Gives the secret of a person or a mailbox in the transparency log: 32 bytes.
 *
 * @param subject - Sealed.
 * @param salt - 32 random bytes of that subject. Once they are erased, nobody can compute the secret again.
 */
export type SubjectSecret = (subject: string, salt: Uint8Array) => Uint8Array

/** A copy of the database alone gives no secret: the key of the installation is in it. */
export function makeSubjectSecrets(derive: DeriveKey): SubjectSecret {
  const key = derive('log subject secrets', 32)
  return (subject, salt) => new Uint8Array(createHmac('sha256', key).update(salt).update(subject).digest())
}
