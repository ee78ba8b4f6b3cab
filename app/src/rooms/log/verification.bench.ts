// How long it takes to verify a whole log from outside, on one core: signatures, every hash, every entry, the absence map.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { AbsenceIndex, formatIndexEntry } from '@openwacht/tlog/absence-index.ts'
import { formatCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import { logSigner } from '@openwacht/tlog/cosignature.ts'
import { ed25519FromSeed, verifyEd25519 } from '@openwacht/tlog/ed25519-node.ts'
import { parsePolicy } from '@openwacht/tlog/policy.ts'
import { sha256 } from '@openwacht/tlog/sha256.ts'
import { formatNote, signNote } from '@openwacht/tlog/signed-note.ts'
import { encodeHex, encodeUtf8 } from '@openwacht/tlog/strict-text.ts'
import { TileWriter } from '@openwacht/tlog/tile-writer.ts'
import { formatVerifierKey, signatureTypes, verifierKey } from '@openwacht/tlog/verifier-key.ts'
import { type EntryId, encodeLeaf } from '../../platform/entry-kind.ts'
import { marksOfLeaf, noMarks } from '../../platform/entry-marks.ts'
import { outcomeKind } from '../../platform/outcome-kinds.ts'
import { verifyPublished } from './verification.ts'

const { sign, publicKey } = ed25519FromSeed(new Uint8Array(32).fill(1))
const key = verifierKey('log.example/bench', signatureTypes.ed25519, publicKey)
const policy = parsePolicy(encodeUtf8(`log ${formatVerifierKey(key)}\nquorum none\n`))
const kinds = new Map([[outcomeKind.name, outcomeKind]])

/** An entry of some 300 bytes; with a mark for one in so many. */
function leafAt(index: number, markEvery: number): Uint8Array {
  const hash = encodeHex(sha256(encodeUtf8(`entry ${index}`)))
  // The form of an id.
  const id = hash.slice(0, 32) as EntryId
  const marks = markEvery > 0 && index % markEvery === 0 ? { ...noMarks, about: [hash] } : noMarks
  return encodeLeaf(outcomeKind, { id, day: '2026-09-01', outside: hash, marks }, { of: id, result: 'done' })
}

async function writeLog(folder: string, total: number, markEvery: number): Promise<void> {
  const writer = TileWriter.empty()
  const index = new AbsenceIndex()
  const made = new Set<string>()
  while (writer.size < total) {
    const leaves = Array.from({ length: 255 }, (_, at) => leafAt(writer.size + at, markEvery))
    for (const leaf of leaves) index.follow(index.covers, leaf, marksOfLeaf)
    const statement = formatIndexEntry(index.entry())
    index.follow(index.covers, statement, marksOfLeaf)
    for (const { path, bytes } of writer.append([...leaves, statement]).files) {
      const full = join(folder, path)
      if (!made.has(dirname(full))) mkdirSync(dirname(full), { recursive: true })
      made.add(dirname(full))
      writeFileSync(full, bytes)
    }
  }
  const text = formatCheckpoint({ origin: key.name, size: writer.size, root: writer.root(), extensions: [] })
  writeFileSync(join(folder, 'checkpoint'), formatNote(await signNote(text, [logSigner(key, sign)])))
}

function read(folder: string, path: string): Uint8Array | undefined {
  try {
    return readFileSync(join(folder, path))
  } catch {
    return undefined
  }
}

for (const { total, markEvery, followsMap } of [
  { total: 1_000_000, markEvery: 0, followsMap: true },
  { total: 1_000_000, markEvery: 10, followsMap: true },
  { total: 1_000_000, markEvery: 1, followsMap: false },
  { total: 1_000_000, markEvery: 1, followsMap: true },
]) {
  const folder = mkdtempSync(join(tmpdir(), 'openwacht-bench-'))
  await writeLog(folder, total, markEvery)
  const [start, before] = [performance.now(), process.cpuUsage()]
  const { isGood, findings } = await verifyPublished({
    read: async (path) => read(folder, path),
    policy,
    kinds,
    verify: verifyEd25519,
    followsMap,
  })
  const seconds = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(before)
  if (!isGood) throw new Error(`expected a good log: ${JSON.stringify(findings)}`)
  const marked = markEvery === 0 ? 'none marked' : markEvery === 1 ? 'each marked' : `one in ${markEvery} marked`
  console.log(
    `verify ${total.toLocaleString('en')} entries, ${marked}, absence map ${followsMap ? 'followed' : 'left out'}: ${seconds.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of processor)`,
  )
  rmSync(folder, { recursive: true })
}
