// Ed25519 by WebCrypto: for the browser, and for every other place that has `crypto.subtle`.
import { encodePrivateKey, isStrictEd25519, type SignEd25519 } from './ed25519.ts'

/** As {@link VerifyEd25519} says. */
export async function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (!isStrictEd25519(publicKey, signature)) return false
  try {
    const key = await crypto.subtle.importKey('raw', ownCopy(publicKey), 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', key, ownCopy(signature), ownCopy(message))
  } catch {
    // Bytes that are no point of the curve: nobody can have signed with such a key.
    return false
  }
}

/** How a key signs, from its secret seed of 32 bytes. The browser cannot export a private key made so. */
export async function ed25519FromSeed(seed: Uint8Array): Promise<SignEd25519> {
  const key = await crypto.subtle.importKey('pkcs8', encodePrivateKey(seed), 'Ed25519', false, ['sign'])
  return async (message) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, ownCopy(message)))
}

/** WebCrypto takes no bytes in shared memory, which the type of a byte array does not rule out. */
function ownCopy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
