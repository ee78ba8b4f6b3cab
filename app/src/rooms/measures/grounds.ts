import type { Declaration } from './declaration.ts'
import type { LegalContext } from './legal-context.ts'
import { type Refusal, refusal } from './refusal.ts'
import type { Ground } from './vocabulary.ts'

/** Grounds that must be laid down in Union or national law. Source: GDPR Art. 6(3). */
const needProvision: readonly Ground[] = ['gdpr-6-1-c', 'gdpr-6-1-e']

/** Faults of the lawful ground. */
export function groundRefusals({ grounds }: Declaration): readonly Refusal[] {
  const found: Refusal[] = []
  // Employees are hardly ever free to say no to their employer.
  if (grounds.every(({ ground }) => ground === 'gdpr-6-1-a')) found.push(refusal('consent-only', '/grounds'))
  for (const [index, { ground, provision, balancingTest }] of grounds.entries()) {
    const path = `/grounds/${index}`
    if (needProvision.includes(ground) && provision === undefined) {
      found.push(refusal('provision-missing', `${path}/provision`))
    }
    if (ground === 'gdpr-6-1-f' && balancingTest === undefined) {
      found.push(refusal('balancing-test-missing', `${path}/balancingTest`))
    }
    if (grounds.findIndex((other) => other.ground === ground && other.provision === provision) !== index) {
      found.push(refusal('ground-twice', `${path}/ground`))
    }
  }
  return found
}

/** Whether any field says anything about a person, once the gate has treated it. */
export function saysAnythingOfPersons({ sources }: Declaration): boolean {
  return sources.some(({ fields }) => fields.some((field) => field.class !== 'other' && field.treatment !== 'drop'))
}

/** Faults of the data protection impact assessment. */
export function dpiaRefusals(declaration: Declaration, { on }: LegalContext): readonly Refusal[] {
  const { dpia, jurisdiction } = declaration
  if (dpia.reference === undefined) {
    if (!saysAnythingOfPersons(declaration) && dpia.reasonForNone !== undefined) return []
    return [refusal('dpia-missing', '/dpia', {}, dpiaArticle[jurisdiction])]
  }
  const found: Refusal[] = []
  for (const part of ['date', 'residualRisk', 'review'] as const) {
    if (dpia[part] === undefined) found.push(refusal('dpia-incomplete', `/dpia/${part}`))
  }
  if (dpia.review !== undefined && dpia.review <= on) {
    found.push(refusal('dpia-review-past', '/dpia/review', { date: { day: dpia.review } }))
  }
  if (dpia.residualRisk === 'high' && dpia.priorConsultation === undefined) {
    found.push(refusal('high-risk-not-consulted', '/dpia/priorConsultation'))
  }
  return found
}

// Both authorities list systematic monitoring of staff.
const dpiaArticle = {
  nl: 'GDPR Art. 35(1), 35(4); list of the Dutch authority (Stcrt. 2019, 64418)',
  dk: 'GDPR Art. 35(1), 35(4); list of the Danish authority (28 January 2019); WP248',
} as const
