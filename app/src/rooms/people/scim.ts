import { randomUUID } from 'node:crypto'
import type { Act } from '../../platform/act.ts'
import { Refusal } from '../../platform/problem.ts'
import { appointmentsOf } from './appointments-store.ts'
import { overseerAccessEnded } from './entry-kinds.ts'
import { lastDayOf } from './local-date.ts'
import { groupOfOffice } from './office-groups.ts'
import {
  endOfficesOfReturning,
  isGuarded,
  newPasskeyHandle,
  noteSignInLinks,
  organisationOf,
  today,
  worksHere,
} from './people.ts'
import { confirmedDepartures } from './proposals-store.ts'
import {
  answerScim,
  declareScim,
  type ScimActs,
  type ScimAnswer,
  type ScimCall,
  type ScimPerson,
  type ScimStored,
  scimDescription,
  scimError,
} from './scim-model.ts'
import { officesFrom, touched } from './second-person.ts'
import { endSessionsOf } from './sign-in-store.ts'
import {
  addEmployees,
  addUnits,
  allUnits,
  changeEmployee,
  type Employee,
  findEmployee,
  findEmployeeNamed,
  lockStaff,
  type NamedBy,
  provisionedEmployees,
} from './store.ts'

/** A request of the staff administration that was refused, with the answer in its own form. */
export class ScimRefusal extends Refusal {
  readonly answer: ScimAnswer
  constructor(answer: ScimAnswer) {
    super()
    this.answer = answer
  }
}

/** Answers one request of the staff administration. */
export async function provision(act: Act, call: ScimCall): Promise<ScimAnswer | ScimRefusal> {
  const answer = await answerScim(call, provisioning(act))
  if (answer.status < 400) return answer
  // What was refused before any person was read concerns nobody.
  act.concerns([])
  return new ScimRefusal(answer)
}

/**
 * What the staff administration may do, within one act.
 *
 * `active: false` and removal take access away from that instant on, with every open session. A person is never
 * erased here: offices held and records made stay explained; erasure follows the retention of the register.
 */
function provisioning(act: Act): ScimActs {
  return {
    read: async (id) => {
      const employee = await findProvisioned(act, id)
      act.concerns(employee === undefined ? [] : [id])
      return employee && (await storedOf(act, employee))
    },
    list: async (exact) => {
      const named = exact && (await findEmployeeNamed(act.tx, nameColumns[exact.name], exact.value))
      const found =
        exact === undefined
          ? await provisionedEmployees(act.tx)
          : named === undefined || named.removedAt !== null
            ? []
            : [named]
      act.concerns(found.map((employee) => employee.id))
      const units = await allUnits(act.tx)
      return found.map((employee) => withUnits(act, employee, units))
    },
    write: (id, person) => write(act, id, person),
    remove: async (id) => {
      await lockStaff(act.tx)
      const employee = await findProvisioned(act, id)
      act.concerns(employee === undefined ? [] : [id])
      if (employee === undefined) return false
      const leavesAt = earlier(employee.leavesAt, act.at)
      await changeEmployee(act.tx, { ...employee, leavesAt, removedAt: act.at, source: 'scim' }, act.at)
      await endAccess(act, employee, { ...employee, leavesAt })
      return true
    },
  }
}

const nameColumns = { userName: 'user_name', externalId: 'external_id' } as const satisfies Record<string, NamedBy>

async function findProvisioned(act: Act, id: string): Promise<Employee | undefined> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return undefined
  const employee = await findEmployee(act.tx, id)
  return employee === undefined || employee.removedAt !== null ? undefined : employee
}

async function write(
  act: Act,
  id: string | undefined,
  person: ScimPerson,
): Promise<ScimStored | 'taken' | 'guarded' | undefined> {
  await lockStaff(act.tx)
  const former = id === undefined ? await removedNamesake(act, person) : undefined
  const isBack = former !== undefined && isSamePerson(former, person)
  const existing = id !== undefined ? await findProvisioned(act, id) : isBack ? former : undefined
  if (existing === undefined && id !== undefined) {
    act.concerns([])
    return undefined
  }
  const draft = await mergedWith(act, existing, person)
  const namesake = isBack ? undefined : former
  if (await isTaken(act, draft, namesake)) {
    act.concerns([])
    return 'taken'
  }
  if (
    existing !== undefined &&
    draft.subject !== existing.subject &&
    (await isGuarded(act, 'sign-in-link', draft.id))
  ) {
    act.concerns([draft.id])
    act.happened('scim-guarded')
    return 'guarded'
  }
  const employee =
    person.department === undefined ? draft : { ...draft, unitId: await unitNamed(act, person.department) }
  act.concerns(namesake === undefined ? [employee.id] : [employee.id, namesake.id])
  if (namesake !== undefined) {
    // Two people, and one word for both: only one of them was entered.
    act.happened('scim-replace')
    const userName = `${namesake.userName} (${namesake.id})`
    await changeEmployee(act.tx, { ...namesake, userName }, act.at)
  }
  if (existing === undefined) await addEmployees(act.tx, [{ ...employee, passkeyHandle: newPasskeyHandle() }], act.at)
  else await changeEmployee(act.tx, employee, act.at)
  await endOfficesOfReturning(act, existing, employee)
  const before = existing?.subject ?? null
  if (before !== null && before !== employee.subject) await noteSignInLinks(act, [employee.id])
  if (!person.active) await endAccess(act, existing, employee)
  return storedOf(act, employee)
}

