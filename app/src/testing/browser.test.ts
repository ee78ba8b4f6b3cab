// The ears of the browser tests: what must make a test fail is heard.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserHouse, skipWithoutChromium } from './browser.ts'

const house = browserHouse()

const noises: readonly { name: string; script: string; heard: RegExp }[] = [
  {
    name: 'a script inside the page is stopped by the content security policy, and heard',
    script: `document.head.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }))`,
    heard: /Content Security Policy/,
  },
  {
    name: 'a request to another host is stopped, and heard',
    script: `fetch('https://elsewhere.example/').catch(() => undefined)`,
    heard: /elsewhere\.example.*Content Security Policy/,
  },
  {
    name: 'a complaint on the console is heard',
    script: `console.error('complaint')`,
    heard: /^console error: complaint/,
  },
  {
    name: 'an error that nobody caught is heard',
    script: `setTimeout(() => missing())`,
    heard: /^page error: missing/,
  },
  { name: 'an answer of failure is heard', script: `fetch('/api/v1/nothing')`, heard: /status of 404/ },
]

for (const { name, script, heard } of noises) {
  test(name, skipWithoutChromium(), async () => {
    const { page, open, expectNoise, heardSoFar, close } = await house.visitor()
    await open('/sign-in')
    expectNoise(/./)
    const isHeard = () => heardSoFar().some((words) => heard.test(words))
    await page.evaluate(`{ ${script} }`)
    for (let frames = 0; frames < 600 && !isHeard(); frames++) await page.evaluate('new Promise(requestAnimationFrame)')
    assert.ok(isHeard(), `heard: ${heardSoFar().join(' | ')}`)
    assert.equal(await page.evaluate('window.ran'), undefined)
    await close()
  })
}
