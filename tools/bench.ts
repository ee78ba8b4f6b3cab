// `npm run bench`: what is fast and how fast, measured. `npm run bench -- FILTER…` runs only the files whose path contains
// one of the words. Each `*.bench.ts` is a program of its own that prints what it measured; figures worth keeping go to
// `docs/performance.md` by hand, with the date. Nothing here passes or fails.
import { spawnSync } from 'node:child_process'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { checkoutFiles, root } from './checkout.ts'

const filters = process.argv.slice(2)
const files = checkoutFiles(['app', 'packages'].map((folder) => `${folder}/**/*.bench.ts`)).filter(
  (file) => filters.length === 0 || filters.some((filter) => file.includes(filter)),
)
const gigabytes = Math.round(totalmem() / 2 ** 30)
console.log(`${cpus()[0]?.model}, ${availableParallelism()} cores, ${gigabytes} GiB, Node ${process.versions.node}`)
if (files.length === 0) console.log('No benchmark matches.')
for (const file of files) {
  console.log(`\n${file}`)
  const { status } = spawnSync(process.execPath, ['--expose-gc', join(root, file)], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
