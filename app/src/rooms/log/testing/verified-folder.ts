// The folder of a log that ran as in a house, on a database and with a witness of our own: read back and verified from outside.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyEd25519 } from '@openwacht/tlog/ed25519-node.ts'
import { parsePolicy } from '@openwacht/tlog/policy.ts'
import { parseVerifierKey } from '@openwacht/tlog/verifier-key.ts'
import { makeWitness, policyLineOf, WitnessFolder } from '../../../commands/witness-folder.ts'
import { witnessServer } from '../../../commands/witness-server.ts'
import { loadMessages } from '../../../platform/messages.ts'
import { roomFolders } from '../../../rooms.ts'
import { openInMemory } from '../../../testing/prepared.ts'
import { type Verification, verifyPublished } from '../verification.ts'
import { key, smallLog, testKinds } from './small-log.ts'

/** Files of a log by their path, without those of the process. */
export type RunLog = {
  readonly folder: string
  readonly files: ReadonlyMap<string, Uint8Array>
  verify(files?: ReadonlyMap<string, Uint8Array>): Promise<Verification>
  close(): void
}

/** Runs a log until it has so many batches of entries, all of them witnessed; gives what lies in its folder. */
export async function runLog(batches: number, inBatch: number): Promise<RunLog> {
  const database = openInMemory()
  const log = await smallLog(database)
  const own = mkdtempSync(join(tmpdir(), 'openwacht-or-'))
  makeWitness(own, 'or.example')
  const witness = new WitnessFolder(own)
  await witness.addLogs([{ key: parseVerifierKey(key.verifierKey), url: undefined }])
  const server = await witnessServer(witness, {
    now: () => log.clock.now,
    messages: loadMessages([roomFolders.log]),
    onEvidence: () => undefined,
    onFault: (error) => {
      throw error
    },
    requestsPerMinute: 10_000,
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  // A server that listens on a port has an address of this form.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const running = await log.run(`${policyLineOf(witness.witness, url)}\nquorum or.example\n`)
  for (let batch = 0; batch < batches; batch++) {
    for (let at = 0; at < inBatch; at++) await log.enter(at)
    await running.takeTurn()
  }
  await running.close()
  await new Promise((done) => server.close(done).closeAllConnections())
  const paths = (await log.disk.list()).filter((path) => !/^(lock|running)/.test(path))
  const files = new Map(paths.map((path) => [path, new Uint8Array(readFileSync(join(log.path, path)))]))
  await database.destroy()
  const policy = parsePolicy(files.get('policy') ?? new Uint8Array(0))
  return {
    folder: log.path,
    files,
    verify: (altered = files) =>
      verifyPublished({
        read: async (path) => altered.get(path),
        listed: [...altered.keys()],
        policy,
        kinds: testKinds,
        verify: verifyEd25519,
        followsMap: true,
      }),
    close: () => {
      log.close()
      rmSync(own, { recursive: true, force: true })
    },
  }
}

/** A copy of the files in which one byte is another. */
export function withFlippedByte(
  files: ReadonlyMap<string, Uint8Array>,
  path: string,
  at: number,
): ReadonlyMap<string, Uint8Array> {
  const bytes = files.get(path)?.slice() ?? new Uint8Array(0)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  return new Map(files).set(path, bytes)
}

/** Whether verifying told of a file, or of an entry in it: as a fault, or as what is not proven any more. */
export function isTold({ findings }: Verification, path: string): boolean {
  return findings.some((finding) => {
    if (finding.level === 'proven') return false
    if ('path' in finding) return finding.path === path
    if (path === 'policy') return finding.code === 'other-policy'
    return path.startsWith('tile/entries/') && ('entry' in finding || finding.code === 'entries-differ')
  })
}
