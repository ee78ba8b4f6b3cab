// Ed25519 by Node. The browser imports `ed25519-web.ts` instead; nothing else of this engine imports either.
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { encodePrivateKey, isStrictEd25519, type SignEd25519 } from './ed25519.ts'

/** As {@link VerifyEd25519} says, at once. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (!isStrictEd25519(publicKey, signature)) return false
  try {
    const x = Buffer.from(publicKey).toString('base64url')
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    return verify(null, message, key, signature)
  } catch {
    // Bytes that are no point of the curve: nobody can have signed with such a key.
    return false
  }
}

/** A key from its secret seed of 32 bytes: how it signs, and its public half of 32 bytes. */
export function ed25519FromSeed(seed: Uint8Array): { readonly sign: SignEd25519; readonly publicKey: Uint8Array } {
  const key = createPrivateKey({ key: Buffer.from(encodePrivateKey(seed)), format: 'der', type: 'pkcs8' })
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  return {
    publicKey: new Uint8Array(Buffer.from(x, 'base64url')),
    sign: (message) => new Uint8Array(sign(null, message, key)),
  }
}
