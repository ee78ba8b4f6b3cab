// What a browser has to fetch before the start page is there: how much, from where, and how often.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page, Response } from 'playwright-core'
import { browserHouse, skipWithoutChromium, type Visitor } from '../testing/browser.ts'

const house = browserHouse()

/** Most that script and style of a first load may be together, in bytes as they come over the line. */
const mostBytes = 150_000

type Loaded = {
  readonly path: string
  readonly bytes: number
  readonly response: Response
  readonly fromCache: boolean
}

for (const { name, persona, path } of [
  { name: 'the start page', persona: 'administrator', path: '/' },
  { name: 'the sign-in page', persona: undefined, path: '/sign-in' },
]) {
  test(`script and style of ${name} are at most 150 kB compressed`, skipWithoutChromium(), async (t) => {
    const visitor = await house.visitor()
    if (persona !== undefined) await signInWithoutScreens(visitor, persona)
    const assets = (await loadsOf(visitor, path)).filter((one) => /\.(js|css)$/.test(one.path))
    const bytes = assets.reduce((sum, one) => sum + one.bytes, 0)
    t.diagnostic(`${name}: ${bytes} bytes in ${assets.length} files`)
    assert.ok(assets.length > 1, 'nothing was fetched: the measurement is wrong')
    assert.ok(bytes <= mostBytes, `${bytes} bytes`)
    for (const one of assets) assert.equal(one.response.headers()['content-encoding'], 'br', one.path)
    await visitor.close()
  })
}

test('the sentences of a room come with the first of its screens, and not before', skipWithoutChromium(), async () => {
  const visitor = await house.visitor()
  await signInWithoutScreens(visitor, 'administrator')
  const wordsIn = async (loads: readonly Loaded[]) =>
    (await Promise.all(loads.filter(({ path }) => path.endsWith('.js')).map(({ response }) => response.text()))).join()
  const [ofRoom, ofShell] = ['Dit e-mailadres klopt niet.', 'Mijn gegevens']
  const start = await wordsIn(await loadsOf(visitor, '/'))
  assert.ok(start.includes(ofShell) && !start.includes(ofRoom))
  assert.ok((await wordsIn(await loadsOf(visitor, '/staff'))).includes(ofRoom))
  await visitor.page.getByRole('button', { name: 'Dansk' }).click()
  await visitor.page.getByRole('heading', { level: 1, name: 'Medarbejdere' }).waitFor()
  await visitor.close()
})

test('hashed files are kept for a year, the page and the answers never', skipWithoutChromium(), async () => {
  const visitor = await house.visitor()
  await signInWithoutScreens(visitor, 'administrator')
  for (const { path, response } of await loadsOf(visitor, '/')) {
    const keep = response.headers()['cache-control']
    if (path.startsWith('/assets/')) assert.equal(keep, 'public, max-age=31536000, immutable', path)
    else if (path === '/favicon.svg') assert.equal(keep, 'public, max-age=86400', path)
    else assert.equal(keep, 'no-store', path)
  }
  await visitor.close()
})

test('the second visit fetches only the page and its answers', skipWithoutChromium(), async () => {
  const visitor = await house.visitor()
  await signInWithoutScreens(visitor, 'administrator')
  await loadsOf(visitor, '/')
  const again = await loadsOf(visitor, '/')
  const fetched = again.filter((one) => !one.fromCache).map((one) => one.path)
  assert.deepEqual(fetched.sort(), ['/', '/api/v1/session', '/api/v1/start'])
  assert.ok(again.some((one) => one.path.startsWith('/assets/') && one.fromCache))
  await visitor.close()
})

/** Signs in without loading anything of the screens, so that the first load is the first. */
async function signInWithoutScreens({ page }: Visitor, persona: string): Promise<void> {
  const client = await house.whole.as(persona)
  const [name = '', value = ''] = client.cookie.split('=')
  await page.context().addCookies([{ name, value, path: '/', domain: 'localhost', secure: true, httpOnly: true }])
}

/** Everything that is loaded with an address, with its size on the line. */
async function loadsOf({ page, open }: Visitor, path: string): Promise<readonly Loaded[]> {
  const responses: Response[] = []
  const onResponse = (response: Response) => responses.push(response)
  const cached = await watchCache(page)
  page.on('response', onResponse)
  await open(path)
  await page.waitForLoadState('networkidle')
  page.off('response', onResponse)
  return Promise.all(
    responses.map(async (response) => {
      const { responseBodySize } = await response.request().sizes()
      return {
        path: new URL(response.url()).pathname,
        bytes: responseBodySize,
        response,
        fromCache: cached.has(response.url()),
      }
    }),
  )
}

/** Addresses that the browser takes from its cache from now on. */
async function watchCache(page: Page): Promise<ReadonlySet<string>> {
  const cached = new Set<string>()
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  session.on('Network.responseReceived', ({ response }) => {
    if (response.fromDiskCache === true || response.fromPrefetchCache === true) cached.add(response.url)
  })
  const urls = new Map<string, string>()
  session.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url))
  session.on('Network.requestServedFromCache', ({ requestId }) => cached.add(urls.get(requestId) ?? ''))
  return cached
}
