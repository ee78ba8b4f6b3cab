// What a start does before it appends: the files are the truth, and the database follows.
import { parseIndexEntry } from '@openwacht/tlog/absence-index.ts'
import { equalBytes } from '@openwacht/tlog/bytes.ts'
import type { Ground } from '../../platform/act.ts'
import type { Tx } from '../../platform/database.ts'
import { closeEffect } from '../../platform/effect.ts'
import { decodeLeaf, type Entry, type EntryId, type EntryKind } from '../../platform/entry-kind.ts'
import { enterEntry } from '../../platform/outbox.ts'
import { outcomeKind } from '../../platform/outcome-kinds.ts'
import { delayEndedKind, lostKind, outsideErasedKind } from './entry-kinds.ts'
import type { LogFolder } from './log-folder.ts'
import type { LogKey } from './log-key.ts'
import { logPaths } from './log-paths.ts'
import { LogMismatch } from './mismatch.ts'
import { emptyEnd, type LogEnd, readCheckpoint, readLog, refuseOtherHead } from './opened-folder.ts'
import { rebuildFiles } from './rebuilding.ts'
import { noteSecretEra } from './secret-eras-store.ts'
import {
  addHead,
  entriesWithIds,
  eraseOutsideOf,
  giveIndices,
  type Head,
  holdHead,
  isClosed,
  moveHead,
  noteDelayEnd,
  openEffects,
  putBack,
} from './store.ts'

/** What recovering needs of the house. */
export type RecoveryGround = Pick<Ground, 'database' | 'outbox' | 'seal' | 'now'>

/** What a start found and mended. */
export type Recovered = {
  readonly end: LogEnd
  readonly lost: number
  readonly unknown: number
  /** The files were gone, and were written again from the database. */
  readonly rebuilt: boolean
}

/**
 * Brings files and database together, and gives the end of the log to append to.
 *
 * The caller holds the folder. Entries that the files have and the database has not are put back, and closed as `lost`; effects
 * that have no outcome are closed as `unknown`.
 *
 * @throws LogMismatch where they do not belong together; then nothing was changed.
 */
export async function recover(
  ground: RecoveryGround,
  folder: LogFolder,
  key: LogKey,
  kinds: ReadonlyMap<string, EntryKind>,
): Promise<Recovered> {
  const { database } = ground
  const known = await database.transaction().execute((tx) => holdHead(tx))
  const rebuilt = await rebuildWhereEmpty(ground, folder, key, known)
  const found = await readCheckpoint(folder, key)
  await refuseOtherHead(folder, found?.head, known ?? { origin: key.origin, size: 0, root: emptyEnd().writer.root() })
  const beyond: { readonly index: number; readonly leaf: Uint8Array }[] = []
  const end =
    found === undefined
      ? emptyEnd()
      : await readLog(folder, found, (first, entries) => {
          for (const [at, leaf] of entries.entries())
            if (first + at >= (known?.size ?? 0)) beyond.push({ index: first + at, leaf })
        })
  await folder.sweep(end.writer.size)
  const lost = await database.transaction().execute(async (tx) => {
    const held = await holdHead(tx)
    if (held === undefined) await addHead(tx, { origin: key.origin, size: 0, root: emptyEnd().writer.root() })
    if ((held?.size ?? 0) !== (known?.size ?? 0)) throw new LogMismatch('held', 'log_head')
    const count = await follow(ground, tx, beyond, kinds)
    if (end.writer.size > (held?.size ?? 0)) await moveHead(tx, end.writer.size, end.writer.root())
    await noteSecretEra(tx, ground.outbox, count)
    return count
  })
  return { end, lost, unknown: await closeOpenEffects(ground, ground.now()), rebuilt }
}

async function rebuildWhereEmpty(
  { database }: RecoveryGround,
  folder: LogFolder,
  key: LogKey,
  known: Head | undefined,
): Promise<boolean> {
  if (known === undefined || known.size === 0 || known.origin !== key.origin) return false
  if ((await folder.read(logPaths.checkpoint)) !== undefined) return false
  await database.transaction().execute((tx) => rebuildFiles(tx, folder, key, known))
  return true
}

