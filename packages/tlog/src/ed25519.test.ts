// The 914 edge cases of C2SP CCTV: Node and WebCrypto give the same, strict answer.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { outsideFolder, skipUnlessOutside } from '../../../tools/outside.ts'
import { ed25519FromSeed as nodeKey, verifyEd25519 as verifyByNode } from './ed25519-node.ts'
import { verifyEd25519 as verifyByWeb, ed25519FromSeed as webKey } from './ed25519-web.ts'
import { decodeHex, encodeHex, encodeUtf8 } from './strict-text.ts'

const name = 'vectors/ed25519/ed25519vectors.json'

type Vector = {
  readonly number: number
  readonly key: string
  readonly sig: string
  readonly msg: string
  readonly flags: readonly string[] | null
}

const refusedFlags = [
  'low_order_A',
  'low_order_R',
  'non_canonical_A',
  'non_canonical_R',
  'low_order_residue',
  'reencoded_k',
]

for (const { platform, verify } of [
  { platform: 'Node', verify: verifyByNode },
  { platform: 'WebCrypto', verify: verifyByWeb },
]) {
  test(`${platform} accepts the 43 signatures without odd points and no other`, skipUnlessOutside(name), async () => {
    // The file in the shape that its README describes.
    const vectors = JSON.parse(readFileSync(outsideFolder(name) ?? '', 'utf8')) as readonly Vector[]
    assert.equal(vectors.length, 914)
    const accepted: number[] = []
    for (const { number, key, sig, msg } of vectors) {
      if (await verify(bytes(key), encodeUtf8(msg), bytes(sig))) accepted.push(number)
    }
    const expected = vectors.filter(({ flags }) => !flags?.some((flag) => refusedFlags.includes(flag)))
    assert.equal(expected.length, 43)
    assert.deepEqual(
      accepted,
      expected.map(({ number }) => number),
    )
  })

  test(`${platform} answers lengths that cannot be with false`, async () => {
    for (const [keyLength, signatureLength] of [
      [0, 64],
      [31, 64],
      [33, 64],
      [32, 0],
      [32, 63],
      [32, 65],
    ] as const) {
      const key = new Uint8Array(keyLength).fill(9)
      assert.equal(await verify(key, encodeUtf8('text'), new Uint8Array(signatureLength).fill(9)), false)
    }
  })
}

// RFC 8032, section 7.1, test 2.
const rfc8032 = {
  seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
  publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
  message: '72',
  signature:
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
}

test('both platforms make the signature of RFC 8032 and verify it', async () => {
  const { sign, publicKey } = nodeKey(bytes(rfc8032.seed))
  const signByWeb = await webKey(bytes(rfc8032.seed))
  assert.equal(encodeHex(publicKey), rfc8032.publicKey)
  assert.equal(encodeHex(await sign(bytes(rfc8032.message))), rfc8032.signature)
  assert.equal(encodeHex(await signByWeb(bytes(rfc8032.message))), rfc8032.signature)
  for (const verify of [verifyByNode, verifyByWeb]) {
    assert.equal(await verify(publicKey, bytes(rfc8032.message), bytes(rfc8032.signature)), true)
    assert.equal(await verify(publicKey, bytes('73'), bytes(rfc8032.signature)), false)
  }
})

function bytes(hex: string): Uint8Array {
  const decoded = decodeHex(hex)
  assert.ok(decoded)
  return decoded
}
