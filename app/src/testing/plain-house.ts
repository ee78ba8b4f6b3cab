import { configKeys, readConfig } from '../config.ts'
import type { Identify } from '../platform/act.ts'
import { makeAttempts } from '../platform/attempts.ts'
import { makeAuthorizer } from '../platform/authorization.ts'
import type { Database } from '../platform/database.ts'
import type { House } from '../platform/http.ts'
import { deriverOf } from '../platform/installation-key.ts'
import { makeLog } from '../platform/log.ts'
import { loadMessages } from '../platform/messages.ts'
import { makeMetrics } from '../platform/metrics.ts'
import { makeSubjectSeal } from '../platform/subject-seal.ts'
import { makeSubjectSecrets } from '../platform/subject-secrets.ts'
import { roomFolders } from '../rooms.ts'

const schema = `
type Circumstances = { passkeyFresh: Bool, holdsPasskey: Bool, demonstration: Bool };
entity House;
entity Employee = { offices: Set<String> };
action "decide";
@nl("kijken") @da("se") @en("look")
action "test.look" appliesTo { principal: [Employee], resource: [House, Employee], context: Circumstances };
@nl("binden") @da("binde") @en("bind")
action "test.bind" in [Action::"decide"] appliesTo { principal: [Employee], resource: [House], context: Circumstances };
`
const policies = `
@id("test.look") @nl("kijken") @da("se") @en("look")
permit (principal is Employee, action == Action::"test.look", resource);
@id("test.bind") @nl("binden") @da("binde") @en("bind")
permit (principal is Employee, action == Action::"test.bind", resource is House) when { principal.offices.contains("binder") };
@id("test.passkey") @nl("passkey") @da("passkey") @en("passkey")
forbid (principal, action in Action::"decide", resource) unless { context.passkeyFresh };
`

/** A house with two rights and no rooms, for tests of the platform. Its log lines are kept in `lines`. */
export function plainHouse(
  database: Database,
  settings: Readonly<Record<string, string>> = {},
): { house: House; lines: string[] } {
  const lines: string[] = []
  const read = readConfig({ [configKeys.demonstration.environment]: 'nl', ...settings }, '/nowhere')
  if (read.kind === 'faults') throw new Error(JSON.stringify(read.faults))
  const now = () => new Date('2026-09-01T10:00:00Z')
  const derive = deriverOf(new Uint8Array(32).fill(7))
  const house: House = {
    config: read.config,
    database,
    authorizer: makeAuthorizer(schema, policies),
    seal: makeSubjectSeal(derive),
    outbox: {
      timeZone: 'Europe/Amsterdam',
      secretOf: makeSubjectSecrets(derive),
      stopped: () => undefined,
      until: async () => undefined,
    },
    demonstration: true,
    messages: loadMessages([roomFolders.platform]),
    log: makeLog('info', (line) => lines.push(line), now),
    metrics: makeMetrics(),
    now,
    publicUrl: () => 'http://localhost:8080',
    activities: [],
    attempts: makeAttempts(),
  }
  return { house, lines }
}

/** Says who asks: an employee with these offices, or nobody. */
export function asking(offices: readonly string[] | undefined, passkeyFresh = false): Identify {
  return async () =>
    offices === undefined
      ? { kind: 'unknown', why: { code: 'no-session', key: 'problem.not-signed-in.detail' } }
      : {
          kind: 'principal',
          principal: {
            entity: { type: 'Employee', id: '11111111-1111-4111-8111-111111111111', attributes: { offices } },
            passkeyFresh,
            holdsPasskey: true,
            sessionId: undefined,
          },
        }
}
