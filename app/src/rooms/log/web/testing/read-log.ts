// Somebody reads the log, looks closer at one entry, keeps its proof, and asks about themselves: in a real browser.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { verifyEd25519 } from '@openwacht/tlog/ed25519-node.ts'
import { parsePolicy } from '@openwacht/tlog/policy.ts'
import type { Page } from 'playwright-core'
import { entryKinds } from '../../../../rooms.ts'
import { browserHouse, skipWithoutChromium, type Visitor } from '../../../../testing/browser.ts'
import { listAt, look } from '../../../../testing/look.ts'
import { axeFaults } from '../../../../web/testing/axe.ts'
import { overflows } from '../../../../web/testing/looks.ts'
import { sentencesIn } from '../../../../web/testing/sentences.ts'
import { judgeAbsence, judgeEntryProof } from '../../proof-files.ts'
import { kindGroups } from '../kind-groups.ts'

/** Tests what somebody reads of the log in the demonstration of one country. */
export function testThatTheLogIsRead(country: 'nl' | 'dk'): void {
  const language = country === 'nl' ? 'nl' : 'da'
  const house = browserHouse(country)
  const say = sentencesIn(language)

  const keep = async (page: Page, button: string): Promise<{ readonly name: string; readonly bytes: Buffer }> => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button, exact: true }).click(),
    ])
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
  }
  const outcome = async (page: Page, button: string): Promise<string> => {
    await page.getByRole('button', { name: button, exact: true }).click()
    await page.locator('#proof-outcome .ow-alert').waitFor()
    return (await page.locator('#proof-outcome').allInnerTexts()).join()
  }
  const policy = async () => parsePolicy(Buffer.from((await house.whole.nobody.ask('GET', '/log/policy')).text))

  test(
    `${country}: an employee reads the log, and one entry convinces an outsider`,
    skipWithoutChromium(),
    async () => {
      const visitor = await house.visitor({ viewport: { width: 320, height: 640 } })
      await visitor.speak(language)
      await visitor.open('/sign-in/start?persona=employee&to=/')
      const { page, settled } = visitor
      await page.locator('.ow-card__link', { hasText: say('log.list.title') }).click()
      await page.locator('tbody tr').first().waitFor()
      await page.getByText(say('log.list.cosigned.nobody')).waitFor()
      const all = await page.locator('tbody tr').count()
      // On a phone an entry is a few lines, its day first.
      const heights = await page
        .locator('tbody tr')
        .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height))
      assert.ok(heights.reduce((sum, height) => sum + height, 0) / all < 170, heights.join(' '))
      assert.ok(
        (await page.locator('tbody tr').first().locator('td, th').first().allInnerTexts()).join().includes('20'),
      )
      const name = say('log.kind.measure-decided')
      const rowsAre = (wanted: readonly string[]) =>
        page.waitForFunction(
          (names) => [...document.querySelectorAll('tbody th a')].every((one) => names.includes(one.textContent ?? '')),
          wanted,
        )
      await page.getByLabel(say('log.list.which')).selectOption('running')
      await rowsAre(kindGroups.running.map((kind) => say(`log.kind.${kind}`)))
      await page.getByLabel(say('log.list.which')).selectOption('measure-decided')
      await rowsAre([name])
      assert.ok((await page.locator('tbody tr').count()) < all)
      await settled()
      await page.locator('tbody th a').first().click()
      await page.getByRole('heading', { level: 2, name }).waitFor()
      await settled()
      assert.match(await outcome(page, say('log.proof.verify')), new RegExp(`${name}`))
      assert.deepEqual(await axeFaults(page), [])
      assert.deepEqual(await page.evaluate(overflows), [])
      const { name: file, bytes } = await keep(page, say('log.proof.save'))
      assert.match(file, /^entry-[0-9a-f]{8}\.tlog-proof$/)
      const trust = { policy: await policy(), kinds: entryKinds, verify: verifyEd25519 }
      const [finding] = await judgeEntryProof(file, bytes, trust)
      assert.equal(finding?.code === 'proof-entry' && finding.kind, 'measure-decided')
      await visitor.close()
    },
  )

  test(`${country}: who is in no entry keeps a proof of it`, skipWithoutChromium(), async () => {
    const { page, open } = await house.signInAs('employee', language)
    await open('/transparency/me?from=2026-01-01&until=2026-03-31')
    await page.getByText(say('log.own.absent')).waitFor()
    await page.getByText(say('log.own.no-except')).waitFor()
    assert.match(await outcome(page, say('log.own.verify')), new RegExp(say('log.verify.result.here')))
    assert.deepEqual(await axeFaults(page), [])
    const proof = await keep(page, say('log.proof.save'))
    const secret = await keep(page, say('log.own.save-secret'))
    const about = { kind: 'secret', secret: Buffer.from(secret.bytes.toString().trim(), 'hex') } as const
    const question = { about, from: '2026-01-01', until: '2026-03-31' }
    const codes = (
      await judgeAbsence(proof.name, proof.bytes, question, {
        policy: await policy(),
        verify: verifyEd25519,
      })
    ).map(({ code }) => code)
    assert.deepEqual(codes, ['absent', 'no-witness', 'newest', 'truth'])
    // A period that cannot be leaves no answer to another one below it.
    await page.locator('#own-until').fill('2025-12-31')
    await page.getByRole('button', { name: say('log.own.ask') }).click()
    await page.getByText(say('log.check.day-order')).waitFor()
    assert.equal(await page.getByText(say('log.own.absent')).count(), 0)
    assert.equal(await page.getByRole('button', { name: say('log.own.verify') }).count(), 0)
    assert.deepEqual(await axeFaults(page), [])
    await page.locator('#own-until').fill('2026-03-31')
    await page.getByRole('button', { name: say('log.own.ask') }).click()
    await page.getByText(say('log.own.absent')).waitFor()
    // Nor does an answer stay while another period is looked at.
    await page.route('**/api/v1/log/absence?*', () => undefined)
    await page.locator('#own-until').fill('2026-03-30')
    await page.getByRole('button', { name: say('log.own.ask') }).click()
    await page.waitForURL(/until=2026-03-30/)
    await page.getByText(say('log.own.absent')).waitFor({ state: 'detached' })
  })

  if (country === 'dk') return

  test(
    'who is in an entry is led to it, and who oversees sees office and hour when they ask',
    skipWithoutChromium(),
    async () => {
      const administrator = await house.whole.as('administrator')
      const analyst = await house.whole.as('analyst')
      const employeeId = String(look((await analyst.ask('GET', '/api/v1/session')).json, 'employee', 'id'))
      const given = await administrator.ask('POST', '/api/v1/appointments', {
        ...{ office: 'project-lead', employeeId, unitId: null, kind: 'deputy' },
        ...{ from: house.whole.today(1), until: house.whole.today(60) },
      })
      assert.ok(given.status < 300, given.text)
      await house.whole.log.takeTurn()
      const own = await house.signInAs('analyst')
      await own.open('/transparency/me')
      await own.page.getByText(say('log.own.present', { count: 1 })).waitFor()
      // What the answer cannot show fits the answer.
      await own.page.getByText(say('log.own.limit.truth-present')).waitFor()
      assert.equal(await own.page.getByText(say('log.own.limit.truth')).count(), 0)
      await own.page.locator('main a[href^="/transparency/entries/"]').click()
      await own.page.getByRole('heading', { level: 2, name: say('log.kind.appointment-given') }).waitFor()
      const dpo = await house.signInAs('dpo')
      await dpo.open('/transparency?kind=appointment-given')
      const office = say('people.office.project-lead', { jurisdiction: 'nl' })
      const row = dpo.page.locator('tbody tr').first()
      assert.ok(!(await row.allInnerTexts()).join().includes(office))
      await dpo.page.getByRole('link', { name: say('log.list.finer') }).click()
      await row.getByText(office).waitFor()
      await dpo.page.getByRole('button', { name: say('log.delays.show') }).click()
      await dpo.page.getByText(say('log.delays.none')).waitFor()
      assert.deepEqual(await axeFaults(dpo.page), [])
    },
  )

  test(
    'a fork, an empty log, waiting notice and a wrong address are told in plain words',
    skipWithoutChromium(),
    async () => {
      const visitor = await house.visitor()
      await visitor.open('/sign-in/start?persona=employee&to=/about')
      const { page } = visitor
      const json = Object((await (await house.whole.as('employee')).ask('GET', '/api/v1/log')).json)
      const fork = { number: 1, witness: 'or.example', size: 40, ours: 'a', theirs: 'b' }
      const witness = { name: 'or.example', state: 'fork', size: 40, day: null }
      await answering(visitor, '**/api/v1/log', { ...json, stopped: 'fork', forks: [fork], witnesses: [witness] })
      await answering(visitor, '**/api/v1/log/entries?*', { entries: [], next: null })
      await visitor.open('/transparency')
      await page.getByText(say('log.fork.what', { witness: 'or.example' })).waitFor()
      await page.getByText(say('log.fork.kept')).waitFor()
      await page.getByText(say('log.list.none'), { exact: true }).waitFor()
      assert.deepEqual(await axeFaults(page), [])
      const period = { from: '2026-01-01', until: '2026-01-31' }
      const answer = Object(
        (await (await house.whole.as('employee')).ask('GET', `/api/v1/log/absence?${new URLSearchParams(period)}`))
          .json,
      )
      await answering(visitor, '**/api/v1/log/absence?*', {
        ...answer,
        witnessed: false,
        delayed: [{ band: 'delayed/2026', undisclosed: '1-9' }],
      })
      await visitor.open('/transparency/me')
      await page.getByText(say('log.own.except', { year: '2026', count: say('log.band.few') })).waitFor()
      await page.getByText(say('log.own.not-witnessed')).waitFor()
      await visitor.open('/transparency/entries/hier')
      await page.getByText(say('log.one.not-an-address')).waitFor()
      visitor.expectNoise(/status of 404/)
      await visitor.open('/transparency/entries/999999')
      await page.getByText(say('log.one.missing'), { exact: true }).waitFor()
      assert.ok(listAt(json, 'kinds').length > 0)
      await visitor.close()
    },
  )
}

async function answering({ page }: Visitor, path: string, json: unknown): Promise<void> {
  await page.route(path, (route) => route.fulfill({ json }))
}
