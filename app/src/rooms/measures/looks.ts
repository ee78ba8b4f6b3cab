import { type OfficeCode, officeOf } from '../people/offices.ts'
import type { Declaration, Look } from './declaration.ts'
import { depthOf } from './look-depth.ts'
import { type Refusal, refusal } from './refusal.ts'
import { type LookLevel, lookLevels, type Purpose, type Response } from './vocabulary.ts'

/** The smallest group that a look by unit may show. Source: `docs/design/measures.md`; smaller groups are people. */
export const leastGroup = 10

/** How far down a purpose can carry a look. What a purpose does not need, it does not allow. */
const deepest: { readonly [Of in Purpose]: LookLevel } = {
  'detect-threats': 'pseudonym',
  'respond-to-threats': 'pseudonym',
  'prevent-malware': 'pseudonym',
  'protect-devices': 'pseudonym',
  'protect-information': 'pseudonym',
  'keep-systems-available': 'unit',
  'test-resilience': 'unit',
  'raise-awareness': 'unit',
  'continue-work-in-absence': 'pseudonym',
  'account-for-own-use': 'pseudonym',
}

/** Responses that decide about a person, or destroy: a machine alone never does them. Source: GDPR Art. 22(1). */
const decidedByPeople: readonly Response[] = [
  'lock-device',
  'wipe-work-part',
  'wipe-device',
  'reset-password',
  'disable-account',
]

const needWholeDevice: readonly Response[] = ['isolate-device', 'lock-device', 'wipe-device']
const needManagedDevice: readonly Response[] = ['wipe-work-part', 'force-update']

/** Faults of who may look, at what, and how far down. */
export function lookRefusals(declaration: Declaration): readonly Refusal[] {
  const found = declaration.looks.flatMap((look, index) => ofLook(look, `/looks/${index}`, declaration))
  // The DPO must be able to watch: without a look of its own, oversight would depend on who is watched.
  const watched = declaration.looks.some(({ oversight, offices }) => oversight && offices.includes('dpo'))
  return watched ? found : [...found, refusal('no-oversight-look', '/looks')]
}

function ofLook(look: Look, path: string, { purposes }: Declaration): readonly Refusal[] {
  const found: Refusal[] = []
  // Also one that goes deeper and can be read by unit.
  const byUnit = look.level === 'unit' || look.groupBy.includes('unit')
  if (byUnit && (look.k === undefined || look.k < leastGroup)) {
    found.push(refusal('group-too-small', `${path}/k`, { least: leastGroup }))
  }
  for (const [at, office] of look.offices.entries()) {
    const here = `${path}/offices/${at}`
    if (!look.oversight && overseesOnly(office)) found.push(refusal('overseer-looks', here))
    if (office === 'manager' && seesPersons(look, purposes)) found.push(refusal('manager-sees-persons', here))
  }
  if (!look.oversight && isBeyondPurpose(look, purposes)) {
    found.push(refusal('look-beyond-purpose', `${path}/${depthOf(look) === look.level ? 'level' : 'groupBy'}`))
  }
  return found
}

/** Offices that watch over others take no part in what they watch. */
function overseesOnly(office: OfficeCode): boolean {
  return officeOf(office).oversight
}

function seesPersons(look: Look, purposes: readonly Purpose[]): boolean {
  const { subject } = look
  // By decision of four, a manager may read the mailbox of a colleague who cannot act (BRU 5.1.3).
  if (subject === 'messages') return !purposes.includes('continue-work-in-absence')
  return depthOf(look) === 'pseudonym' || subject === 'signals' || subject === 'events' || subject === 'own-records'
}

function isBeyondPurpose(look: Look, purposes: readonly Purpose[]): boolean {
  if (look.subject === 'messages' && !purposes.includes('continue-work-in-absence')) return true
  const reach = Math.max(...purposes.map((purpose) => lookLevels.indexOf(deepest[purpose])))
  return lookLevels.indexOf(depthOf(look)) > reach
}

/** Faults of what may be done because of a finding. */
export function responseRefusals({ responses, reach }: Declaration): readonly Refusal[] {
  return responses.flatMap(({ response, offices, automatic }, index) => {
    const path = `/responses/${index}`
    const found: Refusal[] = []
    if (automatic && decidedByPeople.includes(response)) {
      found.push(refusal('automatic-decision', `${path}/automatic`))
    }
    for (const [at, office] of offices.entries()) {
      if (overseesOnly(office)) found.push(refusal('overseer-responds', `${path}/offices/${at}`))
    }
    const whole = reach.organisationDevices === 'whole'
    const managed = reach.organisationDevices !== 'none' || reach.personalDevices !== 'none'
    if ((needWholeDevice.includes(response) && !whole) || (needManagedDevice.includes(response) && !managed)) {
      found.push(refusal('response-beyond-reach', `${path}/response`))
    }
    return found
  })
}
