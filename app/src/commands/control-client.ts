import { request } from 'node:http'
import { OperatorError } from '../platform/operator-error.ts'
import type { ProviderState } from '../rooms/people/provider-state.ts'
import type { WitnessFacts } from './log-words.ts'
import type { BroughtMeasure, DatabaseState, ImportOutcome, Operations } from './operations.ts'

/** What a running house says of itself. */
export type RunningState = {
  readonly pid: number
  readonly url: string
  readonly version: string
  readonly startedAt: string
  readonly demonstration: boolean
  readonly signIn: ProviderState
  /** `works`, or why nothing is entered in the transparency log, as a code. */
  readonly log: string
  /** How each witness of the transparency log is. */
  readonly witnesses: readonly WitnessFacts[]
  readonly database: DatabaseState
}

/** The operations of a running house, through its control socket. Both sides are one program, so answers have its types. */
export function operationsThrough(socket: string): Operations {
  return {
    state: async () => (await runningState(socket)).database,
    backUp: async (write) => {
      const body = await ask(socket, 'GET', '/backup')
      for await (const bytes of body) await write(bytes)
    },
    importStaff: async (bytes, only) => (await json(socket, 'POST', `/people/${only}`, bytes)) as ImportOutcome,
    bringMeasure: async (text) => (await json(socket, 'POST', '/measures/bring', Buffer.from(text))) as BroughtMeasure,
    appoint: async (wish) =>
      (await json(socket, 'POST', '/people/appoint', Buffer.from(JSON.stringify(wish)))) as { id: string },
    forgetPasskeys: async (staffNumber) =>
      (await json(socket, 'POST', '/people/forget-passkeys', Buffer.from(JSON.stringify(staffNumber)))) as {
        passkeys: number
      },
  }
}

/** Asks a running house how it is. */
export async function runningState(socket: string): Promise<RunningState> {
  return (await json(socket, 'GET', '/status')) as RunningState
}

/** Asks a running house to stop; it has begun to when this resolves. */
export async function askToStop(socket: string): Promise<void> {
  await json(socket, 'POST', '/stop')
}

async function json(socket: string, method: string, path: string, body?: Uint8Array): Promise<unknown> {
  return JSON.parse(await textOf(await ask(socket, method, path, body)))
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function ask(socket: string, method: string, path: string, body?: Uint8Array): Promise<AsyncIterable<Uint8Array>> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath: socket, method, path, agent: false }, (response) => {
      if ((response.statusCode ?? 500) < 300) return resolve(response)
      textOf(response)
        .then((text) => {
          const { wrong, cure } = JSON.parse(text) as { wrong: string; cure: string }
          reject(new OperatorError(wrong, cure))
        })
        .catch(reject)
    })
    asking.on('error', (error) => {
      const code = 'code' in error ? ` (${String(error.code)})` : ''
      reject(
        new OperatorError(
          `the running Openwacht does not answer on ${socket}${code}`,
          'Give the command as the account that it runs under. If it is stopping, try again in a few seconds.',
          { cause: error },
        ),
      )
    })
    asking.end(body)
  })
}
