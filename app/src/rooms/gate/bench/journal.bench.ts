// Appending to the journal of the gate, synced: as many at a time as there are senders, against a bare write and sync of the same bytes.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Journal } from '../journal.ts'
import { journalFilesAt } from '../journal-files.ts'

const recordLength = 400
const seconds = 4

/** Batches of so many records by so many senders at once, each waiting for its own sync. */
async function appendFor(senders: number, perBatch: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'openwacht-bench-'))
  const journal = await Journal.open(await journalFilesAt(folder), randomBytes(32))
  const records = Array.from({ length: perBatch }, () => randomBytes(recordLength))
  const until = performance.now() + seconds * 1000
  const waits: number[] = []
  const cpu = process.cpuUsage()
  await Promise.all(
    Array.from({ length: senders }, async () => {
      while (performance.now() < until) {
        const before = performance.now()
        await journal.append(records)
        waits.push(performance.now() - before)
      }
    }),
  )
  const used = process.cpuUsage(cpu)
  waits.sort((a, b) => a - b)
  const rate = (waits.length * perBatch) / seconds
  const p99 = waits[Math.floor(waits.length * 0.99)] ?? 0
  const share = (used.user + used.system) / (seconds * 1e6)
  console.log(
    `${senders} senders × ${perBatch} records of ${recordLength} bytes: ${Math.round(rate)} records/s synced, p99 ${p99.toFixed(1)} ms, ${share.toFixed(2)} cores`,
  )
  await journal.close()
  rmSync(folder, { recursive: true })
}

async function bareFor(bytes: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'openwacht-bench-'))
  const file = await open(join(folder, 'bare'), 'a')
  const chunk = randomBytes(bytes)
  const until = performance.now() + seconds * 1000
  let count = 0
  for (; performance.now() < until; count++) {
    await file.appendFile(chunk)
    await file.datasync()
  }
  await file.close()
  rmSync(folder, { recursive: true })
  console.log(`bare write and sync of ${bytes} bytes: ${Math.round(count / seconds)}/s`)
}

for (const [senders, perBatch] of [
  [1, 1],
  [16, 1],
  [4, 256],
  [16, 256],
] as const)
  await appendFor(senders, perBatch)
for (const records of [1, 256, 1024]) await bareFor(records * recordLength)
