import { equalBytes } from '@openwacht/tlog/bytes.ts'
import { sha256 } from '@openwacht/tlog/sha256.ts'
import { decodeUtf8, encodeHex } from '@openwacht/tlog/strict-text.ts'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { canonicalBytes } from '../../platform/canonical-json.ts'

/** What a witness answered that saw another tree. `size`: the number of entries it knows, where it said so. */
export type ForkAnswer = { readonly witness: string; readonly status: number; readonly size: number | null }

const shape = Type.Object(
  {
    witness: Type.String(),
    status: Type.Integer(),
    size: Type.Union([Type.Integer(), Type.Null()]),
    sha256: Type.String(),
  },
  { additionalProperties: false },
)

/** As it is kept: canonical JSON, with a hash over the rest by which a changed byte shows. */
export function formatForkAnswer({ witness, status, size }: ForkAnswer): Uint8Array {
  const answer = { witness, status, size }
  return canonicalBytes({ ...answer, sha256: encodeHex(sha256(canonicalBytes(answer))) })
}

/** Undefined where the bytes are not as `formatForkAnswer` wrote them. */
export function parseForkAnswer(bytes: Uint8Array): ForkAnswer | undefined {
  let value: unknown
  try {
    value = JSON.parse(decodeUtf8(bytes) ?? '')
  } catch {
    return undefined
  }
  if (!Value.Check(shape, value)) return undefined
  const { witness, status, size } = value
  const answer = { witness, status, size }
  return equalBytes(formatForkAnswer(answer), bytes) ? answer : undefined
}
