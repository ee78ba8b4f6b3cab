// One checker for the whole log: files and tables, each against the other. It changes nothing, and names what it finds.
import { parseIndexEntry } from '@openwacht/tlog/absence-index.ts'
import { equalBytes } from '@openwacht/tlog/bytes.ts'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import type { Ground } from '../../platform/act.ts'
import type { Tx } from '../../platform/database.ts'
import { decodeLeaf, type Entry, type EntryKind } from '../../platform/entry-kind.ts'
import { localDayAndHour } from '../../platform/outbox.ts'
import { checkFiles } from './check-files.ts'
import type { FilesToCheck } from './check-other-files.ts'
import { type Beside, checkRow, Endings } from './check-rows.ts'
import { type EntryRow, type Rows, readHead, rowsBetween, rowsFrom, saltSubjects, waitingRows } from './check-store.ts'
import type { Finding } from './findings.ts'

/** What checking needs of the house. */
export type CheckGround = Pick<Ground, 'seal'> & {
  readonly outbox: Pick<Ground['outbox'], 'timeZone' | 'secretOf'>
}

/** `size`: entries under the checkpoint. `behind`: so many of them that the database does not know yet; the next start mends that. */
export type CheckedLog = { readonly size: number; readonly behind: number; readonly findings: readonly Finding[] }

/**
 * Checks files and tables. Nothing may be appended meanwhile.
 *
 * What no leaf tells cannot be checked: the order in which rows came in, and the time of day of an effect. A row that waits is in
 * no file yet: it is held against what stands beside it.
 */
export async function checkLog(
  ground: CheckGround,
  tx: Tx,
  files: FilesToCheck,
  kinds: ReadonlyMap<string, EntryKind>,
): Promise<CheckedLog> {
  const head = await readHead(tx)
  const pass = new RowPass(ground, tx, kinds, head?.size ?? 0)
  const known =
    head === undefined
      ? undefined
      : { place: 'log_head', code: 'wrong-head' as const, size: head.size, root: head.root }
  const { size, findings } = await checkFiles(files, known, (first, entries) => pass.take(first, entries))
  const isHead = head === undefined || (head.origin === files.key.origin && head.size <= size)
  return {
    size,
    behind: Math.max(0, size - (head?.size ?? 0)),
    findings: once([
      ...findings,
      ...(isHead ? [] : [{ code: 'wrong-head' as const, place: 'log_head' }]),
      ...(await pass.findings(size)),
    ]),
  }
}

/** Goes through entries and rows together. */
class RowPass {
  readonly #ground: CheckGround
  readonly #tx: Tx
  readonly #kinds: ReadonlyMap<string, EntryKind>
  readonly #knownSize: number
  readonly #found: Finding[] = []
  readonly #endings = new Endings()
  readonly #ids = new Set<string>()
  #latestDay = ''

  constructor(ground: CheckGround, tx: Tx, kinds: ReadonlyMap<string, EntryKind>, knownSize: number) {
    this.#ground = ground
    this.#tx = tx
    this.#kinds = kinds
    this.#knownSize = knownSize
  }

