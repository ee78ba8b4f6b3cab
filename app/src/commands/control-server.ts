// What a running house answers to commands on the same machine: HTTP on a Unix socket that only its owner can open.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorForLog, type Log } from '../platform/log.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { importLimits } from '../rooms/people/import-limits.ts'
import { isFirstAdministrator, isStaffNumber } from './control-shapes.ts'
import type { Operations } from './operations.ts'

/** A path of a Unix socket is at most 107 bytes long; longer ones fail, or on some systems are cut off. */
const longestPathBytes = 100
/** How long a reader of a backup may take for what was sent. The embedded database serves nobody else meanwhile. */
const longestStallMs = 15_000

/** What the control socket asks of the house besides its operations. */
export type Controlled = {
  readonly operations: Operations
  readonly log: Log
  /** Facts of this process for `status`. */
  facts(): Promise<object>
  stop(): void
}

/** Listens for commands. `path` is the socket; `close` ends it and removes it. */
export async function openControl(
  dataFolder: string,
  house: Controlled,
): Promise<{ readonly path: string; close(): Promise<void> }> {
  const wanted = join(dataFolder, 'control')
  const own = Buffer.byteLength(wanted) > longestPathBytes ? mkdtempSync(join(tmpdir(), 'openwacht-')) : undefined
  const path = own === undefined ? wanted : join(own, 'control')
  // One that a killed process left behind; the lock on the folder says that nobody listens there.
  rmSync(path, { force: true })
  const server = createServer((request, response) => {
    answer(house, request, response).catch((error) => fail(house, error, response))
  })
  await listenPrivately(server, path)
  return {
    path,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      await closed
      rmSync(own ?? path, { recursive: true, force: true })
    },
  }
}

/** Only the owner may open the socket, from its first instant on. */
function listenPrivately(server: Server, path: string): Promise<void> {
  const mask = process.umask(0o177)
  try {
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(path, resolve)
    })
  } finally {
    process.umask(mask)
  }
}

async function answer(house: Controlled, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { operations } = house
  switch (`${request.method} ${request.url}`) {
    case 'GET /status':
      return send(response, 200, { ...(await house.facts()), database: await operations.state() })
    case 'GET /backup':
      response.writeHead(200, { 'content-type': 'application/octet-stream' })
      await operations.backUp((bytes) => writeOut(response, bytes))
      return void response.end()
    case 'POST /people/preview':
      return send(response, 200, await operations.importStaff(await bodyOf(request), 'preview'))
    case 'POST /people/import':
      return send(response, 200, await operations.importStaff(await bodyOf(request), 'import'))
    case 'POST /people/appoint': {
      const wish: unknown = JSON.parse((await bodyOf(request)).toString('utf8'))
      if (!isFirstAdministrator(wish)) return send(response, 400, { wrong: 'not understood', cure: '' })
      return send(response, 200, await operations.appoint(wish))
    }
    case 'POST /people/forget-passkeys': {
      const staffNumber: unknown = JSON.parse((await bodyOf(request)).toString('utf8'))
      if (!isStaffNumber(staffNumber)) return send(response, 400, { wrong: 'not understood', cure: '' })
      return send(response, 200, await operations.forgetPasskeys(staffNumber))
    }
    case 'POST /measures/bring':
      return send(response, 200, await operations.bringMeasure((await bodyOf(request)).toString('utf8')))
    case 'POST /stop':
      response.setHeader('connection', 'close')
      send(response, 202, {})
      return house.stop()
    default:
      return send(response, 404, { wrong: 'the running Openwacht does not know this command', cure: 'Restart it.' })
  }
}

function send(response: ServerResponse, status: number, facts: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(facts))
}

function fail(house: Controlled, error: unknown, response: ServerResponse): void {
  if (!(error instanceof OperatorError)) house.log.error('fault', { route: 'control', ...errorForLog(error) })
  // What was begun cannot become an error answer: it is cut off, and the reader sees that it is not whole.
  if (response.headersSent) return void response.destroy()
  if (error instanceof OperatorError) send(response, 409, { wrong: error.message, cure: error.cure })
  else send(response, 500, { wrong: 'something went wrong in the running Openwacht', cure: 'Its log says where.' })
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length
    // One byte over is enough for the import to say that it is too large.
    if (sizeBytes <= importLimits.sizeBytes + 65_536) chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function writeOut(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  if (response.destroyed) return Promise.reject(new Error('the reader of the backup went away'))
  if (response.write(bytes)) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const settle = (error: Error | undefined) => {
      clearTimeout(stalled)
      response.off('drain', drained).off('close', gone)
      if (error === undefined) resolve()
      else reject(error)
    }
    const drained = () => settle(undefined)
    const gone = () => settle(new Error('the reader of the backup went away'))
    const stalled = setTimeout(() => settle(new Error('the reader of the backup stands still')), longestStallMs)
    response.once('drain', drained).once('close', gone)
  })
}
