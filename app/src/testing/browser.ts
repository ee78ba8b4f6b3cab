import assert from 'node:assert/strict'
import { after, afterEach, before } from 'node:test'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findChromium } from '../../../tools/system-programs.ts'
import { openWholeHouse, type WholeHouse } from './whole-house.ts'

/** One person at a browser, or nobody yet, with one tab open. */
export type Visitor = {
  readonly page: Page
  /** Loads an address of the house and waits until the screen has everything it asks for. */
  open(path: string): Promise<void>
  /** Waits until the screen has everything it asks for; for after a click. */
  settled(): Promise<void>
  /** Makes this the language of the device, from the next load on. */
  speak(language: string): Promise<void>
  /** Noise that is meant to be heard, until the end of this test. */
  expectNoise(pattern: RegExp): void
  /** What was heard in this test, in all pages of the house. */
  heardSoFar(): readonly string[]
  close(): Promise<void>
}

/** A demonstration house with one Chromium. */
export type BrowserHouse = {
  readonly whole: WholeHouse
  /** The one visitor for a persona: signed in once, used again by every test that asks. */
  signInAs(persona: string, language?: string): Promise<Visitor>
  /** A visitor with a browser profile of its own, who is not signed in. */
  visitor(options?: BrowserContextOptions): Promise<Visitor>
}

/** What the tests hear in the pages, and what of it was meant. */
type Noise = { readonly heard: string[]; readonly expected: RegExp[] }

const launchArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** How long anything in a page may take, on a machine with two cores that does other things too. */
const patienceMs = 20_000

/** Options for a test that needs Chromium: skips it, with the reason, where there is none. */
export function skipWithoutChromium(): { readonly skip: string } | Record<string, never> {
  return findChromium() === undefined ? { skip: 'Chromium is not on this machine' } : {}
}

/**
 * A house and a browser for all tests of one file: both start before the first test and stop after the last.
 *
 * A test fails when a page says something on the console that is not a notice, throws, fails to load something, breaks
 * the content security policy or asks anything of another host, unless `expectNoise` told so before.
 */
export function browserHouse(country: 'nl' | 'dk' = 'nl'): BrowserHouse {
  const noise: Noise = { heard: [], expected: [] }
  const visitors = new Map<string, Promise<Visitor>>()
  let started: { readonly whole: WholeHouse; readonly browser: Browser } | undefined

  before(async () => {
    if (findChromium() === undefined) return
    const [whole, browser] = await Promise.all([openWholeHouse(country), launchChromium()])
    started = { whole, browser }
  })
  after(async () => {
    await started?.browser.close()
    await started?.whole.stop()
  })
  afterEach(() => {
    const heard = noise.heard.splice(0)
    const expected = noise.expected.splice(0)
    const unexpected = heard.filter((words) => !expected.some((pattern) => pattern.test(words)))
    assert.deepEqual(unexpected, [], 'the page made noise')
  })

  const running = () => {
    if (started === undefined) throw new Error('the house of this file has not started')
    return started
  }
  const visitor = async (options: BrowserContextOptions = {}) => {
    const { browser, whole } = running()
    const context = await browser.newContext({
      reducedMotion: 'reduce',
      locale: 'nl-NL',
      baseURL: whole.url,
      ...options,
    })
    return makeVisitor(context, whole, noise)
  }
  const signIn = async (persona: string) => {
    const fresh = await visitor()
    await fresh.open(`/sign-in/start?persona=${persona}&to=/`)
    return fresh
  }
  return {
    get whole() {
      return running().whole
    },
    visitor,
    signInAs: async (persona, language = 'nl') => {
      const signedIn = visitors.get(persona) ?? signIn(persona)
      visitors.set(persona, signedIn)
      await (await signedIn).speak(language)
      return signedIn
    },
  }
}

/** Starts the Chromium of this machine. @throws Error when there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('Chromium is not on this machine')
  return chromium.launch({ executablePath, args: launchArguments })
}

async function makeVisitor(context: BrowserContext, whole: WholeHouse, noise: Noise): Promise<Visitor> {
  context.setDefaultTimeout(patienceMs)
  context.on('page', (page) => listenTo(page, whole, noise.heard))
  const page = await context.newPage()
  const settled = async () => {
    await page.evaluate(settledScreen)
  }
  return {
    page,
    settled,
    open: async (path) => {
      await page.goto(path)
      await settled()
    },
    speak: async (language) => {
      // Nothing can be kept for a house before its first page is there.
      const keep = `localStorage['openwacht.language'] = '${language}'`
      if (page.url() === 'about:blank') await page.addInitScript(`if (!('openwacht.language' in localStorage)) ${keep}`)
      else await page.evaluate(keep)
    },
    expectNoise: (pattern) => noise.expected.push(pattern),
    heardSoFar: () => noise.heard,
    close: () => context.close(),
  }
}

function listenTo(page: Page, whole: WholeHouse, heard: string[]): void {
  page.on('console', (message) => {
    if (!['error', 'warning', 'assert'].includes(message.type())) return
    const { url } = message.location()
    heard.push(`console ${message.type()}: ${message.text()} ${pathOf(url)}`)
  })
  page.on('pageerror', (error) => heard.push(`page error: ${error.message}`))
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    // Leaving a screen breaks off what it was asking.
    if (why !== 'net::ERR_ABORTED') heard.push(`request failed: ${why} ${pathOf(request.url())}`)
  })
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== whole.url) heard.push(`request to another host: ${origin}`)
  })
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url
}

// Runs in the page, as text, because this half of the code knows no document. It watches: asking again and again would
// cost half a second for each screen.
const settledScreen = `new Promise((resolve, reject) => {
  const isSettled = () =>
    document.querySelector('.ow-page h1, .ow-unreachable [role=alert]') !== null &&
    document.querySelector('.ow-on-its-way, [aria-busy=true]') === null
  const look = () => {
    if (!isSettled()) return
    watcher.disconnect()
    resolve()
  }
  const watcher = new MutationObserver(look)
  watcher.observe(document, { subtree: true, childList: true, attributes: true })
  setTimeout(() => reject(new Error('the screen is still loading: ' + document.body.innerText)), ${patienceMs})
  look()
})`
