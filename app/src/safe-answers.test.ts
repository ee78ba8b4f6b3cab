// What holds for every answer of a whole house: headers, and that a fault tells a number and nothing of the inside.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { configKeys, readConfig } from './config.ts'
import { migrate } from './platform/database.ts'
import { buildServer } from './platform/http.ts'
import { addSecurityTxtRoute } from './platform/security-txt-routes.ts'
import { look } from './testing/look.ts'
import { plainHouse } from './testing/plain-house.ts'
import { openInMemory } from './testing/prepared.ts'
import { samples } from './testing/samples.ts'
import { type Answer, type Client, openWholeHouse, type WholeHouse } from './testing/whole-house.ts'

describe('every answer', () => {
  let house: WholeHouse
  let clients: Client[]
  before(async () => {
    house = await openWholeHouse()
    clients = [await house.as('administrator'), await house.as('dpo'), house.nobody]
  })
  after(() => house.stop())

  /** Each route, asked rightly and wrongly, by who may and who may not. */
  async function* answers(): AsyncGenerator<{ what: string; answer: Answer }> {
    for (const { method, url } of house.routes.filter((route) => route.method !== 'HEAD')) {
      const sample = samples[`${method} ${url}`] ?? {}
      const path = (sample.path ?? url).replace(':file', 'none.js').replace('/*', '/nothing')
      const isOwn = !url.startsWith('/demonstration-provider') && url !== '/api/v1/session'
      if (!isOwn) continue
      for (const client of clients) {
        const answer = await client.ask(method, path, sample.body, sample.headers)
        yield { what: `${method} ${url}`, answer }
      }
      const [client = house.nobody] = clients
      const odd = await client.ask(method, `${path}?x[]=%00&y=1`, sample.body, sample.headers)
      yield { what: `${method} ${url}?x[]=`, answer: odd }
      for (const body of method === 'GET' ? [] : ['{"broken":', '[]', '"text"', '{"__proto__":{"a":1}}'])
        yield { what: `${method} ${url} ${body}`, answer: await client.ask(method, path, body, json) }
    }
    const tooLarge = JSON.stringify({ a: 'x'.repeat(2_000_000) })
    for (const path of ['/api/v1/employees', '/api/v1/imports', '/scim/v2/Users', '/access/v1/evaluation'])
      yield { what: `POST ${path}, too large`, answer: await house.nobody.ask('POST', path, tooLarge, json) }
    for (const path of [
      '/api/v1/none',
      '/nowhere',
      '/%2e%2e/etc/passwd',
      '/assets/%2e%2e%2findex.html',
      '/%zz',
      '/a%00b',
    ])
      yield { what: path, answer: await house.nobody.ask('GET', path) }
  }
  const json = { 'content-type': 'application/json' }

  test('carries the headers that keep a browser safe, and none tells anything of the inside', async () => {
    let seen = 0
    for await (const { what, answer } of answers()) {
      seen += 1
      const { headers, status, text } = answer
      const about = `${what}: ${status}`
      const policy = headers.get('content-security-policy') ?? ''
      assert.match(policy, /^default-src 'none';/, about)
      assert.doesNotMatch(policy, /unsafe|\*|http:|data:(?!;)(?! *;)[^;]*script/, about)
      assert.match(policy, /script-src 'self';/, about)
      assert.match(policy, /frame-ancestors 'none'/, about)
      assert.match(policy, /base-uri 'none'/, about)
      assert.equal(headers.get('x-content-type-options'), 'nosniff', about)
      assert.equal(headers.get('referrer-policy'), 'no-referrer', about)
      assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin', about)
      assert.match(headers.get('permissions-policy') ?? '', /camera=\(\), geolocation=\(\), microphone=\(\)/, about)
      const isSame = /assets|favicon|robots|\/log\//.test(what)
      assert.match(headers.get('cache-control') ?? '', isSame ? /no-store|no-cache|max-age/ : /^no-store$/, about)
      assert.equal(headers.get('server'), null, about)
      assert.equal(headers.get('x-powered-by'), null, about)
      assert.ok(status < 500, `${about} ${text}`)
      assert.doesNotMatch(text, /\bat .*\.(ts|js):\d+|node_modules|Error: |pg_|SQLSTATE|select .* from/, about)
      if (status >= 400 && /problem\+json/.test(headers.get('content-type') ?? ''))
        assert.match(String(look(answer.json, 'reference')), /^[2-9a-z]{8}$/, about)
    }
    assert.ok(seen > 250, String(seen))
  })

  test('nobody can fill the memory: a file is read by the import alone, and of many faults a hundred are told', async () => {
    const file = new Uint8Array(100_000).fill(97)
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`k${n}`, 1])))
    for (const { method, url } of house.routes.filter((route) => ['POST', 'PUT', 'PATCH'].includes(route.method))) {
      if (/imports|demonstration-provider/.test(url)) continue
      const path = samples[`${method} ${url}`]?.path ?? url
      const { status } = await house.nobody.ask(method, path, file, { 'content-type': 'text/csv' })
      assert.equal(status, 415, `${method} ${url}`)
      const { text } = await house.nobody.ask(method, path, many, json)
      assert.ok(text.length < 50_000, `${method} ${url}: ${text.length}`)
    }
  })

  test('each error has a number of its own, and the log has it too', async () => {
    const references = new Set<unknown>()
    for (let at = 0; at < 20; at += 1)
      references.add(look((await house.nobody.ask('GET', '/api/v1/me')).json, 'reference'))
    assert.equal(references.size, 20)
    for (const reference of references) assert.ok(house.lines.some((line) => line.includes(`"${reference}"`)))
  })

  test('the page of the screens has no script or style of its own in it', async () => {
    const { text, headers } = await house.nobody.ask('GET', '/', undefined, { accept: 'text/html' })
    assert.match(headers.get('content-type') ?? '', /^text\/html/)
    assert.doesNotMatch(text, /<script(?![^>]*\bsrc=)|<style|\bon[a-z]+="|\bstyle="/)
  })
})

