import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { holderOf, lockFolder } from './folder-lock.ts'

const root = mkdtempSync(join(tmpdir(), 'openwacht-lock-'))
const children: ChildProcess[] = []
after(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(root, { recursive: true })
})
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(root, 'folder-'))
})

const running = { pid: 1, url: 'http://localhost:1', control: '/nowhere' }

/** Another process that takes the lock, says which it got, and stays until it is killed. */
async function otherProcess(): Promise<{ kind: string; child: ChildProcess }> {
  const program = `
    import { lockFolder } from ${JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href)}
    const locked = lockFolder(${JSON.stringify(folder)})
    if (locked.kind === 'locked') locked.lock.say({ pid: process.pid, url: 'http://localhost:2', control: '/nowhere' })
    console.log(locked.kind)
    // What nothing refers to is collected: the lock must not be.
    globalThis.gc()
    setInterval(() => globalThis.gc(), 50)
    console.log('collected')`
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  let words = ''
  for await (const chunk of child.stdout ?? []) {
    words += String(chunk)
    if (words.includes('collected')) break
  }
  return { kind: words.split('\n')[0] ?? '', child }
}

test('of two processes one gets the folder, and the other hears where the first is', async () => {
  const first = await otherProcess()
  assert.equal(first.kind, 'locked')
  const locked = lockFolder(folder)
  assert.deepEqual(locked, {
    kind: 'held',
    by: { pid: first.child.pid, url: 'http://localhost:2', control: '/nowhere' },
  })
  assert.equal(holderOf(folder)?.by?.pid, first.child.pid)
})

test('of ten processes that start at once, one gets the folder', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, otherProcess))
  assert.equal(all.filter(({ kind }) => kind === 'locked').length, 1)
})

test('kill -9 frees the folder, whatever the killed process said of itself', async () => {
  const { child } = await otherProcess()
  child.kill('SIGKILL')
  await once(child, 'exit')
  assert.equal(holderOf(folder), undefined)
  const locked = lockFolder(folder)
  assert.equal(locked.kind, 'locked')
  if (locked.kind === 'locked') locked.lock.free()
})

test('what was left behind after a reboot counts for nothing, also where its process number is in use again', () => {
  writeFileSync(join(folder, 'running.json'), JSON.stringify({ ...running, pid: process.pid }))
  const locked = lockFolder(folder)
  assert.equal(locked.kind, 'locked')
  // Nobody is told the words of the one before.
  assert.deepEqual(holderOf(folder), { by: undefined })
  if (locked.kind === 'locked') locked.lock.free()
})

test('a second try in the same process is refused and does not loosen the first', async () => {
  const locked = lockFolder(folder)
  assert.equal(locked.kind, 'locked')
  assert.equal(lockFolder(folder).kind, 'held')
  assert.ok(holderOf(folder))
  // POSIX locks of a process end when it closes any handle on the file.
  assert.equal((await otherProcess()).kind, 'held')
  if (locked.kind === 'locked') locked.lock.free()
  assert.equal(holderOf(folder), undefined)
  assert.equal((await otherProcess()).kind, 'locked')
})

const asRoot = { skip: process.getuid?.() !== 0 && 'only the administrator of the machine can give a folder away' }
test('a folder of another account is left alone: files made there would be closed to its owner', asRoot, () => {
  chownSync(folder, 65_534, 65_534)
  assert.throws(() => lockFolder(folder), /belongs to another account, number 65534/)
  assert.throws(() => statSync(join(folder, 'lock')), { code: 'ENOENT' })
})

test('what another account may not see does not pass for nothing', asRoot, async () => {
  const program = `
    import { holderOf } from ${JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href)}
    process.setuid(65534)
    try { console.log(holderOf(${JSON.stringify(join(folder, 'closed'))})) } catch (error) { console.log(error.message) }`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  let words = ''
  for await (const chunk of child.stdout) words += String(chunk)
  assert.match(words, /this account may not look at .* \(EACCES\)/)
})

test('to look whether a folder is held makes nothing, and leaves it free', () => {
  const absent = join(folder, 'absent')
  assert.equal(holderOf(absent), undefined)
  assert.throws(() => statSync(absent), { code: 'ENOENT' })
  const locked = lockFolder(folder)
  if (locked.kind === 'locked') locked.lock.free()
  assert.equal(holderOf(folder), undefined)
  assert.equal(statSync(join(folder, 'lock')).mode & 0o777, 0o600)
})
