import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { encodeHex } from './bytes.ts'
import { CommitmentMaker, pseudonymOf, verifyCommitment } from './commitment.ts'
import { parseIdentity, parseMeasureEpoch } from './names.ts'

const name = parseMeasureEpoch('measure-07', '2026-11-22')
const anna = parseIdentity('EMP0012345')
const key = createHash('sha256').update('sealed-identity/v1 test vector K').digest()

test('the vector of the design', () => {
  const { commitment } = new CommitmentMaker(name, key).commit(anna)
  assert.equal(encodeHex(commitment), '9bf0eeee74bc4838db08842b79692cc6194c152168d9ba6b46b20cb1cf8b9001')
  assert.equal(pseudonymOf(commitment), '9bf0eeee74bc4838db08842b79692cc6')
})

test('a commitment is to one identity, in one measure and epoch, with one secret', () => {
  const { rho, commitment } = new CommitmentMaker(name, key).commit(anna)
  const otherRho = Uint8Array.from(rho, (byte, at) => (at === 31 ? byte ^ 1 : byte))
  const other = parseIdentity('EMP0012346')
  assert.equal(verifyCommitment(commitment, name, anna, rho), true)
  assert.equal(verifyCommitment(commitment, name, other, rho), false)
  assert.equal(verifyCommitment(commitment, name, anna, otherRho), false)
  assert.equal(verifyCommitment(commitment, parseMeasureEpoch('measure-08', '2026-11-22'), anna, rho), false)
  assert.equal(verifyCommitment(commitment, parseMeasureEpoch('measure-07', '2026-11-22.2'), anna, rho), false)
  assert.equal(verifyCommitment(commitment.subarray(0, 16), name, anna, rho), false)
})

test('an erased epoch makes no more pseudonyms', () => {
  const maker = new CommitmentMaker(name, key)
  maker.commit(anna)
  maker.erase()
  assert.throws(() => maker.commit(anna), { code: 'epoch-erased' })
})
