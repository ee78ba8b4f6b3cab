// A published log in our layout (docs/design/log.md), made without a server: for the tests of whoever verifies one.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AbsenceIndex, formatIndexEntry } from '@openwacht/tlog/absence-index.ts'
import { formatAbsenceProof } from '@openwacht/tlog/absence-proof.ts'
import { formatCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import { proveConsistency } from '@openwacht/tlog/consistency.ts'
import { cosigner, logSigner } from '@openwacht/tlog/cosignature.ts'
import { ed25519FromSeed } from '@openwacht/tlog/ed25519-node.ts'
import { proveInclusion } from '@openwacht/tlog/merkle.ts'
import { formatNote, signNote } from '@openwacht/tlog/signed-note.ts'
import { TileReader } from '@openwacht/tlog/tile-reader.ts'
import { TileWriter } from '@openwacht/tlog/tile-writer.ts'
import { formatTlogProof } from '@openwacht/tlog/tlog-proof.ts'
import { formatVerifierKey, signatureTypes, verifierKey } from '@openwacht/tlog/verifier-key.ts'
import { formatAddCheckpoint } from '@openwacht/tlog/witness-messages.ts'
import { type EntryId, encodeLeaf } from '../../../platform/entry-kind.ts'
import { type EntryMarks, marksOfLeaf, noMarks } from '../../../platform/entry-marks.ts'
import { outcomeKind } from '../../../platform/outcome-kinds.ts'

/** All kinds of these logs, as a verifier takes them. The one there is belongs to the platform, so every verifier knows it. */
export const testKinds = new Map([[outcomeKind.name, outcomeKind]])

const owner = ed25519FromSeed(new Uint8Array(32).fill(21))
const council = ed25519FromSeed(new Uint8Array(32).fill(22))

/** The key of these logs. */
export const logKey = verifierKey('gemeente.example/log', signatureTypes.ed25519, owner.publicKey)
/** The key of the witness of these logs. */
export const councilKey = verifierKey('or.gemeente.example', signatureTypes.ed25519Cosignature, council.publicKey)

/** The policy that asks for the witness. */
export const policyText = `log ${formatVerifierKey(logKey)}\nwitness or ${formatVerifierKey(councilKey)}\nquorum or\n`
/** The policy that asks for none. */
export const lonePolicyText = `log ${formatVerifierKey(logKey)}\nquorum none\n`

/** What an entry here is made of. */
export type Fact = { readonly count: number; readonly day: string; readonly marks?: EntryMarks }

/** Seconds since 1970 at noon of a day, by UTC. */
export function noonOf(day: string): number {
  return Date.parse(`${day}T12:00:00Z`) / 1000
}

/** The leaf of an entry. Its id follows from its number, so that a log is the same each time. */
export function leafOf({ count, day, marks = noMarks }: Fact): Uint8Array {
  // The form of an id.
  const id = count.toString(16).padStart(32, '0') as EntryId
  return encodeLeaf(outcomeKind, { id, day, outside: undefined, marks }, { of: id, result: 'done' })
}

/** A log that grows by batches, each with its statement of the map and its checkpoint. */
export class PublishedLog {
  readonly files = new Map<string, Uint8Array>([['policy', new TextEncoder().encode(policyText)]])
  readonly leaves: Uint8Array[] = []
  readonly index = new AbsenceIndex()
  #writer = TileWriter.empty()

  get size(): number {
    return this.#writer.size
  }

  /** Appends leaves as they are, and what follows from them. `at`: seconds since 1970 when the witness signs, if it does. */
  async append(leaves: readonly Uint8Array[], at: number | undefined): Promise<void> {
    for (const leaf of leaves) this.index.follow(this.index.covers, leaf, marksOfLeaf)
    const statement = formatIndexEntry(this.index.entry())
    this.index.follow(this.index.covers, statement, marksOfLeaf)
    await this.appendRaw([...leaves, statement], at)
  }

  /** Appends leaves and nothing else: a log that does not keep its own rules. */
  async appendRaw(leaves: readonly Uint8Array[], at: number | undefined): Promise<void> {
    this.leaves.push(...leaves)
    for (const { path, bytes } of this.#writer.append(leaves).files) this.files.set(path, bytes)
    await this.sign(at)
  }

  /** Signs the tree as it is. */
  async sign(at: number | undefined): Promise<void> {
    const text = formatCheckpoint({
      origin: logKey.name,
      size: this.#writer.size,
      root: this.#writer.root(),
      extensions: [],
    })
    const signers = [
      logSigner(logKey, owner.sign),
      ...(at === undefined ? [] : [cosigner(councilKey, council.sign, at)]),
    ]
    const checkpoint = formatNote(await signNote(text, signers))
    this.files.set('checkpoint', checkpoint)
    if (at === undefined) return
    this.files.set('witnessed-checkpoint', checkpoint)
    this.files.set('witness/or', checkpoint)
  }

  /** A checkpoint over the same root that lies about the size. */
  async signedAs(size: number): Promise<Uint8Array> {
    const text = formatCheckpoint({ origin: logKey.name, size, root: this.#writer.root(), extensions: [] })
    return formatNote(await signNote(text, [logSigner(logKey, owner.sign)]))
  }

  /** The newest checkpoint. */
  get checkpoint(): Uint8Array {
    return this.files.get('checkpoint') ?? new Uint8Array(0)
  }

  /** The proof file of an entry. */
  async proofOf(index: number): Promise<Uint8Array> {
    const path = await this.#inclusion(index)
    return formatTlogProof({ extra: this.leaves[index], index, path, checkpoint: this.checkpoint })
  }

  /** The proof file of absence for these keys. */
  async absenceOf(keys: readonly Uint8Array[]): Promise<Uint8Array> {
    const last = this.size - 1
    return formatAbsenceProof({
      indexEntry: this.leaves[last] ?? new Uint8Array(0),
      prunedMap: this.index.map.prove(keys),
      path: await this.#inclusion(last),
      checkpoint: this.checkpoint,
    })
  }

  async #inclusion(index: number): Promise<readonly Uint8Array[]> {
    const head = { size: this.size, root: this.#writer.root() }
    const tiles = new TileReader(head, async (path) => this.files.get(path))
    return tiles.prove((read) => proveInclusion(index, head.size, read))
  }

  /** An add-checkpoint request from this size, with its proof. */
  async request(oldSize: number): Promise<Uint8Array> {
    const head = { size: this.size, root: this.#writer.root() }
    const tiles = new TileReader(head, async (path) => this.files.get(path))
    const isFirst = oldSize === 0 || oldSize > head.size
    const proof = isFirst ? [] : await tiles.prove((read) => proveConsistency(oldSize, head.size, read))
    return formatAddCheckpoint({ oldSize, proof, checkpoint: this.checkpoint })
  }

  /** Writes all files below a folder. */
  writeTo(folder: string): void {
    for (const [path, bytes] of this.files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), bytes)
    }
  }
}

/** Entries on consecutive days from the first of September 2026, `perDay` on each, the first with this number. */
export function facts(count: number, from = 0, perDay = 100): readonly Fact[] {
  return Array.from({ length: count }, (_, at) => ({
    count: from + at,
    day: new Date(Date.UTC(2026, 8, 1 + Math.floor((from + at) / perDay))).toISOString().slice(0, 10),
  }))
}

/** A log of some entries in batches, all of it seen by the witness on the day after the last. */
export async function publishedLog(count = 600, batch = 90): Promise<PublishedLog> {
  const log = new PublishedLog()
  for (let from = 0; from < count; from += batch) {
    const some = facts(Math.min(batch, count - from), from)
    await log.append(some.map(leafOf), noonOf(some.at(-1)?.day ?? ''))
  }
  return log
}