/**
 * Who was removed and had the user name that is given now. Who comes back is the same person, with the same past. Somebody
 * else who is given a user name that is free again is not: they must not come into the offices and passkeys of the one
 * before, who keeps the record under a name that no directory gives.
 *
 * Source: RFC 7643, section 3.1, `externalId`; RFC 7644, section 3.6: a removed name SHOULD NOT stand in the way of a new person.
 */
async function removedNamesake(act: Act, person: ScimPerson): Promise<Employee | undefined> {
  const found = await findEmployeeNamed(act.tx, 'user_name', person.userName)
  return found === undefined || found.removedAt === null ? undefined : found
}

/** Numbers are for life; a name says nothing where one of them differs. */
function isSamePerson(found: Employee, { externalId, staffNumber }: ScimPerson): boolean {
  const name = found.externalId ?? found.subject
  if (externalId !== undefined && name !== null) return externalId === name
  return staffNumber === undefined || staffNumber === found.staffNumber
}

async function mergedWith(act: Act, existing: Employee | undefined, person: ScimPerson): Promise<Employee> {
  const externalId = person.externalId ?? existing?.externalId ?? null
  return {
    id: existing?.id ?? randomUUID(),
    staffNumber: person.staffNumber ?? existing?.staffNumber ?? person.externalId ?? person.userName,
    userName: person.userName,
    externalId,
    // The directory and the sign-in provider call a person by the same name: that is what links the two.
    subject: externalId ?? existing?.subject ?? null,
    givenName: person.givenName,
    familyName: person.familyName,
    email: person.email,
    unitId: existing?.unitId ?? null,
    workerType: existing?.workerType ?? 'employee',
    language: existing?.language ?? null,
    startsOn: existing?.startsOn ?? (await today(act)),
    leavesAt: person.active ? await comesBack(act, existing) : earlier(existing?.leavesAt ?? null, act.at),
    removedAt: null,
    source: 'scim',
  }
}

/**
 * Ends what somebody has open. Where that takes an overseer out, the log says so and those who lead and oversee are told:
 * the directory decides who has an account, and not in silence who watches it.
 */
async function endAccess(act: Act, was: Employee | undefined, now: Employee): Promise<void> {
  await endSessionsOf(act.tx, now.id, act.at)
  if (was === undefined || !worksHere(was, act.at) || worksHere(now, act.at)) return
  const held = officesFrom(await appointmentsOf(act.tx, now.id), now.id, await today(act))
  for (const office of touched('departure', held))
    await act.enter(overseerAccessEnded, { offices: groupOfOffice(office) }, { about: [now.id], details: { office } })
}

/**
 * A departure that was planned for later stays planned; one that has come is taken back by `active: true`. On its day that
 * would give back the offices too: there what two people confirmed stays.
 */
async function comesBack(act: Act, existing: Employee | undefined): Promise<Date | null> {
  const leavesAt = existing?.leavesAt ?? null
  if (existing === undefined || leavesAt === null || leavesAt > act.at) return leavesAt
  if ((await today(act)) > lastDayOf(leavesAt, (await organisationOf(act)).timeZone)) return null
  return (await confirmedDepartures(act.tx)).get(existing.id) ?? null
}

function earlier(leavesAt: Date | null, at: Date): Date {
  return leavesAt !== null && leavesAt < at ? leavesAt : at
}

/** @param namesake - Who makes room for the user name; for no other name. */
async function isTaken(act: Act, employee: Employee, namesake: Employee | undefined): Promise<boolean> {
  const names: readonly (readonly [NamedBy, string | null])[] = [
    ['user_name', employee.userName],
    ['staff_number', employee.staffNumber],
    ['external_id', employee.externalId],
    ['subject', employee.subject],
  ]
  for (const [column, value] of names) {
    const found = value === null ? undefined : await findEmployeeNamed(act.tx, column, value)
    const makesRoom = column === 'user_name' && found?.id === namesake?.id
    if (found !== undefined && found.id !== employee.id && !makesRoom) return true
  }
  return false
}

async function unitNamed(act: Act, name: string): Promise<string | null> {
  if (name.trim() === '') return null
  const found = (await allUnits(act.tx)).find((unit) => unit.name === name)
  if (found !== undefined) return found.id
  const id = randomUUID()
  await addUnits(act.tx, [{ id, name, parentId: null, externalId: null }])
  return id
}

async function storedOf(act: Act, employee: Employee): Promise<ScimStored> {
  return withUnits(act, employee, await allUnits(act.tx))
}

function withUnits(act: Act, employee: Employee, units: readonly { id: string; name: string }[]): ScimStored {
  const department = units.find((unit) => unit.id === employee.unitId)?.name
  return {
    id: employee.id,
    userName: employee.userName,
    externalId: employee.externalId ?? undefined,
    givenName: employee.givenName,
    familyName: employee.familyName,
    email: employee.email,
    active: employee.leavesAt === null || act.at < employee.leavesAt,
    staffNumber: employee.staffNumber,
    department,
    created: employee.createdAt ?? act.at,
    lastModified: employee.changedAt ?? act.at,
  }
}

/** Path of the SCIM service. Source: RFC 7644, section 3.13: the version is part of it. */
export const scimPath = '/scim/v2'

/** Prepares the SCIM service; once, before the first request. */
export function openProvisioning(): void {
  declareScim(scimPath)
}

/** What the service offers, for clients that ask. */
export function describeProvisioning(kind: 'ServiceProviderConfig' | 'ResourceTypes' | 'Schemas'): Promise<object> {
  return scimDescription(kind, scimPath)
}

/** An error in the form that clients of SCIM read. */
export function provisioningError(status: number, detail: string, scimType?: string): ScimAnswer {
  return { status, body: scimError(status, detail, scimType) }
}
