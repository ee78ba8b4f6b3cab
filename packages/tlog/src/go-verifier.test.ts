// A second opinion by software that is not ours: Go's checksum database library reads logs that this engine made, and the
// other way round. The program stands in `testing/go-verifier/`.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { goVerifier } from '../testing/go-verifier.ts'
import { MemoryLog } from '../testing/memory-log.ts'
import { council, log, makeCheckpoint } from '../testing/parties.ts'
import { openCheckpoint } from './checkpoint.ts'
import { proveConsistency, verifyConsistency } from './consistency.ts'
import { noteVerifier } from './cosignature.ts'
import { verifyEd25519 } from './ed25519-node.ts'
import { hashLeaf, proveInclusion, rootOfRange, verifyInclusion } from './merkle.ts'
import { TileReader } from './tile-reader.ts'
import { TileWriter } from './tile-writer.ts'
import { formatVerifierKey, parseVerifierKey } from './verifier-key.ts'

const folder = mkdtempSync(join(tmpdir(), 'openwacht-go-'))
after(() => rmSync(folder, { recursive: true }))
const { skip, run: runGo } = goVerifier(folder)

async function writeLog(name: string, size: number): Promise<{ readonly top: string; readonly tree: MemoryLog }> {
  const top = join(folder, name)
  const [tree, writer] = [new MemoryLog(), TileWriter.empty()]
  while (tree.size < size) {
    const entries = MemoryLog.entries(Math.min(200, size - tree.size), tree.size)
    tree.append(entries)
    for (const { path, bytes } of writer.append(entries).files) {
      mkdirSync(dirname(join(top, path)), { recursive: true })
      writeFileSync(join(top, path), bytes)
    }
  }
  // Cosigned as well: a verifier that does not know the witness must not stumble over its line.
  writeFileSync(join(top, 'checkpoint'), await makeCheckpoint([council], { size, root: writer.root() }))
  return { top, tree }
}

for (const size of [1, 255, 256, 257, 700, 66_000]) {
  test(`Go verifies checkpoint, entries and consistency of our log of ${size}`, { skip }, async () => {
    const { top } = await writeLog(`ours-${size}`, size)
    const sizes = [1, 2, 255, 256, 257, 699, 65_536, 65_537, size].filter((old) => old <= size)
    const { ok, stdout, stderr } = runGo('check', top, formatVerifierKey(log.key), ...sizes.map(String))
    assert.ok(ok, stderr)
    assert.deepEqual(JSON.parse(stdout).consistent, sizes.length)
    assert.equal(JSON.parse(stdout).size, size)
  })
}

test('Go refuses our log after one bit of an entry, a tile or the checkpoint changed', { skip }, async () => {
  const { top } = await writeLog('altered', 700)
  for (const path of ['tile/entries/001', 'tile/0/001', 'tile/0/002.p/188', 'tile/1/000.p/2', 'checkpoint']) {
    const bytes = readFileSync(join(top, path))
    const altered = Buffer.from(bytes)
    altered[60] = (altered[60] ?? 0) ^ 1
    writeFileSync(join(top, path), altered)
    assert.ok(!runGo('check', top, formatVerifierKey(log.key), '1', '300').ok, path)
    writeFileSync(join(top, path), bytes)
  }
  assert.ok(runGo('check', top, formatVerifierKey(log.key), '1', '300').ok)
})

for (const size of [1, 256, 700, 66_000]) {
  test(`we verify checkpoint, entries and consistency of Go's log of ${size}`, { skip }, async () => {
    const top = join(folder, `theirs-${size}`)
    const made = runGo('make', top, 'go.example/log', String(size))
    assert.ok(made.ok, made.stderr)
    const verifier = noteVerifier(parseVerifierKey(made.stdout.trim()), verifyEd25519)
    assert.ok(verifier)
    const opened = await openCheckpoint(readFileSync(join(top, 'checkpoint')), 'go.example/log', [verifier])
    assert.ok(opened.kind === 'opened')
    const { root } = opened.checkpoint
    assert.equal(opened.checkpoint.size, size)
    const tiles = new TileReader(opened.checkpoint, async (path) =>
      existsSync(join(top, path)) ? readFileSync(join(top, path)) : undefined,
    )
    for (let first = 0; first < size; first += 256) {
      const { entries } = await tiles.entriesAround(first)
      assert.equal(entries.length, Math.min(256, size - first))
      const proof = await tiles.prove((read) => proveInclusion(first, size, read))
      assert.ok(verifyInclusion(hashLeaf(entries[0] ?? assert.fail()), first, size, root, proof))
    }
    for (const old of [1, 200, 256, 65_536, size].filter((one) => one <= size)) {
      const [oldRoot, proof] = await tiles.prove(
        (read) => [rootOfRange(0, old, read), proveConsistency(old, size, read)] as const,
      )
      assert.ok(verifyConsistency(old, size, oldRoot, root, proof))
    }
  })
}
