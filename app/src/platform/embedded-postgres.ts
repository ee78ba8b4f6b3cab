import { mkdir, rename, rm } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import type { PGlite, PGliteQueryOptions, PGliteQueryResults, PGliteTransaction } from 'kysely'
import { isEmbedded } from './embedded-folder.ts'
import { OperatorError } from './operator-error.ts'

/** A message to the worker: one query, or an order to close. Numbers match answers to questions. */
export type EmbeddedCall =
  | {
      readonly id: number
      readonly kind: 'query'
      readonly sql: string
      readonly parameters: readonly unknown[]
      readonly rowMode: 'array' | 'object'
    }
  | { readonly id: number; readonly kind: 'snapshot' }
  | { readonly id: number; readonly kind: 'close' }

/** What the worker answers. An error of the database travels as its fields, since classes do not. */
export type EmbeddedAnswer =
  | { readonly id: number; readonly kind: 'answer'; readonly result: unknown }
  | {
      readonly id: number
      readonly kind: 'error'
      readonly message: string
      readonly fields: Readonly<Record<string, unknown>>
    }

/** An error of the embedded database, with the fields of the server's own (`code`, `constraint`, `detail` …). */
export class EmbeddedError extends Error {}

/**
 * Starts PGlite in a worker thread, so that a long query never stops the requests of others.
 *
 * @param folder - Folder of the database; undefined keeps it in memory.
 * @param snapshot - A data folder as made by `snapshot()`, to start from.
 * @throws OperatorError where the folder holds something else than a database.
 */
export async function startEmbedded(
  folder: string | undefined,
  snapshot?: Uint8Array<ArrayBuffer>,
): Promise<EmbeddedPostgres> {
  if (folder !== undefined && !isEmbedded(folder)) await makeEmbedded(folder)
  return startWorker(folder, snapshot)
}

/**
 * Makes a new database beside its folder and moves it there when it is whole. One that a killed first start left half
 * made would never open again: PGlite takes it for whole as soon as one of its files is there.
 */
async function makeEmbedded(folder: string): Promise<void> {
  const unfinished = `${folder}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  const made = await startWorker(unfinished, undefined)
  await made.close()
  await rename(unfinished, folder).catch((cause) => {
    throw new OperatorError(
      `${folder} holds something that is no database`,
      'Move it away, or name another data-folder (OPENWACHT_DATA).',
      { cause },
    )
  })
}

async function startWorker(
  folder: string | undefined,
  snapshot: Uint8Array<ArrayBuffer> | undefined,
): Promise<EmbeddedPostgres> {
  const worker = new Worker(new URL('./embedded-postgres-worker.ts', import.meta.url), {
    workerData: { folder, snapshot },
    name: 'openwacht-database',
  })
  const embedded = new EmbeddedPostgres(worker)
  try {
    await embedded.waitReady
  } catch (error) {
    // A thread that nobody can reach any more would keep the process alive.
    await worker.terminate()
    throw error
  }
  return embedded
}

/** The side of the embedded database that lives in the main thread. Serves one caller at a time (`database.ts`). */
export class EmbeddedPostgres implements PGlite {
  closed = false
  ready = false
  readonly waitReady: Promise<void>
  readonly #worker: Worker
  readonly #waiting = new Map<number, { done: (result: unknown) => void; fail: (error: Error) => void }>()
  readonly #ended: Promise<void>
  /** Why no call is answered any more. */
  #lost: Error | undefined
  #lastId = 0

  constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (answer: EmbeddedAnswer) => this.#settle(answer))
    worker.on('error', (cause) => this.#lose(new Error('embedded database stopped', { cause })))
    this.#ended = new Promise((resolve) => {
      worker.on('exit', () => {
        this.#lose(new Error('embedded database is closed'))
        resolve()
      })
    })
    this.waitReady = this.#ask<void>((id) => ({
      id,
      kind: 'query',
      sql: "set timezone to 'UTC'",
      parameters: [],
      rowMode: 'object',
    })).then(() => {
      this.ready = true
    })
  }

  async query<T>(
    query: string,
    parameters: unknown[] = [],
    options: PGliteQueryOptions = {},
  ): Promise<PGliteQueryResults<T>> {
    const rowMode = options.rowMode ?? 'object'
    return this.#ask((id) => ({ id, kind: 'query', sql: query, parameters, rowMode }))
  }

  async transaction<T>(work: (tx: PGliteTransaction) => Promise<T>): Promise<T> {
    await this.query('begin')
    try {
      const result = await work({
        query: (query, parameters, options) => this.query(query, parameters, options),
        rollback: async () => void (await this.query('rollback')),
      })
      await this.query('commit')
      return result
    } catch (error) {
      await this.query('rollback')
      throw error
    }
  }

  /** The whole data folder as one archive, for a fast start of another instance. */
  async snapshot(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask((id) => ({ id, kind: 'snapshot' }))
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    await this.#ask((id) => ({ id, kind: 'close' }))
    await this.#ended
  }

  #ask<T>(callOf: (id: number) => EmbeddedCall): Promise<T> {
    // A thread that is gone answers nobody: who asks it would wait for ever.
    if (this.#lost !== undefined) return Promise.reject(this.#lost)
    this.#lastId += 1
    const id = this.#lastId
    return new Promise<T>((done, fail) => {
      // The worker answers a call with the result of that call's kind.
      this.#waiting.set(id, { done: done as (result: unknown) => void, fail })
      this.#worker.postMessage(callOf(id))
    })
  }

  #settle(answer: EmbeddedAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if (answer.kind === 'answer') waiting?.done(answer.result)
    else waiting?.fail(Object.assign(new EmbeddedError(answer.message), answer.fields))
  }

  #lose(error: Error): void {
    this.closed = true
    this.#lost ??= error
    for (const waiting of this.#waiting.values()) waiting.fail(error)
    this.#waiting.clear()
  }
}
