import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserLabel, decideSession, endOfSession, passkeyFreshUntil, sessionCookie } from './sessions.ts'

const start = new Date('2026-09-01T08:00:00Z')
const after = (minutes: number, ms = 0) => new Date(start.getTime() + minutes * 60_000 + ms)
const fresh = { lastSeenAt: start, endsAt: endOfSession(start), endedAt: null, passkeyVerifiedAt: null }
const staff = { leavesAt: null, decides: false }
const decider = { leavesAt: null, decides: true }

const cases: readonly {
  name: string
  session?: Partial<Parameters<typeof decideSession>[0]>
  who?: Parameters<typeof decideSession>[1]
  now: Date
  expected: string
}[] = [
  { name: 'a new session is good', now: start, expected: 'valid' },
  { name: 'just before the idle limit', now: after(240, -1), expected: 'valid' },
  { name: 'the idle limit itself is too late', now: after(240), expected: 'session-idle' },
  { name: 'an office that decides: just before its idle limit', who: decider, now: after(60, -1), expected: 'valid' },
  { name: 'an office that decides: its idle limit itself', who: decider, now: after(60), expected: 'session-idle' },
  {
    name: 'in use all the time, just before the end',
    session: { lastSeenAt: after(599) },
    now: after(600, -1),
    expected: 'valid',
  },
  {
    name: 'in use all the time, the end itself is too late',
    session: { lastSeenAt: after(599) },
    now: after(600),
    expected: 'session-over',
  },
  { name: 'ended by hand', session: { endedAt: start }, now: start, expected: 'session-ended' },
  {
    name: 'the instant of leaving is too late',
    who: { leavesAt: start, decides: false },
    now: start,
    expected: 'left',
  },
  { name: 'just before leaving', who: { leavesAt: after(1), decides: false }, now: after(1, -1), expected: 'valid' },
  {
    name: 'leaving is told first',
    session: { endedAt: start },
    who: { leavesAt: start, decides: false },
    now: after(900),
    expected: 'left',
  },
]
for (const { name, session, who, now, expected } of cases) {
  test(name, () => {
    const decision = decideSession({ ...fresh, ...session }, who ?? staff, now)
    assert.equal(decision.kind === 'valid' ? 'valid' : decision.because, expected)
  })
}

test('a verification by passkey counts for five minutes; none counts never', () => {
  assert.deepEqual(passkeyFreshUntil({ passkeyVerifiedAt: start }), after(5))
  assert.equal(passkeyFreshUntil({ passkeyVerifiedAt: null }), undefined)
})

test('the cookie is bound to this host, to encryption and to requests of this site', () => {
  assert.match(sessionCookie.name, /^__Host-/)
  assert.deepEqual(sessionCookie.options, { path: '/', secure: true, httpOnly: true, sameSite: 'lax' })
})

const agents = [
  {
    agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
    label: 'Firefox, Windows',
  },
  {
    agent: 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/139.0 Safari/537.36 Edg/139.0',
    label: 'Edge, Windows',
  },
  {
    agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19 Safari/604',
    label: 'Safari, iOS',
  },
  {
    agent: 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/139.0 Safari/537.36',
    label: 'Chrome, Linux',
  },
  {
    agent: 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36',
    label: 'Samsung Internet, Android',
  },
  {
    agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/537.36 Chrome/139.0 Safari/537.36 OPR/124.0',
    label: 'Opera, macOS',
  },
  {
    agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 EdgiOS/139.0 Version/19 Safari/604',
    label: 'Edge, iOS',
  },
  { agent: 'curl/8', label: '?' },
  { agent: undefined, label: '?' },
]
for (const { agent, label } of agents)
  test(`of a browser is kept: ${label}`, () => assert.equal(browserLabel(agent), label))
