// A log that ran as in a house, verified by others than who made it: our verifier, and one in Go that shares no code with us. And
// the other way round.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { verifyEd25519 } from '@openwacht/tlog/ed25519-node.ts'
import { parsePolicy } from '@openwacht/tlog/policy.ts'
import { encodeUtf8 } from '@openwacht/tlog/strict-text.ts'
import { goVerifier } from '../../../../packages/tlog/testing/go-verifier.ts'
import { key, testKinds } from './testing/small-log.ts'
import { isTold, type RunLog, runLog, withFlippedByte } from './testing/verified-folder.ts'
import { verifyPublished } from './verification.ts'

const folder = mkdtempSync(join(tmpdir(), 'openwacht-outside-'))
after(() => rmSync(folder, { recursive: true }))
const go = goVerifier(folder)

describe('a log of a running house', () => {
  let log: RunLog
  before(async () => {
    log = await runLog(30, 11)
  })
  after(() => log.close())

  test('verifies in every part', async () => {
    const { findings } = await log.verify()
    assert.deepEqual(
      findings.filter(({ level }) => level === 'fault'),
      [],
    )
    const proven = findings.filter(({ level }) => level === 'proven').map(({ code }) => code)
    assert.deepEqual(proven, ['signed', 'cosigned', 'tree', 'leaves', 'map'])
    const map = findings.find(({ code }) => code === 'map')
    assert.ok(map?.code === 'map' && map.statements === 30)
    const tree = findings.find(({ code }) => code === 'tree')
    assert.ok(tree?.code === 'tree' && tree.size === 360)
  })

  test('verifies in Go, with consistency from earlier sizes', { skip: go.skip }, () => {
    const { ok, stdout, stderr } = go.run('check', log.folder, key.verifierKey, '1', '12', '256', '300', '360')
    assert.ok(ok, stderr)
    assert.equal(JSON.parse(stdout).size, 360)
  })

  test('does not verify after a byte of any file changed, and the file or entry is named', async () => {
    for (const [path, bytes] of log.files) {
      const step = path.startsWith('tile/') ? Math.ceil(bytes.length / 6) : 23
      for (let at = 1; at < bytes.length; at += step) {
        assert.ok(isTold(await log.verify(withFlippedByte(log.files, path, at)), path), `${path}, byte ${at}`)
      }
    }
  })
})

for (const size of [1, 256, 700]) {
  test(`a log of ${size} that Go made verifies with ours, its entries left alone`, { skip: go.skip }, async () => {
    const top = join(folder, `theirs-${size}`)
    const made = go.run('make', top, 'go.example/log', String(size))
    assert.ok(made.ok, made.stderr)
    const { findings, isGood } = await verifyPublished({
      read: async (path) => (isThere(top, path) ? readFileSync(join(top, path)) : undefined),
      policy: parsePolicy(encodeUtf8(`log ${made.stdout.trim()}\nquorum none\n`)),
      kinds: testKinds,
      verify: verifyEd25519,
      followsMap: true,
    })
    assert.ok(isGood, JSON.stringify(findings))
    assert.ok(findings.some(({ code }) => code === 'opaque'))
  })
}

function isThere(top: string, path: string): boolean {
  try {
    readFileSync(join(top, path))
    return true
  } catch {
    return false
  }
}
