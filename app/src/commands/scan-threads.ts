// The threads of a scan: each takes a batch, matches it, and gives back numbers.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { BatchResult } from '../../../packages/sigma/src/batch.ts'
import type { Rule } from '../../../packages/sigma/src/rule.ts'

/** What a thread is started with. */
export type ThreadStart = { readonly rules: readonly Rule[]; readonly slabs: SharedArrayBuffer }

/** A batch of lines in shared memory. */
export type Job = { readonly slab: number; readonly from: number; readonly to: number }

type Waiting = { readonly job: Job; readonly done: (result: BatchResult) => void }

/** A pool. Jobs are begun in the order in which they are given. */
export class ScanThreads {
  /** Rejects when a thread fails; never resolves. */
  readonly failure: Promise<never>
  private readonly workers: readonly Worker[]
  private readonly idle: Worker[] = []
  private readonly queue: Waiting[] = []
  private readonly current = new Map<Worker, (result: BatchResult) => void>()

  private constructor(workers: readonly Worker[]) {
    this.workers = workers
    this.failure = Promise.race(
      workers.map(async (worker) => {
        const [error] = await once(worker, 'error')
        throw error
      }),
    )
    // Whoever waits for it is told; a pool that nobody waits for must not end the process.
    this.failure.catch(() => undefined)
    for (const worker of workers) {
      worker.on('message', (result: BatchResult) => {
        const done = this.current.get(worker)
        this.current.delete(worker)
        this.idle.push(worker)
        this.next()
        done?.(result)
      })
      this.idle.push(worker)
    }
  }

  /** Starts as many threads; rules and memory are the same for all. */
  static start(count: number, start: ThreadStart): ScanThreads {
    const file = new URL('./scan-worker.ts', import.meta.url)
    return new ScanThreads(Array.from({ length: count }, () => new Worker(file, { workerData: start })))
  }

  /** Matches a batch as soon as a thread is free. */
  async match(job: Job): Promise<BatchResult> {
    const done = new Promise<BatchResult>((resolve) => this.queue.push({ job, done: resolve }))
    this.next()
    return Promise.race([done, this.failure])
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()))
  }

  private next(): void {
    if (this.queue.length === 0) return
    const worker = this.idle.shift()
    if (worker === undefined) return
    const waiting = this.queue.shift()
    if (waiting === undefined) return
    this.current.set(worker, waiting.done)
    worker.postMessage(waiting.job)
  }
}
