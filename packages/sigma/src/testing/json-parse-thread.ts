// A thread that only parses: what any program pays that makes objects of the lines.
import { Buffer } from 'node:buffer'
import { parentPort } from 'node:worker_threads'

/** Lines between two bytes of shared memory. */
export type ParseJob = { readonly memory: SharedArrayBuffer; readonly from: number; readonly to: number }

/** Parses every line; gives their number. */
export function parseLines({ memory, from, to }: ParseJob): number {
  const bytes = Buffer.from(memory)
  let count = 0
  for (let at = from; at < to; count++) {
    const found = bytes.indexOf(10, at)
    const end = found < 0 || found > to ? to : found
    JSON.parse(bytes.toString('utf8', at, end))
    at = end + 1
  }
  return count
}

parentPort?.on('message', (job: ParseJob) => parentPort?.postMessage(parseLines(job)))
