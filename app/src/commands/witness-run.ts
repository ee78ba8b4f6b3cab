import type { AddressInfo } from 'node:net'
import { lockFolder } from '../platform/folder-lock.ts'
import { errorForLog } from '../platform/log.ts'
import { loadMessages } from '../platform/messages.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { roomFolders } from '../rooms.ts'
import { exitCodes, type Io } from './command.ts'
import { policyLineOf, WitnessFolder } from './witness-folder.ts'
import { witnessServer } from './witness-server.ts'

/** Runs a witness until it is told to stop; gives the exit code. */
export async function serveWitness(
  path: string,
  listen: { readonly host: string; readonly port: number },
  requestsPerMinute: number,
  io: Io,
): Promise<number> {
  const folder = new WitnessFolder(path)
  const taken = lockFolder(path)
  // Two of them would not know what the other signed.
  if (taken.kind === 'held') throw new OperatorError(`a witness runs on ${path} already`, 'Stop it first.')
  try {
    const logs = await folder.logs()
    const server = await witnessServer(folder, {
      now: () => new Date(),
      messages: loadMessages([roomFolders.log]),
      onEvidence: (kind, origin, evidence) => io.say(alarm(kind, origin, evidence)),
      onFault: (error) => io.say(`fault: ${errorForLog(error).error}`),
      requestsPerMinute,
    })
    await new Promise<void>((done, failed) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        failed(
          new OperatorError(`could not listen on ${listen.host}:${listen.port} (${error.code})`, 'Choose another one.'),
        ),
      )
      server.listen(listen.port, listen.host, done)
    })
    // A server that listens on a port has an address of this form.
    const { address, port } = server.address() as AddressInfo
    io.say(
      `The witness ${folder.witness.key.name} listens: http://${address.includes(':') ? `[${address}]` : address}:${port}`,
    )
    io.say(policyLineOf(folder.witness, undefined))
    for (const { key } of logs) io.say(`It watches ${key.name}.`)
    if (logs.length === 0) io.say('It watches no log yet: npx openwacht witness add URL-of-the-log')
    await io.untilStopped()
    await new Promise<void>((done) => {
      server.close(() => done())
      server.closeIdleConnections()
    })
    io.say('The witness has stopped.')
    return exitCodes.done
  } finally {
    taken.lock.free()
  }
}

function alarm(kind: 'fork' | 'suspect', origin: string, evidence: string): string {
  return kind === 'fork'
    ? `ALARM: ${origin} signed two histories. Both are kept in ${evidence}. This witness signs none but the first. Tell the works council.`
    : `${origin}: a checkpoint came without a proof that it continues what was signed before. It is kept in ${evidence}. Look whether it comes again.`
}
