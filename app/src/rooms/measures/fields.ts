import type { Declaration, Field, Source } from './declaration.ts'
import type { Jurisdiction } from './legal-context.ts'
import { overlaps } from './logsource.ts'
import { saysWhom, tellingClasses } from './never.ts'
import { type Refusal, refusal } from './refusal.ts'
import { namesPerson } from './tools/known-names.ts'
import { coarsenings, type Medium } from './vocabulary.ts'

/** Media through which a house sees what staff do. A house that chose to monitor nothing has none of them. */
const monitoringMedia: readonly Medium[] = ['system-log', 'network-log', 'sign-in-log', 'mail-log', 'web-log']

/** Faults of what is collected, and of what detections may look at. */
export function fieldRefusals(declaration: Declaration): readonly Refusal[] {
  const found: Refusal[] = []
  for (const [index, source] of declaration.sources.entries()) {
    const path = `/sources/${index}`
    if (declaration.monitoring === 'none' && monitoringMedia.includes(source.medium) && saysWhom(source)) {
      found.push(refusal('collects-under-none', path))
    }
    for (const [at, field] of source.fields.entries()) {
      found.push(...ofField(field, `${path}/fields/${at}`, source, declaration))
    }
  }
  for (const [index, logsource] of declaration.envelope.logsources.entries()) {
    if (!declaration.sources.some((source) => overlaps(source.logsource, logsource))) {
      found.push(refusal('envelope-without-source', `/envelope/logsources/${index}`))
    }
  }
  return found
}

function ofField(field: Field, path: string, source: Source, declaration: Declaration): readonly Refusal[] {
  return [
    ...inClear(field, path, source, declaration),
    ...misnamed(field, path),
    ...specialData(field, path, declaration.jurisdiction),
    ...coarsening(field, path),
  ]
}

function inClear(field: Field, path: string, { medium }: Source, { purposes }: Declaration): readonly Refusal[] {
  if (field.treatment !== 'keep') return []
  // A mailbox is read where it is, by decision; nothing of it passes the gate.
  if (medium === 'mailbox' && purposes.includes('continue-work-in-absence')) return []
  switch (field.class) {
    case 'person':
    case 'account':
    case 'device':
    case 'address':
      return [refusal('identity-in-clear', `${path}/treatment`)]
    case 'text':
      return [refusal('text-in-clear', `${path}/treatment`)]
    default:
      return []
  }
}

/** A field that tools are known to fill with a person or account, said to be something milder. */
function misnamed(field: Field, path: string): readonly Refusal[] {
  if (field.treatment === 'drop' || tellingClasses.includes(field.class) || !namesPerson(field.path)) return []
  return [refusal('class-too-mild', `${path}/class`, { name: field.path })]
}

function specialData(
  { special, treatment, exception }: Field,
  path: string,
  country: Jurisdiction,
): readonly Refusal[] {
  if (special === undefined || treatment === 'drop') return []
  if (special === 'national-number') {
    // The Danish number may identify a person for a public body; it may not lie about in clear.
    if (treatment === 'scrub' || (country === 'dk' && treatment === 'pseudonym')) return []
    return [refusal('national-number', `${path}/treatment`, {}, numberArticle[country])]
  }
  if (exception !== undefined) return []
  if (special === 'criminal') return [refusal('criminal-data', `${path}/exception`, {}, criminalArticle[country])]
  const own = country === 'nl' ? dutchSpecial[special] : undefined
  const article = own === undefined ? 'GDPR Art. 9(1)' : `GDPR Art. 9(1); ${own}`
  return [refusal('special-data', `${path}/exception`, {}, article)]
}

const numberArticle = { nl: 'UAVG art. 46', dk: 'Databeskyttelsesloven § 11(1)' } as const
const criminalArticle = { nl: 'GDPR Art. 10; UAVG art. 33(3)', dk: 'GDPR Art. 10; Databeskyttelsesloven § 8' } as const
const dutchSpecial: Readonly<Partial<Record<string, string>>> = { biometric: 'UAVG art. 29', health: 'UAVG art. 30' }

function coarsening(field: Field, path: string): readonly Refusal[] {
  const known: readonly string[] = coarsenings[field.class]
  if (field.treatment === 'coarsen') {
    if (field.to !== undefined && known.includes(field.to)) return []
  } else if (field.to === undefined) return []
  return [refusal('coarsening-wrong', `${path}/to`)]
}
