// The formulas of docs/design/sealed.md a second time, by other means than the engine: Node's own hashes, HMAC, HKDF, AES and X25519,
// and for the group whichever of the two libraries the engine does not use at that place. Shares no line with `src/`.
import { createCipheriv, createHash, createHmac, createPrivateKey, createPublicKey, hkdfSync } from 'node:crypto'
import { GroupElement, ScalarNonZero } from '@nolai/libpep-wasm'

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
export const bytes = (text: string): Buffer => Buffer.from(text, 'hex')

const lp = (part: Uint8Array | string): Buffer => {
  const body = Buffer.from(part as string)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(body.length)
  return Buffer.concat([length, body])
}
const word = (text: string): Buffer => Buffer.from(`sealed-identity/v1 ${text}`)
const hkdf = (key: Uint8Array, info: Uint8Array, salt: Uint8Array = Buffer.alloc(0)): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, 32))
const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer =>
  createHmac('sha256', key).update(Buffer.concat(parts)).digest()
const sha256 = (...parts: readonly Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()

/** AES-256-GCM with the nonce of zeros: ciphertext and tag. */
export function aesGcm(key: Uint8Array, message: Uint8Array, aad: Uint8Array = Buffer.alloc(0)): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12)).setAAD(aad)
  return Buffer.concat([cipher.update(message), cipher.final(), cipher.getAuthTag()])
}

export function commitment(key: Uint8Array, measure: string, epoch: string, identity: string) {
  const rho = hmac(key, lp(measure), lp(epoch), Buffer.from(identity))
  const com = sha256(lp(word('pseudonym')), lp(measure), lp(epoch), lp(identity), lp(rho))
  return { rho, com }
}

export function unknown(key: Uint8Array, measure: string, epoch: string, fieldClass: string, value: string): string {
  const own = hkdf(key, Buffer.concat([word('unknown'), lp(measure), lp(epoch)]))
  return hmac(own, lp(fieldClass), Buffer.from(value)).toString('hex').slice(0, 32)
}

export function noticeKey(rho: Uint8Array): string {
  const der = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), hkdf(rho, word('notice'))])
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const { x = '' } = createPublicKey(secret).export({ format: 'jwk' })
  return Buffer.from(x, 'base64url').toString('hex')
}

export function tagAndCapsule(shared: Uint8Array, measure: string, epoch: string, rho: Uint8Array) {
  const tag = sha256(lp(word('subject-tag')), lp(shared), lp(measure), lp(epoch)).subarray(0, 16)
  return { tag: hex(tag), capsule: hex(aesGcm(hkdf(shared, word('capsule')), rho)) }
}

export function sharedOfNobody(key: Uint8Array, measure: string, epoch: string, identity: string): Buffer {
  return hmac(hkdf(key, Buffer.concat([word('no-access-key'), lp(measure), lp(epoch)])), Buffer.from(identity))
}

/** A slot of a key file. */
export function slot(
  wrapping: Uint8Array,
  salt: Uint8Array,
  measure: string,
  epoch: string,
  name: string,
  key: Uint8Array,
) {
  const header = Buffer.concat([Buffer.from('openwacht-keys/1'), lp(measure), lp(epoch)])
  const own = hkdf(wrapping, Buffer.concat([word('key-file'), lp(name), header]), salt)
  return { header, slot: Buffer.concat([salt, aesGcm(own, key, header)]) }
}

/** `scalar·point` by curve25519-dalek. */
export function multiply(point: Uint8Array, scalar: Uint8Array): string {
  const [decoded, factor] = [GroupElement.fromBytes(point), ScalarNonZero.fromBytes(scalar)]
  if (decoded === undefined || factor === undefined) throw new Error('expected a point and a scalar')
  return decoded.mul(factor).toHex()
}

/** `H2S` of the design, by the same library: SHA-512 reduced. */
export function hashToScalar(name: string, ...parts: readonly Uint8Array[]): Buffer {
  const digest = createHash('sha512')
    .update(Buffer.concat([word(name), ...parts].map(lp)))
    .digest()
  return Buffer.from(ScalarNonZero.fromHash(digest).toBytes())
}

/** The generator, by the same library. */
export const generator = (): Uint8Array => GroupElement.generator().toBytes()
