// The transparency log of a running house: opens its folder, appends what acts enter, asks the witnesses.
import { openCheckpoint, parseCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import { formatNote, type NoteSignature, parseNote } from '@openwacht/tlog/signed-note.ts'
import type { Database } from '../../platform/database.ts'
import { longestEffectMs } from '../../platform/effect.ts'
import type { EntryId, EntryKind, Need } from '../../platform/entry-kind.ts'
import { lockFolder } from '../../platform/folder-lock.ts'
import type { DeriveKey } from '../../platform/installation-key.ts'
import { errorForLog, type Log } from '../../platform/log.ts'
import type { Metrics } from '../../platform/metrics.ts'
import type { LogStop, Outbox } from '../../platform/outbox.ts'
import type { SubjectSecret } from '../../platform/subject-secrets.ts'
import { endOverdueDelays } from './delays.ts'
import { type Disk, diskAt } from './disk.ts'
import { LogFolder } from './log-folder.ts'
import { type LogKey, logKeyOf, originOf } from './log-key.ts'
import { logPaths } from './log-paths.ts'
import { LogMismatch } from './mismatch.ts'
import { closeOpenEffects, type RecoveryGround, recover } from './recovery.ts'
import { Sequencer } from './sequencer.ts'
import { countWaiting, holdHead, indexOfEntry } from './store.ts'
import { type WitnessPolicy, witnessPolicy } from './witness-policy.ts'
import { type CheckpointHolder, replaced, Witnesses } from './witnesses.ts'

/** What a log is opened with. */
export type LogParts = {
  /** The folder of the log; made where it is not there. */
  readonly folder: string
  readonly derive: DeriveKey
  /** Address as others see it; it gives a new log its origin. undefined where only this machine reaches it. */
  readonly publicUrl: string | undefined
  /** Text of the organisation's witness policy. */
  readonly witnesses: Uint8Array | undefined
  readonly kinds: ReadonlyMap<string, EntryKind>
  readonly timeZone: string
  readonly secretOf: SubjectSecret
  readonly log: Log
  readonly metrics: Metrics
  /** How the folder is written; the machine's own disk where nothing else is said. */
  readonly disk?: Disk
  /** Time between two appends, in milliseconds. */
  readonly everyMs?: number
}

/** How often waiting entries are taken: a checkpoint every few seconds where there is something to sign. */
const everyMs = 2_000
/** How often what was left open is looked for. */
const tidyEveryMs = 60_000
/** How long an act waits for its checkpoint. */
const longestWaitMs = 20_000

/** What an open log stands on. */
type Opened = {
  readonly ground: RecoveryGround
  readonly folder: LogFolder
  readonly key: LogKey
  readonly policy: WitnessPolicy
  readonly sequencer: Sequencer
  readonly witnesses: Witnesses
  readonly free: () => void
}

type Waiter = { readonly need: Need; size: number | undefined; readonly done: (stop: LogStop | undefined) => void }

/**
 * The log of one house. Until `start` has come through, acts that need no checkpoint go on: their entries wait in the database.
 */
export class TransparencyLog {
  readonly outbox: Outbox
  readonly #parts: LogParts
  #opened: Opened | undefined
  /** The newest checkpoint, with the cosignatures that there are. */
  #checkpoint: Uint8Array | undefined
  #failure: 'disk' | 'behind' | undefined
  #mismatch: LogMismatch | undefined
  #timer: NodeJS.Timeout | undefined
  #turn: Promise<void> = Promise.resolve()
  #asking: Promise<void> = Promise.resolve()
  #tidiedAt = 0
  #isStopped = false
  readonly #waiters = new Map<string, Waiter>()

  constructor(parts: LogParts) {
    this.#parts = parts
    this.outbox = {
      timeZone: parts.timeZone,
      secretOf: parts.secretOf,
      stopped: (need) => this.#stopped(need),
      until: (entry, need) => this.#until(entry, need),
    }
  }

  /** The open log, or undefined while it opens or where files and database do not belong together. */
  get opened(): Omit<Opened, 'free'> | undefined {
    return this.#opened
  }

  /** The newest checkpoint. */
  get checkpoint(): Uint8Array | undefined {
    return this.#checkpoint
  }

  /** Why the log cannot be appended to, or does not have what some acts need. */
  get stop(): LogStop | undefined {
    return this.#stopped('witness')
  }

  /** Where files and database do not belong together. */
  get mismatch(): LogMismatch | undefined {
    return this.#mismatch
  }

  /**
   * Opens the folder, mends what a crash left, and begins to append. Where files and database do not belong together the house
   * goes on, and nothing is entered until that is sorted out.
   */
  async start(ground: RecoveryGround): Promise<void> {
    try {
      this.#opened = await this.#open(ground)
    } catch (error) {
      if (!(error instanceof LogMismatch)) throw error
      this.#mismatch = error
      this.#fail('behind', error)
      return
    }
    await this.#takeTurn()
    this.#schedule()
  }

  /** Appends what waits, and gives up the folder. */
  async close(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    await this.#turn
    if (this.#opened !== undefined && this.#failure === undefined) await this.#append(this.#opened)
    await this.#asking
    for (const waiter of this.#waiters.values()) waiter.done('slow')
    this.#opened?.free()
    this.#opened = undefined
  }

  /** Appends now, and does not wait for the next turn. For tests, and before a proof is shown. */
  async takeTurn(): Promise<void> {
    await this.#takeTurn()
    await this.#asking
  }

  async #open(ground: RecoveryGround): Promise<Opened> {
    const { folder: path, derive, publicUrl, witnesses: given, kinds } = this.#parts
    const locked = lockFolder(path)
    if (locked.kind === 'held') throw new LogMismatch('held', 'lock')
    try {
      const folder = new LogFolder(this.#parts.disk ?? diskAt(path))
      const key = logKeyOf(derive, await originIn(ground.database, folder, publicUrl))
      const { end, lost, unknown, rebuilt } = await recover(ground, folder, key, kinds)
      if (lost > 0 || unknown > 0 || rebuilt) this.#parts.log.warn('log-recovered', { lost, unknown, rebuilt })
      const policy = witnessPolicy(key, publicUrl === undefined ? undefined : `${publicUrl}/log`, given)
      await folder.store([{ path: logPaths.policy, bytes: policy.bytes }])
      this.#checkpoint = await withoutStrangers(folder, key, policy, end.checkpoint)
      const sequencer = new Sequencer(ground.database, folder, key, end)
      const witnesses = new Witnesses(folder, key, policy, this.#holder(folder, sequencer), ground.now)
      await witnesses.open()
      return { ground, folder, key, policy, sequencer, witnesses, free: () => locked.lock.free() }
    } catch (error) {
      locked.lock.free()
      throw error
    }
  }

  #holder(folder: LogFolder, sequencer: Sequencer): CheckpointHolder {
    return {
      newest: () => this.#checkpoint,
      addSignatures: async (size: number, signatures: readonly NoteSignature[]) =>
        sequencer.reading(async (tree) => {
          const before = this.#checkpoint
          if (before === undefined || tree.size !== size) return before
          const bytes = formatNote(replaced(before, signatures))
          await folder.store([{ path: logPaths.checkpoint, bytes }])
          this.#checkpoint = bytes
          return bytes
        }),
    }
  }

  #schedule(): void {
    if (this.#isStopped) return
    this.#timer = setTimeout(() => void this.#takeTurn().then(() => this.#schedule()), this.#parts.everyMs ?? everyMs)
    this.#timer.unref()
  }

  /** One turn after the other; what goes wrong in one is told, and the next one tries again. */
  async #takeTurn(): Promise<void> {
    const opened = this.#opened
    if (opened === undefined) return
    this.#turn = this.#turn.then(async () => {
      await this.#append(opened)
      this.#askWitnesses(opened)
      await this.#tidy(opened)
    })
    await this.#turn
  }

  async #append({ sequencer, ground }: Opened): Promise<void> {
    try {
      for (;;) {
        const batch = await sequencer.append()
        if (batch === undefined) break
        this.#checkpoint = batch.checkpoint
        for (const { id } of batch.entries) this.#under(id, batch.size)
        if (!batch.isFull) break
      }
      if (this.#failure === 'disk') this.#parts.log.info('log-appends-again')
      if (this.#failure === 'disk') this.#failure = undefined
      this.#parts.metrics.logSize.set(sequencer.tree.size)
      const waiting = await ground.database.transaction().execute((tx) => countWaiting(tx))
      this.#parts.metrics.logWaiting.set(waiting)
    } catch (error) {
      if (error instanceof LogMismatch) this.#mismatch = error
      this.#fail(error instanceof LogMismatch ? 'behind' : 'disk', error)
    }
  }

  #askWitnesses({ witnesses, policy }: Opened): void {
    this.#settle(witnesses)
    if (!witnesses.isDue) {
      // Without witnesses each checkpoint is witnessed enough.
      if (policy.witnesses.length === 0) this.#asking = witnesses.ask().then(() => this.#settle(witnesses))
      return
    }
    const before = new Map(witnesses.view().map(({ name, state }) => [name, state]))
    this.#asking = witnesses
      .ask()
      .catch((error) => this.#parts.log.error('log-witness', errorForLog(error)))
      .then(() => {
        this.#settle(witnesses)
        for (const { name, state } of witnesses.view()) {
          this.#parts.metrics.logWitness.set({ witness: name }, state === 'cosigned' ? 1 : 0)
          if (before.get(name) === state) continue
          if (state === 'cosigned' || state === 'behind') this.#parts.log.info('log-witness', { witness: name, state })
          else this.#parts.log.warn('log-witness', { witness: name, state })
        }
      })
  }

  async #tidy({ ground }: Opened): Promise<void> {
    const now = ground.now()
    if (Math.abs(now.getTime() - this.#tidiedAt) < tidyEveryMs) return
    this.#tidiedAt = now.getTime()
    try {
      // An effect is stopped after its longest time; what then has no outcome for as long again was left by a crash.
      const unknown = await closeOpenEffects(ground, new Date(now.getTime() - 2 * longestEffectMs))
      if (unknown > 0) this.#parts.log.warn('log-effects-unknown', { unknown })
      await endOverdueDelays(ground)
    } catch (error) {
      this.#parts.log.error('log-tidy', errorForLog(error))
    }
  }

  #fail(failure: 'disk' | 'behind', error: unknown): void {
    const place = error instanceof LogMismatch ? { mismatch: error.code, place: error.place } : {}
    if (this.#failure !== failure) this.#parts.log.error(`log-${failure}`, { ...errorForLog(error), ...place })
    // What was found not to belong together stays so until a new start.
    if (this.#failure !== 'behind') this.#failure = failure
    this.#parts.metrics.logStopped.inc({ why: failure })
  }

  #stopped(need: Need): LogStop | undefined {
    if (this.#failure === 'behind') return 'behind'
    if (need === 'nothing') return undefined
    if (this.#failure !== undefined) return this.#failure
    if (this.#opened === undefined) return 'slow'
    return need === 'witness' ? this.#opened.witnesses.stopped() : undefined
  }

  async #until(entry: EntryId, need: Need): Promise<LogStop | undefined> {
    if (need === 'nothing') return undefined
    const stop = this.#stopped(need)
    const opened = this.#opened
    if (stop !== undefined || opened === undefined) return stop ?? 'slow'
    const answer = Promise.withResolvers<LogStop | undefined>()
    this.#waiters.set(entry, { need, size: undefined, done: answer.resolve })
    const tooLong = setTimeout(
      () => answer.resolve(this.#stopped(need) ?? (need === 'witness' ? 'no-witness' : 'slow')),
      longestWaitMs,
    )
    try {
      // It may have got its index before anybody waited for it.
      const index = await opened.ground.database.transaction().execute((tx) => indexOfEntry(tx, entry))
      if (index !== undefined) this.#under(entry, Math.max(index + 1, opened.sequencer.tree.size))
      return await answer.promise
    } finally {
      clearTimeout(tooLong)
      this.#waiters.delete(entry)
    }
  }

  /** An entry lies under the checkpoint of this size. */
  #under(entry: string, size: number): void {
    const waiter = this.#waiters.get(entry)
    if (waiter === undefined) return
    waiter.size ??= size
    if (waiter.need === 'checkpoint') waiter.done(undefined)
    else if (this.#opened !== undefined) this.#settle(this.#opened.witnesses)
  }

  /** Lets those go on whose entry the witnesses have seen, and tells the others where that cannot be. */
  #settle(witnesses: Witnesses): void {
    const seen = witnesses.witnessed?.size ?? 0
    for (const { need, size, done } of this.#waiters.values()) {
      if (need !== 'witness') continue
      if (size !== undefined && size <= seen) done(undefined)
      else if (witnesses.stopped() === 'fork') done('fork')
    }
  }
}

/** The origin of the log that is there, else that of a new one: it stays for the life of the log. */
async function originIn(database: Database, folder: LogFolder, publicUrl: string | undefined): Promise<string> {
  const known = await database.transaction().execute((tx) => holdHead(tx))
  if (known !== undefined) return known.origin
  const bytes = await folder.read(logPaths.checkpoint)
  if (bytes === undefined) return originOf(publicUrl)
  try {
    return parseCheckpoint(parseNote(bytes).text).origin
  } catch {
    // The start says what is wrong with it.
    return originOf(publicUrl)
  }
}

/** The newest checkpoint, without signatures of witnesses that are not in the policy any more: nobody here can verify them. */
async function withoutStrangers(
  folder: LogFolder,
  key: LogKey,
  policy: WitnessPolicy,
  bytes: Uint8Array | undefined,
): Promise<Uint8Array | undefined> {
  if (bytes === undefined) return undefined
  const verifiers = [key.verifier, ...policy.witnesses.map(({ verifier }) => verifier)]
  const opened = await openCheckpoint(bytes, key.origin, verifiers)
  if (opened.kind === 'refused') throw new LogMismatch('broken-file', logPaths.checkpoint)
  const kept = formatNote({ text: opened.text, signatures: opened.verified })
  if (kept.length !== bytes.length) await folder.store([{ path: logPaths.checkpoint, bytes: kept }])
  return kept
}
