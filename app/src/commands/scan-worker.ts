// One thread of a scan.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { FastMatcher } from '../../../packages/sigma/src/fast-matcher.ts'
import type { PlanSource, WitnessTables } from '../../../packages/sigma/src/plan-tables.ts'
import { observeBatch } from './scan-observations.ts'
import type { PlanAnswer, Question, ThreadStart, ToThread } from './scan-threads.ts'

// The pool starts this file with just this.
const { shared, reads, questions, answered } = workerData as ThreadStart
const trained = new Map<number, (witnesses: WitnessTables) => void>()
const ask = (question: Question): void => questions.postMessage(question)

const plans: PlanSource = {
  planFor: (source) => {
    Atomics.store(answered, 0, 0)
    ask({ kind: 'plan', source })
    Atomics.wait(answered, 0, 0)
    const answer: { readonly message: PlanAnswer } | undefined = receiveMessageOnPort(questions)
    if (answer === undefined) throw new Error('no answer came to a question for a plan')
    return answer.message.plan
  },
  train: (plan, hits, done) => {
    trained.set(plan, done)
    ask({ kind: 'train', plan, hits })
  },
}

const matcher = new FastMatcher(shared, plans)
const bytes = new Uint8Array(shared.memory.buffer)

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'witnesses') {
    trained.get(message.plan)?.(message.witnesses)
    return
  }
  const { from, to } = message.job
  const result = observeBatch(reads, bytes, from, to, matcher.matchMemory(from, to))
  parentPort?.postMessage(result, [result.matches.buffer, result.broken.buffer])
})
