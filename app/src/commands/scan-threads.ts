// The threads of a scan: each takes a batch, matches it, and gives back numbers. Plans are made here, once for all of them.
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import type { SharedRules } from '../../../packages/sigma/src/fast-matcher.ts'
import type { EventSource } from '../../../packages/sigma/src/logsource.ts'
import type { PlanSource, SharedPlan, WitnessTables } from '../../../packages/sigma/src/plan-tables.ts'
import type { RuleSet } from '../../../packages/sigma/src/rule-file.ts'
import type { ObservedBatch } from './scan-observations.ts'

/** What a thread is started with. `answered` is set to 1 when the answer to its question is there. */
export type ThreadStart = {
  readonly shared: SharedRules
  /** What correlations read of the events of each rule. */
  readonly reads: RuleSet['reads']
  readonly questions: MessagePort
  readonly answered: Int32Array
}

/** Addresses of the lines of a batch in the shared memory. */
export type Job = { readonly from: number; readonly to: number }

/** What a thread is told. */
export type ToThread =
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'witnesses'; readonly plan: number; readonly witnesses: WitnessTables }

/** What a thread asks: the plan of a source, at once; or better witnesses, when there is time. */
export type Question =
  | { readonly kind: 'plan'; readonly source: EventSource }
  | { readonly kind: 'train'; readonly plan: number; readonly hits: Int32Array }

/** Answer to a question for a plan. */
export type PlanAnswer = { readonly plan: SharedPlan | undefined }

type Waiting = PromiseWithResolvers<ObservedBatch> & { readonly job: Job }

/** Threads keep next to nothing on their heaps. */
const threadLimits = { maxYoungGenerationSizeMb: 8 }

/** A pool. Jobs are begun in the order in which they are given. */
export class ScanThreads {
  private readonly workers: readonly Worker[]
  private readonly idle: Worker[] = []
  private queue: Waiting[] = []
  private readonly current = new Map<Worker, Waiting>()
  private failure: Error | undefined

  /** Starts as many threads over a rule set. */
  constructor(count: number, shared: SharedRules, plans: PlanSource, reads: RuleSet['reads'] = []) {
    this.workers = Array.from({ length: count }, () => this.start(shared, plans, reads))
  }

  /** Matches a batch as soon as a thread is free. Rejects when any thread has failed. */
  async match(job: Job): Promise<ObservedBatch> {
    if (this.failure !== undefined) throw this.failure
    const waiting = { job, ...Promise.withResolvers<ObservedBatch>() }
    this.queue.push(waiting)
    this.next()
    return waiting.promise
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()))
  }

  private start(shared: SharedRules, plans: PlanSource, reads: RuleSet['reads']): Worker {
    const { port1, port2 } = new MessageChannel()
    const answered = new Int32Array(new SharedArrayBuffer(4))
    const start: ThreadStart = { shared, reads, questions: port2, answered }
    const file = new URL('./scan-worker.ts', import.meta.url)
    const worker = new Worker(file, { workerData: start, transferList: [port2], resourceLimits: threadLimits })
    const tell = (message: ToThread): void => worker.postMessage(message)
    port1.on('message', (question: Question) => {
      if (question.kind === 'train') {
        const { plan, hits } = question
        plans.train(plan, hits, (witnesses) => tell({ kind: 'witnesses', plan, witnesses }))
        return
      }
      const answer: PlanAnswer = { plan: plans.planFor(question.source) }
      port1.postMessage(answer)
      Atomics.store(answered, 0, 1)
      Atomics.notify(answered, 0)
    })
    worker.once('exit', () => port1.close())
    worker.on('message', (result: ObservedBatch) => {
      const done = this.current.get(worker)
      this.current.delete(worker)
      this.idle.push(worker)
      this.next()
      done?.resolve(result)
    })
    worker.once('error', (error) => this.fail(error))
    this.idle.push(worker)
    return worker
  }

  /** Tells everybody who waits: what one thread had begun is lost, and batches are given back in their order. */
  private fail(error: Error): void {
    this.failure ??= error
    for (const waiting of [...this.current.values(), ...this.queue]) waiting.reject(error)
    this.queue = []
  }

  private next(): void {
    if (this.queue.length === 0) return
    const worker = this.idle.shift()
    if (worker === undefined) return
    const waiting = this.queue.shift()
    if (waiting === undefined) return
    this.current.set(worker, waiting)
    const message: ToThread = { kind: 'job', job: waiting.job }
    worker.postMessage(message)
  }
}
