// Ed25519 with one answer to odd signatures, whoever computes it: the 14 encodings of low-order points are refused as key
// and as R, and the rest is left to the platform (`ed25519-node.ts`, `ed25519-web.ts`).
import { decodeHex, encodeHex } from './strict-text.ts'

/**
 * Decides whether an Ed25519 signature is valid (RFC 8032). Anything malformed is `false`, never an error.
 *
 * @param publicKey - 32 bytes.
 * @param signature - 64 bytes.
 */
export type VerifyEd25519 = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>

/** Signs a message with a key that the caller holds; gives 64 bytes. */
export type SignEd25519 = (message: Uint8Array) => Uint8Array | Promise<Uint8Array>

/**
 * The eight points of low order in all their encodings, canonical or not. With one of them as key or as R, verifiers
 * disagree: some accept, so a log could show a valid checkpoint to one reader and an invalid one to another.
 * Source: C2SP CCTV, `ed25519/README.md`.
 */
const lowOrderEncodings: ReadonlySet<string> = new Set([
  `00${'00'.repeat(31)}`,
  `ed${'ff'.repeat(30)}7f`,
  `00${'00'.repeat(30)}80`,
  `ed${'ff'.repeat(31)}`,
  `01${'00'.repeat(31)}`,
  `01${'00'.repeat(30)}80`,
  `ee${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  `ec${'ff'.repeat(30)}7f`,
  `ec${'ff'.repeat(31)}`,
])

/** Whether key and signature have the right lengths and neither the key nor R is of low order: ask before verifying. */
export function isStrictEd25519(publicKey: Uint8Array, signature: Uint8Array): boolean {
  return (
    publicKey.length === 32 &&
    signature.length === 64 &&
    !lowOrderEncodings.has(encodeHex(publicKey)) &&
    !lowOrderEncodings.has(encodeHex(signature.subarray(0, 32)))
  )
}

const privateKeyHeader = decodeHex('302e020100300506032b657004220420') ?? new Uint8Array(0)

/**
 * A private key as PKCS #8, the form in which both platforms import it. Source: RFC 8410, section 7.
 *
 * @param seed - 32 secret bytes.
 * @throws TypeError for another length.
 */
export function encodePrivateKey(seed: Uint8Array): Uint8Array<ArrayBuffer> {
  if (seed.length !== 32) throw new TypeError(`expected a seed of 32 bytes, got ${seed.length}`)
  const encoded = new Uint8Array(privateKeyHeader.length + 32)
  encoded.set(privateKeyHeader)
  encoded.set(seed, privateKeyHeader.length)
  return encoded
}
