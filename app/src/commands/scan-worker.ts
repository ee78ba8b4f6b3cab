// One thread of a scan.
import { parentPort, workerData } from 'node:worker_threads'
import { matchBatch } from '../../../packages/sigma/src/batch.ts'
import { Matcher } from '../../../packages/sigma/src/matcher.ts'
import { slabOf } from './scan-slabs.ts'
import type { Job, ThreadStart } from './scan-threads.ts'

// The pool starts this file with just this.
const { rules, slabs } = workerData as ThreadStart
const matcher = new Matcher(rules)

parentPort?.on('message', ({ slab, from, to }: Job) => {
  const result = matchBatch(matcher, slabOf(slabs, slab).bytes, from, to)
  parentPort?.postMessage(result, [result.matches.buffer, result.broken.buffer])
})
