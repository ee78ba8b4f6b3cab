import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TProperties } from 'typebox'
import { type Database, migrate, type Tx } from '../../../platform/database.ts'
import {
  countField,
  type EntryId,
  type EntryKind,
  entryKind,
  measureField,
  oneOf,
} from '../../../platform/entry-kind.ts'
import type { House } from '../../../platform/http.ts'
import { deriverOf } from '../../../platform/installation-key.ts'
import { enterEntry, type FactsOf, type Outside } from '../../../platform/outbox.ts'
import { plainHouse } from '../../../testing/plain-house.ts'
import { type CheckedLog, checkLog } from '../check-log.ts'
import { type Disk, diskAt } from '../disk.ts'
import { closedListOf, logEntryKinds } from '../entry-kinds.ts'
import { TransparencyLog } from '../log.ts'
import { LogFolder } from '../log-folder.ts'
import { logKeyOf } from '../log-key.ts'
import { type Recovered, recover } from '../recovery.ts'
import { Sequencer } from '../sequencer.ts'
import { witnessPolicy } from '../witness-policy.ts'

/** Kinds for tests: a change of a measure, something about a person, and a look with an effect outside. */
export const changed = entryKind('test-changed', { measure: measureField, way: oneOf(['wider', 'narrower']) })
export const about = entryKind('test-about', { count: countField }, { details: { part: countField } })
export const look = entryKind('test-look', { measure: measureField }, { needs: 'witness', opens: true })
export const testKinds = closedListOf([...logEntryKinds, changed, about, look])

export const derive = deriverOf(new Uint8Array(32).fill(7))
export const key = logKeyOf(derive, 'log.example/log')
export const persons = ['1', '2', '3'].map((digit) => `${digit.repeat(8)}-1111-4111-8111-111111111111`)

/** A log of its own on a database that the caller opened, with a folder that is gone after `close`. */
export type SmallLog = {
  readonly house: House
  readonly path: string
  readonly disk: Disk
  /** Time of the log that `run` starts. */
  readonly clock: { now: Date }
  /** Enters one entry, as an act does. `which` chooses among three forms. */
  enter(which: number, at?: Date): Promise<EntryId>
  enterLook(at?: Date): Promise<EntryId>
  /** Enters one entry of a kind that is about nobody. */
  enterPlain<F extends TProperties>(kind: EntryKind<F>, facts: FactsOf<F>): Promise<EntryId>
  /** Starts on the folder as the house does. */
  start(
    disk?: Disk,
    database?: Database,
  ): Promise<Recovered & { readonly sequencer: Sequencer; readonly folder: LogFolder }>
  /** @param witnesses - Lines of a policy, whose signatures are known. */
  check(witnesses?: readonly string[]): Promise<CheckedLog>
  /** As `check`, of the tables as they are in a transaction. */
  checkIn(tx: Tx): Promise<CheckedLog>
  /** The log as a house runs it, on the same folder; it appends only when a test says so. */
  run(policy?: string): Promise<TransparencyLog>
  close(): void
}

/** Opens one. */
export async function smallLog(database: Database): Promise<SmallLog> {
  await migrate(database)
  const { house } = plainHouse(database)
  const path = mkdtempSync(join(tmpdir(), 'openwacht-log-'))
  const disk = diskAt(path)
  const clock = { now: house.now() }
  const enter = <F extends TProperties, D extends TProperties>(
    at: Date,
    kind: EntryKind<F, D>,
    facts: FactsOf<F>,
    outside?: Outside<D>,
  ) =>
    database
      .transaction()
      .execute((tx) => enterEntry({ tx, at, outbox: house.outbox, seal: house.seal }, kind, facts, outside))
  const files = (lines: readonly string[] = []) => {
    const { witnesses } = witnessPolicy(key, undefined, Buffer.from(`${lines.join('\n')}\nquorum none\n`))
    const verifiers = witnesses.map(({ verifier }) => verifier)
    return { folder: new LogFolder(disk), key, witnesses: verifiers, policy: undefined }
  }
  return {
    house,
    path,
    disk,
    enter: (which, at = house.now()) => {
      const outside = {
        about: [persons[which % 3] ?? ''],
        details: { part: which },
      }
      switch (which % 3) {
        case 0:
          return enter(at, changed, { measure: 'measure-07', way: 'wider' })
        case 1:
          return enter(at, about, { count: which }, outside)
        default:
          return enter(at, about, { count: which }, { ...outside, noticeWaitsUntil: '2026-12-01' })
      }
    },
    enterPlain: (kind, facts) => enter(house.now(), kind, facts),
    enterLook: (at = house.now()) => enter(at, look, { measure: 'measure-07' }),
    start: async (used = disk, on = database) => {
      const folder = new LogFolder(used)
      const recovered = await recover({ ...house, database: on }, folder, key, testKinds)
      return { ...recovered, folder, sequencer: new Sequencer(on, folder, key, recovered.end) }
    },
    check: (witnesses) => database.transaction().execute((tx) => checkLog(house, tx, files(witnesses), testKinds)),
    checkIn: (tx) => checkLog(house, tx, files(), testKinds),
    run: async (policy) => {
      const running = new TransparencyLog({
        folder: path,
        derive,
        publicUrl: 'https://log.example',
        witnesses: policy === undefined ? undefined : Buffer.from(policy),
        kinds: testKinds,
        timeZone: house.outbox.timeZone,
        secretOf: house.outbox.secretOf,
        log: house.log,
        metrics: house.metrics,
        everyMs: 3_600_000,
      })
      await running.start({ ...house, now: () => clock.now })
      return running
    },
    clock,
    close: () => rmSync(path, { recursive: true, force: true }),
  }
}
