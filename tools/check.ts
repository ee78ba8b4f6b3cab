// `npm run check`: format, lint and types, without the tests. For while you are writing.
import { failedChecks } from './checks.ts'

const failed = failedChecks()
for (const name of failed) console.error(`✖ ${name}`)
process.exitCode = failed.length > 0 ? 1 : 0
