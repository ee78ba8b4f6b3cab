// How fast a log grows and is verified, on one core. Writes a log of a million entries to a temporary folder and reads it back.
import { closeSync, fsyncSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { equalBytes } from '../src/bytes.ts'
import { formatCheckpoint, openCheckpoint } from '../src/checkpoint.ts'
import { CompactTree } from '../src/compact-tree.ts'
import { logSigner, noteVerifier } from '../src/cosignature.ts'
import { ed25519FromSeed, verifyEd25519 } from '../src/ed25519-node.ts'
import { hashLeaf } from '../src/merkle.ts'
import { formatNote, signNote } from '../src/signed-note.ts'
import { type LogFile, TileWriter } from '../src/tile-writer.ts'
import { signatureTypes, verifierKey } from '../src/verifier-key.ts'
import { verifyLog } from '../src/verify-log.ts'

const total = 1_000_000
const batchSize = 256
const entryBytes = 300

const { sign, publicKey } = ed25519FromSeed(new Uint8Array(32).fill(1))
const key = verifierKey('log.example/bench', signatureTypes.ed25519, publicKey)
const verifier = noteVerifier(key, verifyEd25519)
if (verifier === undefined) throw new Error('expected a verifier')

function batch(from: number): Uint8Array[] {
  return Array.from({ length: Math.min(batchSize, total - from) }, (_, at) => {
    const entry = new Uint8Array(entryBytes)
    new DataView(entry.buffer).setUint32(0, from + at)
    return entry
  })
}

function grow(
  store: (files: readonly LogFile[]) => void,
  count = total,
): { readonly seconds: number; readonly root: Uint8Array } {
  const writer = TileWriter.empty()
  let seconds = 0
  for (let from = 0; from < count; from += batchSize) {
    const entries = batch(from)
    const start = performance.now()
    store(writer.append(entries).files)
    seconds += (performance.now() - start) / 1000
  }
  return { seconds, root: writer.root() }
}

const perSecond = (count: number, seconds: number): string =>
  `${Math.round(count / seconds).toLocaleString('en')} entries/s`

grow(() => undefined, 50_000)
const inMemory = grow(() => undefined)
console.log(
  `append, batches of ${batchSize}, entries of ${entryBytes} bytes, hashing and tile bytes: ${perSecond(total, inMemory.seconds)}`,
)

const folder = mkdtempSync(join(tmpdir(), 'openwacht-bench-'))
try {
  const made = new Set<string>()
  const write = (files: readonly LogFile[], isSynced: boolean): void => {
    for (const { path, bytes } of files) {
      const full = join(folder, path)
      if (!made.has(dirname(full))) mkdirSync(dirname(full), { recursive: true })
      made.add(dirname(full))
      const descriptor = openSync(full, 'w')
      writeSync(descriptor, bytes)
      if (isSynced) fsyncSync(descriptor)
      closeSync(descriptor)
    }
  }
  const synced = grow((files) => write(files, true), 100_000)
  console.log(`the same, each file written and synced: ${perSecond(100_000, synced.seconds)}`)
  const written = grow((files) => write(files, false))
  console.log(`the same, each file written and not synced: ${perSecond(total, written.seconds)}`)

  const text = formatCheckpoint({ origin: key.name, size: total, root: written.root, extensions: [] })
  const checkpoint = formatNote(await signNote(text, [logSigner(key, sign)]))

  const start = performance.now()
  const opened = await openCheckpoint(checkpoint, key.name, [verifier])
  if (opened.kind !== 'opened') throw new Error('expected a good checkpoint')
  let entries = 0
  const onEntry = (): number => entries++
  const report = await verifyLog(
    opened.checkpoint,
    { read: async (path) => readFileSync(join(folder, path)) },
    { onEntry },
  )
  if (report.faults.length > 0) throw new Error('expected a log without faults')
  const seconds = (performance.now() - start) / 1000
  console.log(
    `verify ${entries.toLocaleString('en')} entries: checkpoint, every tile, every bundle: ${seconds.toFixed(1)} s`,
  )
} finally {
  rmSync(folder, { recursive: true })
}

const tree = new CompactTree()
const start = performance.now()
for (let from = 0; from < total; from += batchSize) for (const entry of batch(from)) tree.append(hashLeaf(entry))
console.log(
  `recompute the root from ${total.toLocaleString('en')} entries alone: ${((performance.now() - start) / 1000).toFixed(1)} s`,
)
if (!equalBytes(tree.root(), inMemory.root)) throw new Error('expected the same root')
