import { verifyEd25519 } from '@openwacht/tlog/ed25519-node.ts'
import { parsePolicy } from '@openwacht/tlog/policy.ts'
import { encodeUtf8 } from '@openwacht/tlog/strict-text.ts'
import { type Verification, type VerifyRequest, verifyPublished } from '../verification.ts'
import { policyText, testKinds } from './published-log.ts'

/** What somebody trusts who verifies the log that the tests publish. */
export const testTrust = { policy: parsePolicy(encodeUtf8(policyText)), kinds: testKinds, verify: verifyEd25519 }

/** Verifies files as a published log. */
export function verify(
  files: ReadonlyMap<string, Uint8Array>,
  more: Partial<VerifyRequest> = {},
): Promise<Verification> {
  return verifyPublished({
    read: async (path) => files.get(path),
    listed: [...files.keys()],
    followsMap: true,
    ...testTrust,
    ...more,
  })
}
