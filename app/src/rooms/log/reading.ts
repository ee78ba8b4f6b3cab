// Reading the log: its entries, the proof of each, and how it is.
import { type Checkpoint, parseCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import { hashLeaf, proveInclusion } from '@openwacht/tlog/merkle.ts'
import { parseNote } from '@openwacht/tlog/signed-note.ts'
import { LogFault, TileReader } from '@openwacht/tlog/tile-reader.ts'
import { formatTlogProof } from '@openwacht/tlog/tlog-proof.ts'
import type { Act } from '../../platform/act.ts'
import type { EntryKind } from '../../platform/entry-kind.ts'
import { localDayAndHour } from '../../platform/outbox.ts'
import { BusyError, LogStopped, Refused } from '../../platform/problem.ts'
import type { SubjectSeal } from '../../platform/subject-seal.ts'
import { entryView } from './entry-view.ts'
import type { TransparencyLog } from './log.ts'
import { findDays, findEntry, listDelays, listEntries, type StoredEntry, subjectsOf } from './reading-store.ts'
import type { EntriesQuery, EntryView, LogState } from './shapes.ts'
import { countWaiting } from './store.ts'

/** Entries on a page where nothing else is asked. */
const pageEntries = 25

/** What reading stands on. */
export type LogReader = {
  readonly log: TransparencyLog
  readonly kinds: ReadonlyMap<string, EntryKind>
  readonly seal: SubjectSeal
}

/** How the log is: what is signed, by whom it was seen, what waits, and what went wrong. */
export async function readState(act: Act, { log, kinds }: LogReader): Promise<LogState> {
  const waiting = await countWaiting(act.tx)
  const days = await findDays(act.tx)
  const { opened, checkpoint } = log
  const head = checkpoint === undefined ? undefined : headOf(checkpoint)
  const forks = (opened?.witnesses.forks ?? []).map(({ number, answer, ours, theirs }) => ({
    ...{ number, witness: answer.witness, size: answer.size },
    ...{ ours: ours ?? null, theirs: theirs ?? null },
  }))
  return {
    origin: opened?.key.origin ?? '',
    key: opened?.key.verifierKey ?? '',
    size: head?.size ?? 0,
    root: head === undefined ? null : hexOf(head.root),
    checkpoint: textOf(checkpoint),
    witnessed: witnessedOf(log, head?.size ?? 0),
    witnesses: (opened?.witnesses.view() ?? []).map(({ name, state, size, at }) => ({
      ...{ name, state, size },
      day: at === undefined ? null : localDayAndHour(at, log.outbox.timeZone).day,
    })),
    waiting,
    days: days ?? null,
    stopped: log.stop ?? null,
    forks,
    kinds: [...kinds.values()].map(({ name, needs, marks }) => ({ kind: name, needs, marks })),
  }
}

function witnessedOf({ opened }: TransparencyLog, size: number): LogState['witnessed'] {
  const seen = opened?.witnesses.witnessed?.size ?? 0
  if (opened === undefined || opened.policy.policy.quorum !== 'none')
    return { kind: seen >= size && size > 0 ? 'yes' : 'not-yet', size: seen }
  return { kind: 'none-needed', size: seen }
}

/** A page of entries, the newest first. With `finer` also hour and office, and then it concerns whom they are about. */
export async function readEntries(
  act: Act,
  reader: LogReader,
  query: EntriesQuery,
  finer: boolean,
): Promise<{ entries: EntryView[]; next: number | null }> {
  const limit = Math.min(Number(query.limit ?? pageEntries), 200)
  const before = query.before === undefined ? undefined : Number(query.before)
  const { kind, measure, from, until } = query
  const kinds = kind?.split(',')
  const found = await listEntries(act.tx, { kinds, measure, from, until, before, limit: limit + 1 })
  const page = found.slice(0, limit)
  if (finer) await concern(act, reader, page)
  const entries = page.map((entry) => entryView(entry, reader.kinds, finer))
  return { entries, next: found.length > limit ? (entries.at(-1)?.index ?? null) : null }
}

/** One entry, its leaf and its proof. */
export async function readEntry(act: Act, reader: LogReader, id: string, finer: boolean) {
  const found = await findEntry(act.tx, id)
  if (finer) await concern(act, reader, found === undefined ? [] : [found])
  if (found === undefined) return noSuchEntry()
  const proven = await proofOf(reader.log, found)
  return {
    entry: entryView(found, reader.kinds, finer),
    leaf: Buffer.from(found.leaf).toString('utf8'),
    proof:
      proven === undefined
        ? null
        : {
            size: proven.head.size,
            root: hexOf(proven.head.root),
            leafHash: hexOf(hashLeaf(found.leaf)),
            path: proven.path.map(hexOf),
            checkpoint: Buffer.from(proven.checkpoint).toString('utf8'),
            witnessed: proven.witnessed,
          },
  }
}

/** The proof of one entry as a file that an outsider can check: a C2SP tlog-proof with the leaf in it. */
export async function entryProofFile(act: Act, { log }: LogReader, id: string): Promise<Refused | string> {
  const found = await findEntry(act.tx, id)
  if (found === undefined) return noSuchEntry()
  const proven = await proofOf(log, found)
  if (proven === undefined)
    return new Refused(409, [{ code: 'not-under-checkpoint', key: 'log.refusal.not-under-checkpoint' }])
  const { index, path, checkpoint } = proven
  return Buffer.from(formatTlogProof({ extra: found.leaf, index, path, checkpoint })).toString('utf8')
}

/** Entries of which notice waits, for who watches that it does not wait too long. */
export async function readDelays(act: Act, { log }: LogReader) {
  const { day } = localDayAndHour(act.at, log.outbox.timeZone)
  const delays = await listDelays(act.tx)
  return {
    delays: delays.map(({ isOpen, index, ...delay }) => ({
      ...delay,
      index: index ?? null,
      open: isOpen,
      overdue: isOpen && delay.until < day,
    })),
  }
}

/** A log that is open. Throws where it is not, with what to do. */
export function openLog(log: TransparencyLog): NonNullable<TransparencyLog['opened']> {
  if (log.opened !== undefined) return log.opened
  if (log.mismatch !== undefined) throw new LogStopped('behind')
  throw new BusyError('transparency log', 10)
}

/** True where a checkpoint is one that the witnesses signed, or where none needs to. */
export function isWitnessed(log: TransparencyLog, size: number): boolean {
  return witnessedOf(log, size).kind !== 'not-yet'
}

/** An entry under the newest checkpoint that the witnesses signed, else under the newest that there is. */
async function proofOf(log: TransparencyLog, { index }: StoredEntry) {
  const { folder, witnesses } = openLog(log)
  const newest = log.checkpoint
  if (index === undefined || newest === undefined) return undefined
  const seen = witnesses.witnessed
  const checkpoint = seen !== undefined && seen.size > index ? seen.bytes : newest
  const head = headOf(checkpoint)
  if (index >= head.size) return undefined
  try {
    const tiles = new TileReader(head, (path) => folder.read(path))
    const path = await tiles.prove((read) => proveInclusion(index, head.size, read))
    return { index, head, path, checkpoint, witnessed: isWitnessed(log, head.size) }
  } catch (error) {
    // A file was changed since the house started: the log itself is at fault.
    if (error instanceof LogFault || error instanceof MalformedError) throw new LogStopped('behind')
    throw error
  }
}

async function concern(act: Act, { seal }: LogReader, entries: readonly StoredEntry[]): Promise<void> {
  const subjects = await subjectsOf(
    act.tx,
    entries.map(({ id }) => id),
  )
  act.concerns(subjects.flatMap((subject) => employeeOf(seal.open(subject))))
}

/** A subject is an employee or a mailbox; a record of processing is about employees. */
function employeeOf(subject: string | undefined): readonly string[] {
  return subject === undefined || subject.startsWith('mailbox ') ? [] : [subject]
}

function noSuchEntry(): Refused {
  return new Refused(404, [{ code: 'no-such-entry', key: 'log.refusal.no-such-entry' }])
}

function headOf(checkpoint: Uint8Array): Checkpoint {
  return parseCheckpoint(parseNote(checkpoint).text)
}

function textOf(bytes: Uint8Array | undefined): string | null {
  return bytes === undefined ? null : Buffer.from(bytes).toString('utf8')
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
