// Loaded into the process of every test file: ends it when it takes longer than any file needs. What waits for ever would keep the whole
// run waiting, and nobody would read which file it was.
import { writeSync } from 'node:fs'

const longestMs = Number(process.env.OPENWACHT_TEST_LONGEST_MS)
setTimeout(() => {
  const open = process.getActiveResourcesInfo().join(', ')
  writeSync(2, `Longer than ${longestMs / 1000} s: ended from outside. Still open: ${open}\n`)
  process.exit(1)
}, longestMs).unref()
