import { setTimeout as wait } from 'node:timers/promises'
import { holderOf } from '../platform/folder-lock.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { readArguments } from './arguments.ts'
import { type Command, exitCodes } from './command.ts'
import { settingsOf } from './settings.ts'

/** How long a stop may take: requests under way, then the database. */
const longestStopMs = 30_000

/** Stops the Openwacht that runs here. */
export const stop: Command = {
  name: 'stop',
  summary: 'stop the Openwacht that runs here',
  help: `npx openwacht stop

Requests under way are finished first. Returns when it has stopped; when none runs there is nothing to do.`,
  run: async (args, io) => {
    readArguments(args, {}, [])
    const { dataFolder } = settingsOf(io)
    const holder = holderOf(dataFolder)
    if (holder === undefined) {
      io.say(`No Openwacht runs on ${dataFolder}.`)
      return exitCodes.done
    }
    if (holder.by === undefined)
      throw new OperatorError('it is starting, stopping or restoring', 'Try again in a few seconds.')
    const { askToStop } = await import('./control-client.ts')
    await askToStop(holder.by.control)
    const until = Date.now() + longestStopMs
    while (holderOf(dataFolder) !== undefined) {
      if (Date.now() > until)
        throw new OperatorError(
          `it has not stopped in ${longestStopMs / 1000} s`,
          `See its log, or: kill ${holder.by.pid}`,
        )
      await wait(50)
    }
    io.say('Openwacht has stopped.')
    return exitCodes.done
  },
}
