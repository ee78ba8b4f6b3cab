import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { root } from './checkout.ts'
import { outsideFolder, outsideVariable, skipUnlessOutside } from './outside.ts'

const folder = mkdtempSync(join(tmpdir(), 'openwacht-outside-'))
const earlier = process.env[outsideVariable]

before(() => {
  mkdirSync(join(folder, 'vectors/known'), { recursive: true })
  process.env[outsideVariable] = folder
})

after(() => {
  rmSync(folder, { recursive: true })
  if (earlier === undefined) delete process.env[outsideVariable]
  else process.env[outsideVariable] = earlier
})

test('data that are there are found and their tests run', () => {
  assert.equal(outsideFolder('vectors/known'), join(folder, 'vectors/known'))
  assert.deepEqual(skipUnlessOutside('vectors/known'), {})
})

test('a test without its data is skipped and says which data', () => {
  assert.equal(outsideFolder('vectors/absent'), undefined)
  assert.match(skipUnlessOutside('vectors/absent').skip ?? '', /vectors\/absent/)
})

// The configuration refuses variables it does not know, and this one is set while servers are started in tests.
const mayKnow = ['tools/outside.ts', 'app/src/config.ts']

test('no other file of the repository knows where outside data lie', () => {
  const places = [outsideVariable, ['..', 'shared'].join('/')]
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  const knowing = String(files)
    .split('\0')
    .filter((file) => file !== '' && !mayKnow.includes(file) && existsSync(join(root, file)))
    .filter((file) => places.some((place) => readFileSync(join(root, file), 'utf8').includes(place)))
  assert.deepEqual(knowing, [])
})