describe('in a real house', () => {
  const settings = {
    [configKeys.demonstration.environment]: 'off',
    [configKeys.publicUrl.environment]: 'https://openwacht.voorbeeld.example',
    [configKeys.oidcIssuer.environment]: 'https://login.voorbeeld.example',
    [configKeys.oidcClientId.environment]: 'openwacht',
    [configKeys.securityContact.environment]: 'mailto:security@voorbeeld.example',
  }
  const serve = async (given: Readonly<Record<string, string>>) => {
    const database = openInMemory()
    await migrate(database)
    const plain = plainHouse(database, { ...settings, ...given }).house
    const server = await buildServer({ ...plain, publicUrl: () => plain.config.publicUrl ?? '' })
    addSecurityTxtRoute(server, { ...plain, publicUrl: () => plain.config.publicUrl ?? '' })
    const url = await server.listen({ host: '127.0.0.1', port: 0 })
    return {
      get: (path: string) => fetch(url + path),
      stop: async () => {
        await server.close()
        await database.destroy()
      },
    }
  }

  test('browsers are told to come over https only', async () => {
    const house = await serve({})
    const { headers } = await house.get('/nowhere')
    assert.equal(headers.get('strict-transport-security'), 'max-age=31536000; includeSubDomains')
    await house.stop()
  })

  test('security.txt says where to report a weakness (RFC 9116)', async () => {
    const house = await serve({})
    const answer = await house.get('/.well-known/security.txt')
    assert.equal(answer.headers.get('content-type'), 'text/plain; charset=utf-8')
    assert.equal(
      await answer.text(),
      [
        'Contact: mailto:security@voorbeeld.example',
        'Expires: 2027-02-28T10:00:00.000Z',
        'Preferred-Languages: nl, en',
        'Canonical: https://openwacht.voorbeeld.example/.well-known/security.txt',
        '',
      ].join('\n'),
    )
    await house.stop()
  })

  test('without a contact there is no security.txt that nobody reads', async () => {
    const house = await serve({ [configKeys.securityContact.environment]: '' })
    assert.equal((await house.get('/.well-known/security.txt')).status, 404)
    await house.stop()
  })

  for (const contact of [
    'security@voorbeeld.example',
    'http://x.example',
    'mailto:a@b\nEncryption: x',
    'javascript:x',
  ]) {
    test(`no contact: ${JSON.stringify(contact)}`, () => {
      const read = readConfig({ ...settings, [configKeys.securityContact.environment]: contact }, '/nowhere')
      assert.deepEqual(read.kind === 'faults' ? read.faults.map(({ key }) => key) : [], ['security-contact'])
    })
  }
})
