// The worker thread that holds the embedded database. It answers one call at a time, in order.
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import type { EmbeddedAnswer, EmbeddedCall } from './embedded-postgres.ts'

const { folder, snapshot } = workerData as { folder: string | undefined; snapshot: Uint8Array<ArrayBuffer> | undefined }

const opening = PGlite.create({
  ...(folder === undefined ? {} : { dataDir: folder }),
  ...(snapshot === undefined ? {} : { loadDataDir: new Blob([snapshot]) }),
})

let last: Promise<void> = Promise.resolve()

parentPort?.on('message', (call: EmbeddedCall) => {
  last = last.then(async () => {
    parentPort?.postMessage(await answerOf(call))
    // Nothing is left to do: the thread ends by itself.
    if (call.kind === 'close') parentPort?.close()
  })
})

async function answerOf(call: EmbeddedCall): Promise<EmbeddedAnswer> {
  try {
    return { id: call.id, kind: 'answer', result: await resultOf(call) }
  } catch (error) {
    const fields = error instanceof Error ? { ...error } : {}
    return {
      id: call.id,
      kind: 'error',
      message: error instanceof Error ? error.message : String(error),
      fields: plain(fields),
    }
  }
}

async function resultOf(call: EmbeddedCall): Promise<unknown> {
  const database = await opening
  if (call.kind === 'close') return database.close()
  if (call.kind === 'snapshot') return new Uint8Array(await (await database.dumpDataDir('none')).arrayBuffer())
  return database.query(call.sql, [...call.parameters], { rowMode: call.rowMode })
}

/** Only what can travel between threads: texts and numbers. */
function plain(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => ['string', 'number'].includes(typeof value)))
}
