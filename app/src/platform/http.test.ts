import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { Type } from 'typebox'
import { asking, plainHouse } from '../testing/plain-house.ts'
import { openInMemory } from '../testing/prepared.ts'
import { type Database, migrate } from './database.ts'
import { buildServer, type Server } from './http.ts'
import { type ProblemAnswer, Refused } from './problem.ts'
import { addRoute } from './route.ts'

/** Reads an error answer; the tests look at its fields one by one. */
async function problemOf(response: Response): Promise<ProblemAnswer> {
  return (await response.json()) as ProblemAnswer
}

const answer = Type.Object({ shown: Type.String() })

describe('the conventions of every route', () => {
  let database: Database
  let server: Server
  let url: string
  let lines: string[]

  before(async () => {
    database = openInMemory()
    await migrate(database)
    const plain = plainHouse(database)
    lines = plain.lines
    server = await buildServer(plain.house)
    const identify = () => asking(['employee'])
    addRoute(server, plain.house, identify, {
      method: 'POST',
      url: '/api/v1/things/:id',
      operationId: 'change',
      summary: 'Change a thing',
      tag: 'Things',
      action: 'test.look',
      shapes: { body: Type.Object({ word: Type.String({ maxLength: 5 }) }, { additionalProperties: false }) },
      answer,
      act: async (_act, { body }) => {
        if (body.word === 'no') return new Refused(409, [{ code: 'busy', key: 'problem.busy.detail' }])
        if (body.word === 'break') throw new Error('a text with Jansen in it')
        // The column `hidden` is not declared: it must not leave the server.
        return { shown: body.word, hidden: 'secret' }
      },
    })
    addRoute(server, plain.house, () => asking(undefined), {
      method: 'GET',
      url: '/api/v1/closed',
      operationId: 'closed',
      summary: 'Look',
      tag: 'Things',
      action: 'test.look',
      answer,
      act: async () => ({ shown: '' }),
    })
    addRoute(server, plain.house, identify, {
      method: 'POST',
      url: '/api/v1/bindings',
      operationId: 'bind',
      summary: 'Bind',
      tag: 'Things',
      action: 'test.bind',
      answer,
      act: async () => ({ shown: '' }),
    })
    addRoute(server, plain.house, () => asking(['binder']), {
      method: 'PUT',
      url: '/api/v1/bindings',
      operationId: 'bindFresh',
      summary: 'Bind',
      tag: 'Things',
      action: 'test.bind',
      answer,
      act: async () => ({ shown: '' }),
    })
    url = await server.listen({ host: '127.0.0.1', port: 0 })
  })
  after(async () => {
    await server.close()
    await database.destroy()
  })

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })

  test('what the schema does not declare does not leave the server', async () => {
    const response = await post('/api/v1/things/1', { word: 'ja' })
    assert.equal(response.status, 200)
    assert.deepEqual(await response.json(), { shown: 'ja' })
  })

  const refused: readonly {
    name: string
    path: string
    body: unknown
    method?: string
    headers?: Record<string, string>
    status: number
    code: string
    path0?: string
  }[] = [
    {
      name: 'an unknown field is an error with its place',
      path: '/api/v1/things/1',
      body: { word: 'ja', extra: 1 },
      status: 400,
      code: 'not-understood',
      path0: 'body/extra',
    },
    {
      name: 'a number is not bent into a text',
      path: '/api/v1/things/1',
      body: { word: 1 },
      status: 400,
      code: 'not-understood',
      path0: 'body/word',
    },
    {
      name: 'a missing field is named',
      path: '/api/v1/things/1',
      body: {},
      status: 400,
      code: 'not-understood',
      path0: 'body/word',
    },
    {
      name: 'what is not JSON is said to be so',
      path: '/api/v1/things/1',
      body: '{"word":',
      status: 400,
      code: 'not-understood',
    },
    {
      name: 'an oversize body is 413',
      path: '/api/v1/things/1',
      body: { word: 'x'.repeat(2_000_000) },
      status: 413,
      code: 'too-large',
    },
    {
      name: 'another media type is 415',
      path: '/api/v1/things/1',
      body: 'word',
      headers: { 'content-type': 'text/plain' },
      status: 415,
      code: 'media-type',
    },
    {
      name: 'a rule that says no is 409 with reasons',
      path: '/api/v1/things/1',
      body: { word: 'no' },
      status: 409,
      code: 'refused',
    },
    { name: 'a fault of ours is 500', path: '/api/v1/things/1', body: { word: 'break' }, status: 500, code: 'fault' },
    { name: 'no right is 403', path: '/api/v1/bindings', body: {}, status: 403, code: 'not-permitted' },
    {
      name: 'a right that lacks only the passkey asks for it',
      path: '/api/v1/bindings',
      method: 'PUT',
      body: {},
      status: 403,
      code: 'passkey-required',
    },
    {
      name: 'a page of another site is refused where a cookie comes along',
      path: '/api/v1/things/1',
      body: { word: 'ja' },
      headers: { origin: 'https://evil.example', cookie: 'a=b' },
      status: 403,
      code: 'foreign-origin',
    },
    { name: 'an unknown path is 404', path: '/api/v1/nothing', body: {}, status: 404, code: 'not-found' },
    {
      name: 'a known path with another method is 405',
      path: '/api/v1/things/1',
      method: 'DELETE',
      body: {},
      status: 405,
      code: 'method-not-allowed',
    },
  ]
  for (const { name, path, body, method, headers, status, code, path0 } of refused) {
    test(name, async () => {
      const response = await fetch(url + path, {
        method: method ?? 'POST',
        headers: { 'content-type': 'application/json', 'accept-language': 'en', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
      assert.equal(response.status, status)
      assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/)
      const problem = await problemOf(response)
      assert.equal(problem.code, code)
      assert.equal(problem.status, status)
      assert.match(problem.reference, /^[2-9a-z]{8}$/)
      assert.ok(problem.title.length > 3 && problem.detail.length > 10)
      if (path0 !== undefined) assert.equal(problem.reasons?.[0]?.path, path0)
    })
  }

  test('who is not known gets 401, in the language asked for', async () => {
    const response = await fetch(`${url}/api/v1/closed`, { headers: { 'accept-language': 'da' } })
    assert.equal(response.status, 401)
    assert.equal((await problemOf(response)).title, 'Du er ikke logget ind')
  })

  test('a known path says which methods it has', async () => {
    const response = await fetch(`${url}/api/v1/things/1`, { method: 'DELETE' })
    assert.equal(response.headers.get('allow'), 'POST')
    assert.equal((await fetch(`${url}/api/v1/bindings`, { method: 'DELETE' })).headers.get('allow'), 'POST, PUT')
  })

  test('a body that says it is short and goes on is not read to its end', async () => {
    const response = await fetch(`${url}/api/v1/things/1`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, duplex: 'half' },
      body: new ReadableStream({
        pull: (stream) => stream.enqueue(new TextEncoder().encode('x'.repeat(100_000))),
      }),
    }).catch((error: unknown) => error)
    // Either the answer arrives, or the connection is cut while the caller still sends.
    assert.ok(!(response instanceof Response) || response.status === 413)
  })

  test('a method that HTTP does not know is 405', async () => {
    const { port } = new URL(url)
    const text = await new Promise<string>((done, fail) => {
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write('BREW /api/v1/things/1 HTTP/1.1\r\nHost: localhost\r\n\r\n'),
      )
      let read = ''
      socket.on('data', (bytes) => {
        read += bytes
      })
      socket.on('end', () => done(read))
      socket.on('error', fail)
    })
    assert.match(text, /^HTTP\/1\.1 405 /)
  })

  test('every answer carries the security headers and the version', async () => {
    const response = await fetch(`${url}/api/v1/nothing`)
    assert.equal(response.headers.get('api-version'), '1.0.0')
    assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'; script-src 'self'/)
    assert.equal(response.headers.get('cache-control'), 'no-store')
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
  })

  test('the log of a fault holds its reference and place, never its text', async () => {
    const response = await post('/api/v1/things/1', { word: 'break' })
    const { reference } = await problemOf(response)
    const line = lines.find((logged) => logged.includes(reference) && logged.includes('"fault"'))
    assert.ok(line !== undefined)
    assert.doesNotMatch(lines.join(''), /Jansen/)
    assert.match(line, /http\.test\.ts/)
  })

  test('a route that does not say who may use it does not start', () => {
    assert.throws(() => server.get('/api/v1/forgotten', async () => 'x'))
  })
})

test('more requests than allowed in a minute are 429 with a time to wait', async () => {
  const database = openInMemory()
  const { house } = plainHouse(database, { OPENWACHT_REQUESTS_PER_MINUTE: '2' })
  const server = await buildServer(house)
  server.get('/open', { config: { access: { kind: 'public', because: 'a test' } } }, async () => ({}))
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  const statuses = [(await fetch(`${url}/open`)).status, (await fetch(`${url}/open`)).status]
  const third = await fetch(`${url}/open`)
  assert.deepEqual([...statuses, third.status], [200, 200, 429])
  assert.ok(Number(third.headers.get('retry-after')) > 0)
  assert.match(third.headers.get('content-type') ?? '', /^application\/problem\+json/)
  assert.equal((await problemOf(third)).code, 'too-many-requests')
  await server.close()
  await database.destroy()
})
