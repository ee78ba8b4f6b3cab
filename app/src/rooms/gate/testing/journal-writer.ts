// Appends to a journal for as long as it lives, and tells what was acknowledged. For tests that kill it.
import { Journal } from '../journal.ts'
import { journalFilesAt } from '../journal-files.ts'

const [folder = '', first = '0'] = process.argv.slice(2)
const journal = await Journal.open(await journalFilesAt(folder), new Uint8Array(32).fill(7))

/** Four at a time, so that some share a sync. */
for (let next = Number(first); ; next += 4) {
  const words = [0, 1, 2, 3].map((more) => String(next + more))
  await Promise.all(
    words.map(async (word) => {
      await journal.append([Buffer.from(word.padEnd(200))])
      process.stdout.write(`${word}\n`)
    }),
  )
}
