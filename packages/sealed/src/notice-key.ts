// The key for what only the person, and later the opener, may read: notices and exports.
import { x25519 } from '@noble/curves/ed25519.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { expectLength } from './bytes.ts'
import { domain } from './names.ts'

const noticeDomain = domain('notice')

/** Secret half: 32 bytes for X25519 (RFC 7748), for whoever has rho. */
export function noticeSecretOf(rho: Uint8Array): Uint8Array {
  expectLength(rho, 32, 'rho')
  return hkdf(sha256, rho, new Uint8Array(0), noticeDomain, 32)
}

/** N: the public half, 32 bytes. In a browser; `notice-key-node.ts` gives the same in a fifth of the time. */
export function noticeKeyOf(rho: Uint8Array): Uint8Array {
  return x25519.getPublicKey(noticeSecretOf(rho))
}
