import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'

/** What a test changes of an honest ceremony. */
export type Tampering = {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  /** False where the authenticator did not verify the person, by finger or number. */
  readonly userVerified?: boolean
  readonly counter?: number
  /** Signs with another key than the registered one. */
  readonly otherKey?: boolean
}

/** An authenticator in software, for one relying party: makes a passkey and proves presence with it. */
export type SoftwareAuthenticator = {
  /** The answer to registration options. Source: WebAuthn Level 3, section 5.2.1, as JSON. */
  register(challenge: string, tampering?: Tampering): object
  /** The answer to verification options. Source: WebAuthn Level 3, section 5.2.2, as JSON. */
  verify(challenge: string, tampering?: Tampering): object
}

/** Makes one that counts its uses from 1. @param origin - Where the browser is: scheme, host and port. */
export function makeSoftwareAuthenticator(origin: string): SoftwareAuthenticator {
  const credentialId = randomBytes(32)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  let counter = 0
  const rpIdOf = (tampering: Tampering) => tampering.rpId ?? new URL(origin).hostname
  const clientData = (type: string, challenge: string, tampering: Tampering) =>
    Buffer.from(
      JSON.stringify({
        ...{ type, challenge: tampering.challenge ?? challenge, origin: tampering.origin ?? origin },
        crossOrigin: false,
      }),
    )
  const authenticatorData = (tampering: Tampering, flags: number, rest: Buffer) => {
    counter += 1
    const verified = tampering.userVerified === false ? 0 : flagUserVerified
    const head = Buffer.alloc(5)
    head.writeUInt8(flagUserPresent | verified | flags, 0)
    head.writeUInt32BE(tampering.counter ?? counter, 1)
    return Buffer.concat([createHash('sha256').update(rpIdOf(tampering)).digest(), head, rest])
  }
  const id = credentialId.toString('base64url')
  const answer = (response: object) => ({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response })
  return {
    register: (challenge, tampering = {}) => {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(credentialId.length)
      // An all-zero AAGUID: no make is told.
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, coseKey(publicKey)])
      const authData = authenticatorData(tampering, flagAttested, attested)
      const attestation = cborMap([
        [cborText('fmt'), cborText('none')],
        [cborText('attStmt'), cborMap([])],
        [cborText('authData'), cborBytes(authData)],
      ])
      return answer({
        clientDataJSON: clientData('webauthn.create', challenge, tampering).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      })
    },
    verify: (challenge, tampering = {}) => {
      const client = clientData('webauthn.get', challenge, tampering)
      const authData = authenticatorData(tampering, 0, Buffer.alloc(0))
      const key = tampering.otherKey ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : privateKey
      const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()])
      return answer({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: createSign('sha256').update(signed).sign(key).toString('base64url'),
      })
    },
  }
}

// Source: WebAuthn Level 3, section 6.1.
const flagUserPresent = 0x01
const flagUserVerified = 0x04
const flagAttested = 0x40

/** A public key on P-256 for ES256. Source: RFC 9053, section 7.1.1. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const [keyType, algorithm, curve] = [cborInteger(2), cborInteger(-7), cborInteger(1)]
  return cborMap([
    [cborInteger(1), keyType],
    [cborInteger(3), algorithm],
    [cborInteger(-1), curve],
    [cborInteger(-2), cborBytes(Buffer.from(x, 'base64url'))],
    [cborInteger(-3), cborBytes(Buffer.from(y, 'base64url'))],
  ])
}

/** Head of an item. Source: RFC 8949, section 3. @param value - Below 65,536. */
function cborHead(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value])
  if (value < 256) return Buffer.from([(major << 5) | 24, value])
  return Buffer.from([(major << 5) | 25, value >> 8, value & 0xff])
}

function cborInteger(value: number): Buffer {
  return value >= 0 ? cborHead(0, value) : cborHead(1, -1 - value)
}

function cborBytes(bytes: Buffer): Buffer {
  return Buffer.concat([cborHead(2, bytes.length), bytes])
}

function cborText(text: string): Buffer {
  return Buffer.concat([cborHead(3, Buffer.byteLength(text)), Buffer.from(text)])
}

function cborMap(pairs: readonly (readonly [Buffer, Buffer])[]): Buffer {
  return Buffer.concat([cborHead(5, pairs.length), ...pairs.flat()])
}
