import { errorForLog } from '../platform/log.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { productVersion } from '../platform/product-version.ts'
import { type Command, exitCodes, type Io, WrongUse } from './command.ts'
import { nearest } from './nearest.ts'

/**
 * Runs the command that was asked for.
 *
 * @param args - What follows the name of the program.
 * @returns The exit code.
 */
export async function runCommandLine(commands: readonly Command[], args: readonly string[], io: Io): Promise<number> {
  const [first] = args
  if (first === undefined || first === '--help' || first === 'help') {
    const asked = args.length > 1 ? find(commands, args.slice(1)) : undefined
    io.print(asked === undefined ? overview(commands) : helpOf(asked.command))
    return first === undefined ? exitCodes.wrongUse : exitCodes.done
  }
  if (first === '--version') {
    io.print(`openwacht ${productVersion()}`)
    return exitCodes.done
  }
  const found = find(commands, args)
  if (found === undefined) {
    io.say(unknownCommand(commands, args))
    return exitCodes.wrongUse
  }
  const { command, rest } = found
  const end = rest.indexOf('--')
  if ((end === -1 ? rest : rest.slice(0, end)).includes('--help')) {
    io.print(helpOf(command))
    return exitCodes.done
  }
  try {
    return await command.run(rest, io)
  } catch (error) {
    return tell(command, error, io)
  }
}

function find(
  commands: readonly Command[],
  args: readonly string[],
): { readonly command: Command; readonly rest: readonly string[] } | undefined {
  for (const length of [2, 1]) {
    const command = commands.find(({ name }) => name === args.slice(0, length).join(' '))
    if (command !== undefined) return { command, rest: args.slice(length) }
  }
  return undefined
}

function unknownCommand(commands: readonly Command[], args: readonly string[]): string {
  const [first = '', second = ''] = args
  if (first.startsWith('-')) return `unknown flag ${first}\nSee: npx openwacht --help`
  const names = commands.map(({ name }) => name)
  const group = names.filter((name) => name.startsWith(`${first} `))
  const word = group.length > 0 && !second.startsWith('-') ? `${first} ${second}`.trim() : first
  // A word too few or too many must not hide a slip in the first one.
  const near = nearest(word, names) ?? nearest(`${first} ${second}`, names) ?? nearest(first, names)
  const advice = near === undefined ? ['--help'] : [near]
  const list = group.length > 0 ? group : advice
  return [
    `unknown command "${word}"`,
    ...list.map((name) => `${name === near ? 'Did you mean' : 'See'}: npx openwacht ${name}`),
  ].join('\n')
}

function tell(command: Command, error: unknown, io: Io): number {
  if (error instanceof WrongUse) {
    io.say(`openwacht ${command.name}: ${error.message}\nSee: npx openwacht ${command.name} --help`)
    return exitCodes.wrongUse
  }
  if (error instanceof OperatorError) {
    io.say(`openwacht ${command.name}: ${error.message}\n${error.cure}`)
    return exitCodes.refused
  }
  // An error that is not ours on purpose never shows its text: it can repeat what somebody typed, or a password.
  const { error: names, frames } = errorForLog(error)
  io.say(`openwacht ${command.name}: something went wrong on our side. Please report these lines:`)
  for (const line of [names, frames].flat()) io.say(`  ${line}`)
  return exitCodes.refused
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'Openwacht: the security desk of a public employer.',
    '',
    'npx openwacht COMMAND …',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'npx openwacht COMMAND --help tells more of one. --version tells the version.',
    'Settings come from openwacht.yaml and the environment: npx openwacht config show.',
    'Exit code 0: done; 1: refused, or something was found; 2: wrong use.',
    'Results for machines (--json) are JSON Lines on standard output; words for people go to standard error.',
  ].join('\n')
}

function helpOf(command: Command): string {
  return `${command.summary}\n\n${command.help}`
}
