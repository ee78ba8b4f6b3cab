import { sql } from 'kysely'
import { type Identify, type Outcome, perform } from '../platform/act.ts'
import { writeBackup } from '../platform/backup.ts'
import type { BackupKey } from '../platform/backup-key.ts'
import { appliedMigrations, type Database, knownMigrations } from '../platform/database.ts'
import type { House } from '../platform/http.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { Refused, type Say, sayReason } from '../platform/problem.ts'
import { backupActivity } from '../platform/processing-activities.ts'
import { productVersion } from '../platform/product-version.ts'
import { theHouse } from '../platform/route.ts'
import { tracePlaceOf } from '../platform/trace-context.ts'
import { measuresActivity } from '../rooms/measures/activities.ts'
import { type Brought, bringDraft } from '../rooms/measures/drafting.ts'
import { officesActivity, signInActivity, staffActivity } from '../rooms/people/activities.ts'
import { forgetPasskeys } from '../rooms/people/forgetting-passkeys.ts'
import { appointFirstAdministrator, type FirstAdministrator } from '../rooms/people/setting-up.ts'
import { columnNames, importPreviewAnswer } from '../rooms/people/staff-import-answer.ts'
import { importStaff, previewStaffImport } from '../rooms/people/staff-importing.ts'
import { notBackedUp } from '../rooms.ts'

/** What a database tells of itself. `pending`: migrations that are still to come. */
export type DatabaseState = {
  readonly kind: 'embedded' | 'postgresql'
  readonly migrations: readonly string[]
  readonly pending: readonly string[]
  /** Instant at which the last backup was complete, or null. */
  readonly lastBackupAt: string | null
  /** Instant at which this database was put back from a backup, or null. */
  readonly restoredAt: string | null
}

/** What an import did, would do, or why it did nothing. No name of a person is in it. `skipped`: columns that nobody reads, as the file calls them. */
export type ImportOutcome =
  | {
      readonly kind: 'faults'
      readonly badLines: number
      readonly faults: readonly {
        readonly line: number
        /** As it is called in the file. */
        readonly column: string | null
        /** The same in words of the reader, as in `detail`. */
        readonly named: string | null
        readonly code: string
        readonly detail: string
      }[]
      readonly skipped: readonly string[]
    }
  | {
      readonly kind: 'preview'
      readonly created: number
      readonly changed: number
      readonly same: number
      readonly units: number
      readonly notInFile: number
      readonly skipped: readonly string[]
    }
  | {
      readonly kind: 'done'
      readonly created: number
      readonly changed: number
      readonly same: number
      readonly units: number
      readonly skipped: readonly string[]
    }

/** What became of a declaration that was brought: `refused` where it is not understood or belongs elsewhere. */
export type BroughtMeasure =
  | Brought
  | {
      readonly kind: 'refused'
      readonly reasons: readonly {
        readonly code: string
        readonly path: string
        readonly line: number | null
        readonly column: number | null
        readonly detail: string
      }[]
    }

/**
 * What whoever runs the server can do to a house. Two ways lead there: through the running server (`control-client.ts`),
 * or on the database itself (`operationsOn`). Each throws OperatorError where a rule says no.
 */
export type Operations = {
  state(): Promise<DatabaseState>
  /** Gives the bytes of a backup to `write`, one after the other. */
  backUp(write: (bytes: Uint8Array) => Promise<void>): Promise<void>
  importStaff(bytes: Uint8Array, only: 'preview' | 'import'): Promise<ImportOutcome>
  appoint(wish: FirstAdministrator): Promise<{ id: string }>
  /** Forgets the passkeys of somebody who lost them. @returns How many there were. */
  forgetPasskeys(staffNumber: string): Promise<{ passkeys: number }>
  /** Brings the text of a declaration as a draft. */
  bringMeasure(text: string): Promise<BroughtMeasure>
}

/** Whoever gives commands on the server: no person is known, and none is recorded. */
const asOperator: Identify = async () => ({
  kind: 'principal',
  principal: {
    entity: { type: 'Operator', id: 'server', attributes: {} },
    passkeyFresh: false,
    holdsPasskey: false,
    sessionId: undefined,
  },
})

