// Vectors of transparency-dev/merkle: see the README of the vectors for their origin.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { outsideFolder, skipUnlessOutside } from '../../../tools/outside.ts'
import { verifyConsistency, verifySubtreeConsistency, verifySubtreeInclusion } from './consistency.ts'
import { emptyRoot, hashLeaf, verifyInclusion } from './merkle.ts'
import { encodeHex, encodeUtf8 } from './strict-text.ts'

const name = 'vectors/merkle'

type Case = {
  readonly desc: string
  readonly wantErr: boolean
  readonly proof: readonly string[] | null
  readonly leafIdx: number
  readonly treeSize: number
  readonly leafHash: string
  readonly root: string
  readonly root1: string
  readonly root2: string
  readonly size1: number
  readonly size2: number
  readonly size: number
  readonly start: number
  readonly end: number
}

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'))

const kinds = [
  {
    folder: 'inclusion',
    count: 98,
    verify: (one: Case, proof: Uint8Array[]) =>
      verifyInclusion(bytes(one.leafHash), one.leafIdx, one.treeSize, bytes(one.root), proof),
  },
  {
    folder: 'consistency',
    count: 98,
    verify: (one: Case, proof: Uint8Array[]) =>
      verifyConsistency(one.size1, one.size2, bytes(one.root1), bytes(one.root2), proof),
  },
  {
    folder: 'subtreeinclusion',
    count: 204,
    verify: (one: Case, proof: Uint8Array[]) =>
      verifySubtreeInclusion(bytes(one.leafHash), one.leafIdx, one.start, one.end, bytes(one.root), proof),
  },
  {
    folder: 'subtreeconsistency',
    count: 118,
    verify: (one: Case, proof: Uint8Array[]) =>
      verifySubtreeConsistency(one.start, one.end, one.size, bytes(one.root1), bytes(one.root2), proof),
  },
]

for (const { folder, count, verify } of kinds) {
  test(`every published ${folder} case gets the published answer`, skipUnlessOutside(name), () => {
    const top = join(outsideFolder(name) ?? '', folder)
    const paths = globSync('**/*.json', { cwd: top })
    assert.equal(paths.length, count)
    const wrong = paths.filter((path) => {
      // A vector in the shape that its README describes; a kind of case has only its own fields.
      const one = JSON.parse(readFileSync(join(top, path), 'utf8')) as Case
      return verify(one, (one.proof ?? []).map(bytes)) === one.wantErr
    })
    assert.deepEqual(wrong, [])
  })
}

// RFC 6962, section 2.1, gives the formulas; the digests are those of SHA-256 over the bytes named beside them.
const digests = [
  { of: 'the empty string', hash: emptyRoot, hex: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
  { of: '00', hash: hashLeaf(encodeUtf8('')), hex: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d' },
]

for (const { of, hash, hex } of digests) {
  test(`SHA-256 of ${of}`, () => assert.equal(encodeHex(hash), hex))
}