  /** Some entries of the log, in their order; undefined where one cannot be read. */
  async take(first: number, entries: readonly (Uint8Array | undefined)[]): Promise<void> {
    const rows = await rowsBetween(this.#tx, first, first + entries.length)
    const byIndex = new Map(rows.entries.map((row) => [row.index, row]))
    for (const [at, leaf] of entries.entries()) {
      const row = byIndex.get(first + at)
      if (leaf !== undefined) this.#takeEntry(first + at, leaf, row, rows)
      else if (row !== undefined) this.#checkRow(row, rows)
    }
  }

  /** What shows when all has been seen: rows without an entry, rows that wait, and what no entry explains. */
  async findings(size: number): Promise<readonly Finding[]> {
    const { entries } = await rowsFrom(this.#tx, size)
    for (const { id } of entries) this.#found.push({ code: 'row-without-entry', place: `log_pending ${id}` })
    for (let after = '0'; ; ) {
      const rows = await waitingRows(this.#tx, after, 256)
      if (rows.entries.length === 0) break
      for (const row of rows.entries) {
        const entry = this.#checkRow(row, rows)
        // A row that waits may be in the files already: then a crash came before its index.
        if (entry !== undefined) this.#endings.see(entry, besideOf(row, rows), this.#kinds.get(entry.kind))
      }
      after = rows.last
    }
    await this.#checkSalts()
    return [...this.#found, ...this.#endings.findings()]
  }

  #takeEntry(index: number, leaf: Uint8Array, row: EntryRow | undefined, rows: Rows): void {
    if (isIndexEntry(leaf)) {
      if (row !== undefined) this.#found.push({ code: 'row-without-entry', place: `log_pending ${row.id}` })
      return
    }
    const entry = decodeLeaf(leaf, this.#kinds)
    if (typeof entry === 'string') {
      this.#found.push({ code: 'not-an-entry', place: `entry ${index}` })
      if (row !== undefined) this.#checkRow(row, rows)
      return
    }
    this.#checkOrder(index, entry)
    if (row === undefined) {
      if (index < this.#knownSize) this.#found.push({ code: 'missing-row', place: `entry ${index}` })
      return
    }
    if (!equalBytes(row.leaf, leaf)) {
      const code = row.id === entry.id ? 'changed-row' : 'moved-row'
      this.#found.push({ code, place: `log_pending ${row.id}` })
      return
    }
    this.#checkRow(row, rows)
    this.#endings.see(entry, besideOf(row, rows), this.#kinds.get(entry.kind))
  }

  #checkOrder(index: number, { id, day }: Entry): void {
    if (this.#ids.has(id)) this.#found.push({ code: 'repeated-entry', place: `entry ${index}` })
    this.#ids.add(id)
    // An act that took long around midnight is entered after one of the next day.
    if (day < dayBefore(this.#latestDay)) this.#found.push({ code: 'back-dated', place: `entry ${index}` })
    if (day > this.#latestDay) this.#latestDay = day
  }

  #checkRow(row: EntryRow, rows: Rows): Entry | undefined {
    const { secretOf, timeZone } = this.#ground.outbox
    const subjects = (rows.subjects.get(row.id) ?? []).map(({ subject, salt }) => ({
      isSealed: this.#ground.seal.open(subject) !== undefined,
      secret: salt === null ? undefined : secretOf(subject, salt),
    }))
    const openedOn = row.openedAt === null ? undefined : localDayAndHour(row.openedAt, timeZone).day
    const { entry, findings } = checkRow({ ...row, openedOn, subjects, ...besideOf(row, rows) }, this.#kinds)
    this.#found.push(...findings)
    return entry
  }

  async #checkSalts(): Promise<void> {
    for (let after = ''; ; ) {
      const subjects = await saltSubjects(this.#tx, after, 1000)
      if (subjects.length === 0) return
      for (const subject of subjects)
        if (this.#ground.seal.open(subject) === undefined)
          this.#found.push({ code: 'changed-subjects', place: 'log_salts' })
      after = subjects.at(-1) ?? ''
    }
  }
}

function besideOf({ id, openedAt }: EntryRow, rows: Rows): Beside {
  const delays = rows.delays.get(id)
  const [first] = delays ?? []
  const marks = (delays ?? []).flatMap(({ blind, key }) => (blind === null || key === null ? [] : [{ blind, key }]))
  return {
    isOpened: openedAt !== null,
    outside: rows.outside.get(id),
    delay: first === undefined ? undefined : { until: first.until, endedBy: first.endedBy, marks },
  }
}

function isIndexEntry(leaf: Uint8Array): boolean {
  try {
    return parseIndexEntry(leaf) !== undefined
  } catch (error) {
    if (error instanceof MalformedError) return false
    throw error
  }
}

function dayBefore(day: string): string {
  if (day === '') return ''
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

function once(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.code} ${finding.place}`, finding])).values()]
}
