// A PostgreSQL server for one test run: made in a temporary folder, reachable from this machine alone, gone afterwards.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPostgres } from './system-programs.ts'

/** A running throw-away server. */
export type TestPostgres = {
  /** Connection string of its superuser, over 127.0.0.1. */
  readonly url: string
  /** Folder of the cluster and of its unix socket; does not exist any more after `stop`. */
  readonly folder: string
  /** Ends the server at once and removes its folder; resolves when both are done. A second call does nothing. */
  readonly stop: () => Promise<void>
}

// Two test processes at a time, each with pools for several databases.
const maxConnections = 200
// Between choosing a free port and using it, another process can take it.
const maxAttempts = 3

// The keeper is a shell of its own: it holds the read end of a pipe, so the server also ends when this process
// is killed in a way that no handler sees. It is in a group of its own, so Ctrl-C reaches it through the pipe alone.
const keeper = `
set -eu
bin=$1 folder=$2 options=$3
trap 'cd /; "$bin/pg_ctl" --pgdata="$folder/cluster" --mode=immediate --silent stop >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
trap '' INT HUP TERM
cd "$folder"
"$bin/initdb" --pgdata=cluster --username=postgres --pwfile=password --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync --no-instructions >log 2>&1 &&
  "$bin/pg_ctl" --pgdata=cluster --log=log --silent --wait --timeout=60 --options="$options" start </dev/null >>log 2>&1 ||
  { cat log >&2; exit 1; }
echo ready
cat >/dev/null
`

/**
 * Starts a PostgreSQL server of the newest installed version. PostgreSQL refuses to run as root: then it runs as the
 * account `postgres`, else `nobody`.
 *
 * @returns undefined when no server of a version that is new enough is installed.
 * @throws Error with the server's own words when it does not start.
 */
export async function startPostgres(): Promise<TestPostgres | undefined> {
  const bin = findPostgres()
  if (bin === undefined) return undefined
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOn(await freePort(), bin)
    } catch (error) {
      if (attempt === maxAttempts) throw error
    }
  }
}

async function startOn(port: number, bin: string): Promise<TestPostgres> {
  const account = unprivilegedAccount()
  const password = randomBytes(16).toString('hex')
  const folder = mkdtempSync(join(tmpdir(), 'openwacht-postgres-'))
  chmodSync(folder, 0o700)
  writeFileSync(join(folder, 'password'), password, { mode: 0o600 })
  if (account !== undefined)
    for (const path of [folder, join(folder, 'password')]) chownSync(path, account.uid, account.gid)
  const child = spawn('sh', ['-c', keeper, 'keeper', bin, folder, serverOptions(port, folder)], {
    ...account,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  await untilReady(child)
  // The keeper must not keep this process alive: when this one ends, the pipe closes.
  child.unref()
  const stop = (): Promise<void> => {
    child.ref()
    child.stdin.end()
    return ended
  }
  return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, folder, stop }
}

// Nothing here has to survive a power cut, so nothing waits for a disk.
function serverOptions(port: number, folder: string): string {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    max_connections: maxConnections,
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
  }
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let words = ''
    child.stderr?.on('data', (chunk) => {
      words += String(chunk)
    })
    child.stdout?.once('data', () => resolve())
    child.once('error', reject)
    child.once('close', () => reject(new Error(`could not start PostgreSQL: ${words.trim()}`)))
  })
}

function unprivilegedAccount(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }))
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  throw new Error(
    'could not start PostgreSQL: it refuses to run as root, and there is no account "postgres" or "nobody"',
  )
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('could not find a free port'))
        else resolve(address.port)
      })
    })
  })
}
