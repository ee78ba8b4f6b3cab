import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { parseIndexEntry } from '@openwacht/tlog/absence-index.ts'
import { openCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import { noteVerifier } from '@openwacht/tlog/cosignature.ts'
import { verifyEd25519 } from '@openwacht/tlog/ed25519-node.ts'
import { parsePolicy } from '@openwacht/tlog/policy.ts'
import { TileReader } from '@openwacht/tlog/tile-reader.ts'
import { openWholeHouse, type WholeHouse } from '../../testing/whole-house.ts'

describe('the public read side of the log', () => {
  let house: WholeHouse
  before(async () => {
    house = await openWholeHouse()
    const administrator = await house.as('administrator')
    for (let at = 0; at < 3; at++)
      await administrator.ask('POST', '/api/v1/credentials', { purpose: 'metrics', label: 'test', days: 1 })
    await house.log.takeTurn()
  })
  after(() => house.stop())

  const get = async (path: string, headers: Record<string, string> = {}) =>
    fetch(`${house.url}/log/${path}`, { headers })
  const bytesAt = async (path: string) => {
    const response = await get(path)
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined
  }
  const headOf = async () => {
    const policy = parsePolicy((await bytesAt('policy')) ?? new Uint8Array())
    const [{ key } = assert.fail('no log in the policy')] = policy.logs
    const verifier = noteVerifier(key, verifyEd25519)
    assert.ok(verifier)
    const opened = await openCheckpoint((await bytesAt('checkpoint')) ?? new Uint8Array(), key.name, [verifier])
    assert.ok(opened.kind === 'opened')
    return opened.checkpoint
  }

  test('a stranger reads the whole log with policy, checkpoint and tiles, and every entry verifies', async () => {
    const head = await headOf()
    const reader = new TileReader(head, bytesAt)
    const { entries } = await reader.entriesAround(0)
    assert.equal(entries.length, head.size)
    assert.equal(parseIndexEntry(entries.at(-1) ?? new Uint8Array())?.covers, head.size - 1)
    assert.ok(Buffer.concat(entries).includes('credential-made'))
  })

  test('any site may read it', async () => {
    for (const path of ['checkpoint', 'policy', `tile/0/000.p/${(await headOf()).size}`, 'tile/0/999']) {
      const { headers } = await get(path, { origin: 'https://verifier.example' })
      assert.equal(headers.get('access-control-allow-origin'), '*', path)
      assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin', path)
    }
  })

  test('a checkpoint is asked for anew each time; a tile is kept for ever', async () => {
    const { size } = await headOf()
    const checkpoint = await get('checkpoint')
    assert.equal(checkpoint.headers.get('cache-control'), 'no-cache')
    assert.equal(checkpoint.headers.get('content-type'), 'text/plain; charset=utf-8')
    const tile = await get(`tile/0/000.p/${size}`)
    assert.equal(tile.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    assert.equal(tile.headers.get('content-type'), 'application/octet-stream')
  })

  /** The bytes as they came, which fetch does not show. */
  const raw = (path: string, encoding: string) =>
    new Promise<{ readonly encoding: string | undefined; readonly bytes: Buffer }>((resolve, reject) => {
      request(`${house.url}/log/${path}`, { headers: { 'accept-encoding': encoding } }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part) => parts.push(part))
        response.on('end', () =>
          resolve({ encoding: response.headers['content-encoding'], bytes: Buffer.concat(parts) }),
        )
      })
        .on('error', reject)
        .end()
    })

  test('bundles come in gzip to whoever takes it, and hash tiles never', async () => {
    const { size } = await headOf()
    const bundle = `tile/entries/000.p/${size}`
    const plain = await raw(bundle, 'identity')
    assert.equal(plain.encoding, undefined)
    for (const takes of ['gzip', 'br, gzip;q=0.5', '*']) {
      const packed = await raw(bundle, takes)
      assert.equal(packed.encoding, 'gzip', takes)
      assert.deepEqual(gunzipSync(packed.bytes), plain.bytes)
    }
    for (const refuses of ['br', 'gzip;q=0', 'gzip; q=0.0, br'])
      assert.equal((await raw(bundle, refuses)).encoding, undefined, refuses)
    assert.equal((await raw(`tile/0/000.p/${size}`, 'gzip')).encoding, undefined)
  })

  test('what lies beyond the checkpoint, beside the tiles or outside the folder is not served', async () => {
    const { size } = await headOf()
    for (const path of [
      `tile/0/000.p/${size + 1}`,
      'tile/0/000',
      'tile/0/001.p/1',
      'tile/entries/000',
      'tile/1/000.p/1',
      'tile/0/000.p/0',
      'tile/0/x000/000',
      'tile/64/000',
      'tile/',
      'tile/0/..%2F..%2Fcheckpoint',
      'lock',
      'running.json',
      'witness/00000000',
      'witnessed-checkpoint.unfinished',
      'fork/1/ours',
      'fork/1/lock',
      'fork/..%2F1/ours',
      '..%2Finstallation.key',
    ]) {
      const response = await get(path)
      assert.equal(response.status, 404, path)
      await response.arrayBuffer()
    }
  })

  test('nobody can write to it', async () => {
    for (const method of ['POST', 'PUT', 'DELETE'])
      assert.equal((await fetch(`${house.url}/log/checkpoint`, { method })).status, 405, method)
  })

  test('without witnesses every checkpoint is witnessed enough', async () => {
    assert.deepEqual(await bytesAt('witnessed-checkpoint'), await bytesAt('checkpoint'))
  })
})
