import type { Declaration } from './declaration.ts'
import { saysAnythingOfPersons } from './grounds.ts'
import type { LegalContext } from './legal-context.ts'
import { brokenNever } from './never.ts'
import { fitsIn } from './period.ts'
import { namedNever, namedProtected, type Refusal, refusal } from './refusal.ts'
import { type CapabilityKind, leftOut, type NeverWord, protectedOffices, retentionKinds } from './vocabulary.ts'

/** Words that stand in every declaration: no screen, export or rule answers when or from where somebody works. */
export const alwaysNever: readonly NeverWord[] = ['presence', 'place-of-work']

/** What no employer may use, whatever anybody decides. Source: Regulation 2024/1689 art. 5(1)(f)-(g). */
const forbidden: readonly CapabilityKind[] = ['emotion-recognition', 'biometric-categorisation']

/** Faults of what protects staff: the never list, protected offices, notice, holds and the limits of a device. */
export function safeguardRefusals(declaration: Declaration, context: LegalContext): readonly Refusal[] {
  return [
    ...neverRefusals(declaration),
    ...protectionRefusals(declaration),
    ...capabilityRefusals(declaration),
    ...noticeRefusals(declaration, context),
    ...holdRefusals(declaration),
  ]
}

function neverRefusals(declaration: Declaration): readonly Refusal[] {
  const missing = alwaysNever.filter((word) => !declaration.never.includes(word))
  return [
    ...missing.map((word) => refusal('never-incomplete', '/never', { word: namedNever(word) })),
    ...brokenNever(declaration).map(({ word, path }) => refusal('never-broken', path, { word: namedNever(word) })),
  ]
}

function protectionRefusals(declaration: Declaration): readonly Refusal[] {
  if (!saysAnythingOfPersons(declaration)) return []
  return protectedOffices
    .filter((office) => {
      const found = declaration.protectedOffices.find((one) => one.office === office)
      return !leftOut.every((part) => found?.leftOut.includes(part))
    })
    .map((office) => refusal('office-not-protected', '/protectedOffices', { office: namedProtected(office) }))
}

function capabilityRefusals({ capabilities, reach }: Declaration): readonly Refusal[] {
  const found = capabilities.flatMap(({ kind, state }, index) =>
    state === 'used' && forbidden.includes(kind)
      ? [refusal('forbidden-capability', `/capabilities/${index}/state`)]
      : [],
  )
  if (reach.personalDevices !== 'whole') return found
  return [...found, refusal('personal-device-whole', '/reach/personalDevices')]
}

// Denmark asks for notice before a control measure. In the Netherlands the law sets no number; the council decides first.
function noticeRefusals({ jurisdiction, notice }: Declaration, { controlNotice }: LegalContext): readonly Refusal[] {
  if (jurisdiction !== 'dk' || fitsIn(controlNotice, notice.term)) return []
  return [refusal('notice-too-short', '/notice/term', { amount: controlNotice.amount, unit: controlNotice.unit })]
}

// Woo art. 4.1a: documents that a request concerns are kept from the moment it comes in.
function holdRefusals({ jurisdiction, holds, retention }: Declaration): readonly Refusal[] {
  const deletes = retention.some(({ kind }) => !retentionKinds[kind].evidence)
  if (jurisdiction !== 'nl' || !deletes || holds.includes('freedom-of-information')) return []
  return [refusal('hold-missing', '/holds')]
}
