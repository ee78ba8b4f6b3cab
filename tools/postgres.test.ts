import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import pg from 'pg'
import { startPostgres } from './postgres.ts'
import { findPostgres } from './system-programs.ts'

const skip = findPostgres() === undefined ? 'no PostgreSQL server on this machine' : false

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    const { rows } = await client.query("select current_setting('server_version_num')::int >= 150000 as fresh")
    return rows[0]?.fresh === true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

test('the server answers with its password alone, and is gone with its folder after stop', { skip }, async () => {
  const server = await startPostgres()
  assert.ok(server)
  assert.equal(await answers(server.url), true)
  assert.equal(await answers(server.url.replace(/:[0-9a-f]+@/, ':wrong@')), false, 'a wrong password is refused')
  await server.stop()
  assert.equal(await answers(server.url), false)
  assert.equal(existsSync(server.folder), false)
  await server.stop()
})

test('the server ends when the process that started it is killed', { skip }, async () => {
  const program = `
    const { startPostgres } = await import('./postgres.ts')
    process.stdout.write(JSON.stringify(await startPostgres()) + '\\n')
    setInterval(() => {}, 60_000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout, 'data')
  // The program above wrote the line.
  const { url } = JSON.parse(String(line)) as { url: string }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const cutOff = once(client, 'error')
  child.kill('SIGKILL')
  await cutOff
})
