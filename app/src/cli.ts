// The command line of Openwacht: `npx openwacht --help`.
import { backUp } from './commands/backup.ts'
import type { Command } from './commands/command.ts'
import { checkConfig, showConfig } from './commands/config.ts'
import { demo } from './commands/demo.ts'
import { runCommandLine } from './commands/dispatch.ts'
import { makeKeys } from './commands/keys.ts'
import { verifyLogCommand } from './commands/log-verify.ts'
import { measureCommands } from './commands/measure-commands.ts'
import { appoint } from './commands/people-appoint.ts'
import { forgetPasskeys } from './commands/people-forget-passkeys.ts'
import { importPeople } from './commands/people-import.ts'
import { processIo } from './commands/process-io.ts'
import { restore } from './commands/restore.ts'
import { scan } from './commands/scan.ts'
import { serve } from './commands/serve.ts'
import { status } from './commands/status.ts'
import { stop } from './commands/stop.ts'
import { addWitnessLog, makeWitnessCommand, runWitness } from './commands/witness.ts'

/** All commands, in the order in which they are listed. */
const commands: readonly Command[] = [
  demo,
  serve,
  status,
  stop,
  backUp,
  restore,
  makeKeys,
  importPeople,
  appoint,
  forgetPasskeys,
  verifyLogCommand,
  makeWitnessCommand,
  addWitnessLog,
  runWitness,
  ...measureCommands,
  showConfig,
  checkConfig,
  scan,
]

const io = processIo()
const code = await runCommandLine(commands, process.argv.slice(2), io)
// What is written to a pipe must be on its way before this process ends.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)))