/** The operations on a house of this process. Each is an act, and is recorded like every act. */
export function operationsOn(house: House, key: BackupKey): Operations {
  const say = englishOf(house)
  const act = <T>(action: string, name: string, activity: string, body: Parameters<typeof perform<T>>[3]) => {
    const intent = { name, action, activity, resource: theHouse, trace: tracePlaceOf(undefined) }
    return perform(house, asOperator, intent, body)
  }
  return {
    state: () => stateOf(house.database, house.config.databaseUrl === undefined ? 'embedded' : 'postgresql'),
    backUp: async (write) => {
      const migrations = await appliedMigrations(house.database)
      const facts = { product: productVersion(), at: house.now(), migrations, key, without: notBackedUp }
      const outcome = await act('platform.back-up', 'Make a backup', backupActivity, (backup) => {
        // It concerns everybody alike: a line for each of them at every backup would tell nobody anything.
        backup.concerns([])
        return writeBackup(backup.tx, facts, write)
      })
      // The last line follows the record: a backup that nobody can account for is not complete.
      await write(Buffer.from(done(outcome).trailer))
    },
    importStaff: async (bytes, only) => {
      const seen = await act('people.set-up', 'See what a staff list would change', staffActivity, (preview) =>
        previewStaffImport(preview, bytes),
      )
      const preview = done(seen)
      const { faults, newUnits, counts } = importPreviewAnswer(preview, say, () => null)
      const skipped = preview.columns.flatMap(({ header, column }) =>
        column === null && header !== '' ? [header] : [],
      )
      if (faults.length > 0) {
        const nameOf = columnNames(preview, say)
        // For programs as it is called in the file, else in the template.
        const headerOf = (column: string) =>
          preview.columns.find((one) => one.column === column)?.header || say(`people.import-column.${column}`)
        const named = faults.map((fault) => ({
          ...fault,
          column: fault.column && headerOf(fault.column),
          named: fault.column && nameOf(fault.column),
        }))
        return { kind: 'faults', badLines: counts.badLines, faults: named, skipped }
      }
      const { same, notInFile } = counts
      if (only === 'preview')
        return {
          kind: 'preview',
          created: counts.new,
          changed: counts.changed,
          same,
          units: newUnits.length,
          notInFile,
          skipped,
        }
      const outcome = await act('people.set-up', 'Import a staff list', staffActivity, (importing) =>
        importStaff(importing, bytes, 'all'),
      )
      return { kind: 'done', ...accepted(done(outcome), say), skipped }
    },
    appoint: async (wish) => {
      const outcome = await act('people.set-up', 'Name the first administrator', officesActivity, (appointing) =>
        appointFirstAdministrator(appointing, wish),
      )
      return accepted(done(outcome), say)
    },
    forgetPasskeys: async (staffNumber) => {
      const outcome = await act('people.set-up', 'Forget the passkeys of one person', signInActivity, (forgetting) =>
        forgetPasskeys(forgetting, staffNumber),
      )
      return accepted(done(outcome), say)
    },
    bringMeasure: async (text) => {
      const outcome = await act('measures.bring', 'Bring a declaration', measuresActivity, (bringing) =>
        bringDraft(bringing, text),
      )
      const brought = done(outcome)
      if (!(brought instanceof Refused)) return brought
      const reasons = brought.because.map((reason) => ({
        code: reason.code,
        path: reason.path ?? '',
        line: reason.line ?? null,
        column: reason.column ?? null,
        detail: sayReason(reason, say),
      }))
      return { kind: 'refused', reasons }
    },
  }
}

/** How a database is. Of one that is older or empty it tells what it can. */
export async function stateOf(database: Database, kind: DatabaseState['kind']): Promise<DatabaseState> {
  const migrations = await appliedMigrations(database)
  const pending = (await knownMigrations()).filter((name) => !migrations.includes(name))
  const lastBackupAt = await lastDone(database, 'platform.back-up')
  return { kind, migrations, pending, lastBackupAt, restoredAt: await lastDone(database, 'platform.restore') }
}

async function lastDone(database: Database, action: string): Promise<string | null> {
  const there = await sql<{ there: boolean }>`select to_regclass('processing') is not null as there`.execute(database)
  if (!there.rows[0]?.there) return null
  const { rows } = await sql<{ at: Date | null }>`
    select max(ended_at) as at from processing
    where action = ${action} and decision = 'allow' and status <> 'Error'`.execute(database)
  return rows[0]?.at?.toISOString() ?? null
}

/** Records that a backup was put back, in the house that came out of it. */
export async function recordRestore(house: House): Promise<void> {
  const intent = { name: 'Put a backup back', action: 'platform.restore', activity: backupActivity }
  const outcome = await perform(
    house,
    asOperator,
    { ...intent, resource: theHouse, trace: tracePlaceOf(undefined) },
    async (act) => act.concerns([]),
  )
  done(outcome)
}

function englishOf(house: House): Say {
  const { jurisdiction } = house.config
  const say = (key: string, values?: Record<string, string | number>) =>
    house.messages('en', key, { jurisdiction, ...values })
  return Object.assign(say, { language: 'en' })
}

function done<T>(outcome: Outcome<T>): T {
  if (outcome.kind !== 'done') throw new Error('the operator was not permitted what the policies permit')
  return outcome.value
}

function accepted<T>(value: T | Refused, say: Say): T {
  if (!(value instanceof Refused)) return value
  throw new OperatorError(value.because.map((reason) => sayReason(reason, say)).join('\n'), 'Nothing was changed.')
}
