import { resolve } from 'node:path'
import { OperatorError } from '../platform/operator-error.ts'
import { readArguments } from './arguments.ts'
import { type Command, exitCodes, WrongUse } from './command.ts'

/** Requests that one address may make in a minute: a log asks every two seconds, and people look. */
const defaultRequestsPerMinute = 240

/** Makes a new witness. */
export const makeWitnessCommand: Command = {
  name: 'witness make',
  summary: 'make a witness: who co-signs a log and keeps what it saw',
  help: `npx openwacht witness make --name NAME [--url URL] [--folder FOLDER]

Makes the key of a witness in a folder of its own (default: witness) and prints the line to hand over to whoever runs the log.
NAME is for ever: take one of your own, such as or.gemeente.example. URL is where the log will reach it. See docs/witness.md.`,
  run: async (args, io) => {
    const { flags } = readArguments(args, { name: 'string', url: 'string', folder: 'string' }, [])
    if (flags.name === undefined) throw new WrongUse('--name is missing')
    if (flags.url !== undefined && !/^https?:\/\/\S+$/.test(flags.url))
      throw new WrongUse('--url takes an address with https://')
    const { makeWitness, policyLineOf } = await import('./witness-folder.ts')
    const folder = resolve(io.folder, flags.folder ?? 'witness')
    const witness = makeWitness(folder, flags.name)
    io.say(`Made a witness in ${folder}. Nobody else may read this folder; never put back an older copy of it.`)
    io.say('Hand over this line to whoever runs the log, for the file of its policy:')
    io.print(policyLineOf(witness, flags.url))
    if (flags.url === undefined)
      io.say(
        'It has no address, so the log cannot ask this witness: add the address behind it, or make one with --url.',
      )
    io.say('Next: npx openwacht witness add URL-of-the-log')
    return exitCodes.done
  },
}

/** Adds a log to those that a witness watches. */
export const addWitnessLog: Command = {
  name: 'witness add',
  summary: 'let the witness watch a log',
  help: `npx openwacht witness add (URL-of-the-log | POLICY-FILE | KEY) [--folder FOLDER]

Takes the key of the log: from its address (its public policy), from a policy file, or as it is. Compare the printed key with
what the employer published elsewhere: who gives you a false key shows you a false log. A witness can watch several logs.
Start the witness again afterwards.`,
  run: async (args, io) => {
    const { flags, words } = readArguments(args, { folder: 'string' }, ['URL-of-the-log'])
    const { WitnessFolder, logsIn } = await import('./witness-folder.ts')
    const { formatVerifierKey } = await import('@openwacht/tlog/verifier-key.ts')
    const folder = new WitnessFolder(resolve(io.folder, flags.folder ?? 'witness'))
    const logs = logsIn(await textOfLog(words[0] ?? '', io.folder), words[0] ?? '')
    if (logs.length === 0) throw new OperatorError(`${words[0]} names no log`, 'It should have a line: log NAME+ID+KEY')
    const fresh = await folder.addLogs(logs)
    for (const { key } of logs) io.print(formatVerifierKey(key))
    io.say(
      fresh.length === 0 ? 'It was watched already.' : 'Compare this key with what the employer published elsewhere.',
    )
    return exitCodes.done
  },
}

async function textOfLog(place: string, folder: string): Promise<Uint8Array> {
  if (/^\S+\+[0-9a-f]{8}\+\S+$/.test(place)) return new TextEncoder().encode(place)
  if (/^https?:\/\//.test(place)) {
    const { openLogSource } = await import('./log-source.ts')
    const { read } = await openLogSource(place, folder)
    const policy = await read('policy')
    if (policy === undefined)
      throw new OperatorError(
        `there is no policy at ${place}`,
        'Give the address of the log itself, such as https://host/log',
      )
    return policy
  }
  const { readFile } = await import('node:fs/promises')
  return readFile(resolve(folder, place)).catch((error) => {
    throw new OperatorError(`could not read ${place} (${error.code})`, 'Give an address, a policy file or a key.')
  })
}

/** Runs a witness until it is stopped. */
export const runWitness: Command = {
  name: 'witness run',
  summary: 'run a witness until Ctrl-C',
  help: `npx openwacht witness run --listen ADDRESS:PORT [--folder FOLDER] [--requests-per-minute N]

Answers add-checkpoint as in C2SP tlog-witness: co-signs a checkpoint only when it continues what it signed before, and writes
to the disk before it answers. A log that shows another history is refused, both checkpoints are kept in evidence/, and it is told
here. GET / tells in words what it saw; put https in front of it. Exit code 1: another witness runs on this folder, or its state
is not as it was written.`,
  run: async (args, io) => {
    const kinds = { listen: 'string', folder: 'string', 'requests-per-minute': 'string' } as const
    const { flags } = readArguments(args, kinds, [])
    const parts = /^(?:(?<host>[^[\]]*|\[[0-9a-fA-F:]+\]):)?(?<port>\d{1,5})$/.exec(flags.listen ?? '')?.groups
    if (parts === undefined || Number(parts.port) > 65_535)
      throw new WrongUse('--listen takes ADDRESS:PORT, such as 127.0.0.1:7380')
    const requestsPerMinute = Number(flags['requests-per-minute'] ?? defaultRequestsPerMinute)
    if (!Number.isInteger(requestsPerMinute) || requestsPerMinute < 1)
      throw new WrongUse('--requests-per-minute takes a whole number')
    const { serveWitness } = await import('./witness-run.ts')
    const folder = resolve(io.folder, flags.folder ?? 'witness')
    const host = (parts.host ?? '127.0.0.1').replace(/^\[|\]$/g, '') || '127.0.0.1'
    return serveWitness(folder, { host, port: Number(parts.port) }, requestsPerMinute, io)
  },
}