/**
 * Closes effects without an outcome that began before an instant: nobody is left to say how they ended.
 *
 * @returns How many.
 */
export async function closeOpenEffects(ground: RecoveryGround, before: Date): Promise<number> {
  const open = await ground.database.transaction().execute((tx) => openEffects(tx, before))
  for (const entry of open) await closeEffect(ground, entry, 'unknown')
  return open.length
}

/** Gives entries of the files their index, or puts their rows back. */
async function follow(
  ground: RecoveryGround,
  tx: Tx,
  beyond: readonly { readonly index: number; readonly leaf: Uint8Array }[],
  kinds: ReadonlyMap<string, EntryKind>,
): Promise<number> {
  const entries = beyond.flatMap(({ index, leaf }) => {
    if (parseIndexEntry(leaf) !== undefined) return []
    const entry = decodeLeaf(leaf, kinds)
    if (typeof entry === 'string') throw new LogMismatch('other-entry', `entry ${index}: ${entry}`)
    return [{ index, leaf, entry }]
  })
  const closed = new Set(entries.flatMap(({ entry }) => closedBy(entry) ?? []))
  let lost = 0
  for (let from = 0; from < entries.length; from += 1000) {
    const some = entries.slice(from, from + 1000)
    const known = new Map(
      (
        await entriesWithIds(
          tx,
          some.map(({ entry }) => entry.id),
        )
      ).map((row) => [row.id, row]),
    )
    const there: { readonly id: EntryId; readonly index: number }[] = []
    for (const { index, leaf, entry } of some) {
      const row = known.get(entry.id)
      if (row === undefined) {
        if (await putBackEntry(ground, tx, { index, leaf, entry }, kinds, closed)) lost++
        continue
      }
      if (row.index !== undefined || !equalBytes(row.leaf, leaf)) throw new LogMismatch('other-entry', `entry ${index}`)
      there.push({ id: entry.id, index })
    }
    await giveIndices(tx, there)
  }
  return lost
}

type Found = { readonly index: number; readonly leaf: Uint8Array; readonly entry: Entry }

/** What an entry closes: the effect whose outcome it is, or the entry whose act was lost. */
function closedBy({ kind, facts }: Entry): string | undefined {
  const closes = kind === outcomeKind.name || kind === lostKind.name
  return closes && typeof facts.of === 'string' ? facts.of : undefined
}

/**
 * Puts back the row of an entry. What the log enters about itself is carried out again; any other act is lost.
 *
 * @param closed - Entries that one in the files closes: they need no other.
 * @returns Whether its act is lost.
 */
async function putBackEntry(
  ground: RecoveryGround,
  tx: Tx,
  { index, leaf, entry }: Found,
  kinds: ReadonlyMap<string, EntryKind>,
  closed: ReadonlySet<string>,
): Promise<boolean> {
  const { id, kind, day, facts } = entry
  const of = typeof facts.of === 'string' ? facts.of : ''
  const closes = closedBy(entry) ?? null
  const measure = typeof facts.measure === 'string' ? facts.measure : null
  if (closes !== null && ((await entriesWithIds(tx, [closes])).length === 0 || (await isClosed(tx, closes))))
    throw new LogMismatch('other-entry', `entry ${index}`)
  await putBack(tx, { id, leaf, index, kind, day, measure, closes })
  switch (kind) {
    case outcomeKind.name:
    case lostKind.name:
      return false
    case outsideErasedKind.name:
      await eraseOutsideOf(tx, of)
      return false
    case delayEndedKind.name:
      await noteDelayEnd(tx, of, id)
      return false
    default:
      if (closed.has(id)) return false
      await enterLost(ground, tx, id, kinds.get(kind)?.opens === true)
      return true
  }
}

function enterLost(ground: RecoveryGround, tx: Tx, of: EntryId, opens: boolean): Promise<EntryId> {
  const { outbox, seal } = ground
  // What stops others must not stop this: it says what is so.
  const place = { tx, at: ground.now(), outbox: { ...outbox, stopped: () => undefined }, seal }
  return enterEntry(place, lostKind, { of, effect: opens ? 'unknown' : 'none' }, undefined, { closes: of })
}
