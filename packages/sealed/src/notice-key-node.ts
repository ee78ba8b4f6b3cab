// The public half of a notice key by the arithmetic of Node, for the gate, which makes one for each person and epoch.
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { concatBytes } from './bytes.ts'
import { noticeSecretOf } from './notice-key.ts'

/** What stands before the 32 bytes of an X25519 secret in PKCS #8 (RFC 8410, section 7). */
const pkcs8Prefix = Uint8Array.from([48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 110, 4, 34, 4, 32])

/** N: 32 bytes, as `noticeKeyOf` of `notice-key.ts` gives it. */
export function noticeKeyInNode(rho: Uint8Array): Uint8Array {
  const secret = noticeSecretOf(rho)
  const der = concatBytes(pkcs8Prefix, secret)
  const secretKey = createPrivateKey({ key: Buffer.from(der.buffer), format: 'der', type: 'pkcs8' })
  // The public key is the end of its structure (RFC 8410, section 4).
  const publicKey = createPublicKey(secretKey).export({ format: 'der', type: 'spki' })
  secret.fill(0)
  der.fill(0)
  return Uint8Array.from(publicKey.subarray(-32))
}
