// What everybody reads of measures, without signing in: register, exports and the report of a year.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { look } from '../../testing/look.ts'
import { openWholeHouse, type WholeHouse } from '../../testing/whole-house.ts'
import { commitmentToText } from './version-facts.ts'

type Named = { id: string; name: string; standing: string; waits: unknown[]; follows: string[] }

describe('the public register of a made-up municipality', () => {
  let house: WholeHouse
  let known: Map<string, Named>
  const ask = (path: string, language = 'nl') =>
    house.nobody.ask('GET', path, undefined, { 'accept-language': language })
  before(async () => {
    house = await openWholeHouse('nl')
    const { json } = await ask('/api/v1/register')
    known = new Map((look(json, 'measures') as Named[]).map((one) => [one.name, one]))
  })
  after(() => house.stop())
  const idOf = (name: string): string => known.get(name)?.id ?? assert.fail(name)

  test('has every measure that runs or ran, and none that is only proposed', () => {
    assert.deepEqual([...known.keys()].sort(), [
      ...['capacity-management', 'device-management', 'mail-and-web-filter', 'monitoring-and-response', 'own-logs'],
      ...['phone-container', 'stolen-passwords'],
    ])
    assert.ok([...known.values()].every(({ waits }) => waits.length === 0))
  })

  test('tells everybody in words what follows, of what runs, comes and ended', () => {
    for (const { name, follows } of known.values()) assert.ok(follows.length > 0, name)
    assert.match(known.get('device-management')?.follows[0] ?? '', /^De werkgever legt dit voor/)
    assert.deepEqual(known.get('phone-container')?.follows, ['Niets meer. Deze maatregel is gestopt.'])
    assert.match(known.get('monitoring-and-response')?.follows[0] ?? '', /^Dit wordt opnieuw bekeken/)
  })

  test('tells everybody what the tools can do, what of that is used, and what never, with what no table can catch', async () => {
    for (const [name, { id }] of known) {
      const { json } = await ask(`/api/v1/register/${id}`)
      const [newest] = (look(json, 'versions') as { version: number; state: string }[]).toReversed()
      const version = await ask(`/api/v1/register/${id}/versions/${newest?.version}`)
      const capabilities = look(look(version.json, 'declaration'), 'capabilities') as { state: string; what: object }[]
      assert.ok(
        capabilities.length > 0 && capabilities.every(({ state }) => ['used', 'off', 'locked'].includes(state)),
        name,
      )
      const never = look(version.json, 'never') as { word: string; forbids: string; misses: string }[]
      for (const word of ['presence', 'place-of-work'])
        assert.ok(
          never.some((one) => one.word === word),
          `${name} ${word}`,
        )
      assert.ok(
        never.every(({ forbids, misses }) => forbids.length > 0 && misses.length > 0),
        name,
      )
    }
  })

  test('says of a part that is secret that it exists, who reads it and why', async () => {
    const id = idOf('monitoring-and-response')
    const { json, text } = await ask(`/api/v1/register/${id}/versions/2`)
    const [hidden] = look(json, 'hidden') as { part: string; readers: string; reason: { nl: string } }[]
    assert.deepEqual([hidden?.part, hidden?.readers], ['envelope', 'council'])
    assert.match(hidden?.reason.nl ?? '', /ontwijken/)
    assert.equal(look(json, 'text'), null)
    assert.equal(look(json, 'blind'), null)
    assert.doesNotMatch(text, /tagsAllowed|"attack\./)
    const council = await house.as('works-council-member')
    const whole = await council.ask('GET', `/api/v1/measures/${id}/versions/2`)
    assert.match(whole.text, /tagsAllowed/)
    const [own, blind] = [String(look(whole.json, 'text')), String(look(whole.json, 'blind'))]
    assert.match(blind, /^[0-9a-f]{64}$/)
    assert.equal(commitmentToText(blind, own), look(json, 'digest'))
    assert.ok(!(await ask(`/api/v1/register/${id}`)).text.includes(blind))
    const employee = await (await house.as('employee')).ask('GET', `/api/v1/measures/${id}/versions/2`)
    assert.doesNotMatch(employee.text, /tagsAllowed/)
  })

  test('shows who is waited for to nobody outside, and a proposal under way neither', async () => {
    const { json } = await ask(`/api/v1/register/${idOf('monitoring-and-response')}`)
    assert.equal(look(look(json, 'measure'), 'candidate'), null)
    assert.deepEqual(
      (look(json, 'versions') as { version: number }[]).map(({ version }) => version),
      [1, 2],
    )
    assert.equal((await ask(`/api/v1/register/${idOf('monitoring-and-response')}/versions/3`)).status, 404)
    const council = await house.as('works-council-member')
    const seen = await council.ask('GET', `/api/v1/measures/${idOf('monitoring-and-response')}`)
    assert.equal(look(look(look(seen.json, 'measure'), 'candidate'), 'version'), 3)
    const wider = await council.ask('GET', `/api/v1/measures/${idOf('monitoring-and-response')}/comparison?from=2&to=3`)
    assert.equal(look(wider.json, 'verdict'), 'wider')
  })

  test('tells an emergency with the day by which it accounts, and that the council was told at its start', async () => {
    const { json } = await ask(`/api/v1/register/${idOf('stolen-passwords')}`)
    const emergency = look(look(json, 'measure'), 'emergency')
    assert.equal(look(emergency, 'state'), 'running')
    assert.equal(look(emergency, 'startedAt'), look(emergency, 'councilToldAt'))
    assert.match(String(look(look(emergency, 'accountBy'), 'safe')), /^\d{4}-\d\d-\d\d$/)
  })

  test('gives one measure as a register of processing activities has it', async () => {
    const { json } = await ask(`/api/v1/register/${idOf('monitoring-and-response')}/processing-activity`)
    assert.deepEqual(look(json, 'legalBasis'), ['LegalObligation', 'OfficialAuthorityOfController'])
    assert.equal(look(json, 'purpose'), 'https://w3id.org/dpv#EnforceSecurity')
    assert.ok((look(look(json, 'personalData'), 'categories') as string[]).includes('account'))
    assert.equal((await ask('/api/v1/register/measure-99/processing-activity')).status, 404)
  })

  test('gives every measure in the fields of the Algoritmeregister', async () => {
    const { json } = await ask('/api/v1/algorithm-register')
    const algorithms = look(json, 'algorithms') as Record<string, unknown>[]
    assert.equal(algorithms.length, known.size)
    const phones = algorithms.find((one) => one.source_id === idOf('phone-container'))
    assert.equal(phones?.status, 'Buiten gebruik')
    assert.match(String(phones?.end_date), /^\d{4}-\d\d-\d\d$/)
    const detection = algorithms.find((one) => one.source_id === idOf('monitoring-and-response'))
    assert.equal(detection?.methods_and_models, null, 'what is secret is not exported')
  })

  test('gives the Algoritmeregister to a Dutch house alone: it is a Dutch register', async () => {
    const danish = await openWholeHouse('dk')
    const { status, json } = await danish.nobody.ask('GET', '/api/v1/algorithm-register')
    await danish.stop()
    assert.equal(status, 404)
    assert.equal(look(json, 'reasons', 0, 'code'), 'no-algorithm-register')
    assert.match(String(look(json, 'reasons', 0, 'detail')), /register/)
  })

  test('counts a year and leaves out small numbers of what people did', async () => {
    const year = house.clock.now.getFullYear()
    const { json } = await ask(`/api/v1/oversight-reports/${year}`)
    const sections = look(json, 'sections') as { rows: { count: number | null; suppressed: boolean }[] }[]
    assert.ok(sections.some(({ rows }) => rows.some(({ suppressed }) => suppressed)))
    assert.ok(sections.every(({ rows }) => rows.every(({ count, suppressed }) => suppressed === (count === null))))
    assert.equal((await ask(`/api/v1/oversight-reports/${year + 1}`)).status, 404)
  })

  test('gives the report as a tagged document in every language', async () => {
    const year = house.clock.now.getFullYear()
    for (const language of ['nl', 'da', 'en']) {
      const response = await fetch(`${house.url}/documents/oversight-reports/${year}?language=${language}`)
      const bytes = Buffer.from(await response.arrayBuffer())
      assert.equal(response.headers.get('content-type'), 'application/pdf')
      const raw = bytes.toString('latin1')
      assert.match(raw, /^%PDF-1\.7/)
      assert.match(raw, /\/StructTreeRoot/)
      assert.match(raw, /pdfuaid:part/)
      assert.ok(raw.includes(`/Lang(${language})`) || raw.includes(`/Lang (${language})`), language)
      await readsWell(bytes)
    }
    assert.equal((await fetch(`${house.url}/documents/oversight-reports/1999`)).status, 400)
  })
})

/** With a reader of PDF on this machine: it is tagged, and a screen reader hears the headings and the cells. */
async function readsWell(bytes: Buffer): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'openwacht-report-'))
  const path = join(folder, 'report.pdf')
  writeFileSync(path, bytes)
  const run = (...args: string[]) => spawnSync('pdfinfo', [...args, path], { encoding: 'utf8' })
  const facts = run()
  if (facts.error === undefined) {
    assert.match(facts.stdout, /Tagged:\s+yes/)
    assert.match(run('-struct-text').stdout, /H1[\s\S]*Table[\s\S]*TH/)
  }
  rmSync(folder, { recursive: true })
}
