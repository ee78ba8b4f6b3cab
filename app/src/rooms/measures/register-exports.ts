import { dayInWords, type Say } from '../../platform/problem.ts'
import type { Declaration } from './declaration.ts'
import { textIn } from './explanation.ts'
import type { Measure } from './measure.ts'
import type { AlgorithmAnswer, ProcessingActivityAnswer } from './shapes.ts'
import { standingOf } from './standing.ts'
import { seenBy } from './viewers.ts'
import type { Ground, Purpose } from './vocabulary.ts'

// What other registers ask of a measure, from the declaration that is in force, as far as everybody may read it.

/** The version that an export is made of. */
export type Exported = {
  readonly measure: Measure
  readonly version: number
  readonly madeOn: string
  readonly declaration: Declaration
}

/** Purposes of W3C DPV 2.1. */
const purposeOf: { readonly [Of in Purpose]: string } = {
  'detect-threats': 'EnforceSecurity',
  'respond-to-threats': 'EnforceSecurity',
  'prevent-malware': 'EnforceSecurity',
  'protect-devices': 'EnforceSecurity',
  'protect-information': 'EnforceSecurity',
  'keep-systems-available': 'ServiceProvision',
  'test-resilience': 'OrganisationRiskManagement',
  'raise-awareness': 'OrganisationRiskManagement',
  'continue-work-in-absence': 'OrganisationGovernance',
  'account-for-own-use': 'LegalCompliance',
}

/** Legal bases of W3C DPV 2.1. Source: GDPR Art. 6(1). */
const basisOf: { readonly [Of in Ground]: string } = {
  'gdpr-6-1-a': 'Consent',
  'gdpr-6-1-b': 'Contract',
  'gdpr-6-1-c': 'LegalObligation',
  'gdpr-6-1-d': 'VitalInterest',
  'gdpr-6-1-e': 'OfficialAuthorityOfController',
  'gdpr-6-1-f': 'LegitimateInterest',
}

const subjectOf: Readonly<Record<string, string>> = {
  employees: 'Employee',
  'external-workers': 'Employee',
  'office-holders': 'PublicOfficial',
  visitors: 'Visitor',
  citizens: 'Citizen',
  contacts: 'Person',
}

/** A measure in the shape of one version of the Register van Verwerkingsactiviteiten (v0.1). */
export function processingActivity(
  { measure, version, madeOn, declaration }: Exported,
  say: Say,
): ProcessingActivityAnswer {
  const { sources = [] } = seenBy(declaration, 'public').declaration as Partial<Declaration>
  const kept = sources.flatMap(({ fields }) => fields).filter(({ treatment }) => treatment !== 'drop')
  return {
    id: measure.id,
    version,
    validFrom: `${measure.life.inForce?.since ?? madeOn}T00:00:00Z`,
    name: textIn(declaration.title, say),
    dataSubjects: [...new Set(declaration.dataSubjects.map((one) => subjectOf[one] ?? 'Person'))],
    legalBasis: [...new Set(declaration.grounds.map(({ ground }) => basisOf[ground]))],
    purpose: `https://w3id.org/dpv#${purposeOf[declaration.purposes[0] ?? 'protect-information']}`,
    processingOptions: ['Obtain', ...(declaration.monitoring === 'retained' ? ['Store'] : []), 'Use'],
    personalData: {
      categories: [...new Set(kept.map((field) => field.class))].filter((name) => name !== 'other').sort(),
    },
    recipients: [...recipientsOf(declaration, say)],
    retention: declaration.retention.map(({ kind, keep }) => ({ kind, amount: keep.amount, unit: keep.unit })),
  }
}

function recipientsOf(declaration: Declaration, say: Say): ProcessingActivityAnswer['recipients'] {
  const { recipients = [] } = seenBy(declaration, 'public').declaration as Partial<Declaration>
  const roles = { processor: 'DataProcessor', authority: 'Authority', controller: 'DataController' } as const
  return recipients.map(({ role, what, country }) => ({ legalRole: roles[role], name: textIn(what, say), country }))
}

/**
 * A measure in the fields of the Dutch Algoritmeregister (publication standard 1.0). What this house does not know is null: an
 * export says nothing that nobody declared.
 */
export function algorithmEntry(
  { measure, declaration }: Exported,
  place: { readonly organisation: string; readonly url: string; readonly on: string; readonly language: string },
  say: Say,
): AlgorithmAnswer {
  const { proportionality, dpia, tool } = declaration
  const words = (text: Parameters<typeof textIn>[0]): string => textIn(text, say)
  const standing = standingOf(measure.life, place.on)
  const isRunning = ['active', 'regularising', 'emergency', 'suspended'].includes(standing)
  const shown = seenBy(declaration, 'public').declaration as Partial<Declaration>
  return {
    name: words(declaration.title),
    organization: place.organisation,
    description_short: words(declaration.summary),
    publication_category: categoryOf(shown),
    status: isRunning
      ? 'In gebruik'
      : standing === 'ended' || standing === 'lapsed'
        ? 'Buiten gebruik'
        : 'In ontwikkeling',
    begin_date: (tool.liveSince ?? measure.life.inForce?.since ?? measure.life.knownSince)?.slice(0, 10) ?? null,
    end_date: measure.life.ended?.since.slice(0, 10) ?? null,
    url: `${place.url}/register/${measure.id}`,
    contact_email: null,
    provider: tool.name,
    goal: words(declaration.necessity),
    impact: words(proportionality.consequences),
    proportionality: [
      words(proportionality.reasons),
      ...proportionality.milderMeans.map(({ means, whyNot }) => `${words(means)} ${words(whyNot)}`),
    ].join('\n'),
    human_intervention: humanIn(shown, say),
    risks: words(proportionality.safeguards),
    lawful_basis: declaration.grounds
      .map(({ ground, provision }) => [say(`measures.word.ground.${ground}`), provision].filter(Boolean).join(': '))
      .join('\n'),
    impacttoetsen:
      dpia.reference === undefined
        ? null
        : `DPIA ${dpia.reference}${dpia.date === undefined ? '' : `, ${dayInWords(dpia.date, say)}`}`,
    source_data: (shown.sources ?? []).map(({ what }) => words(what)).join('\n') || null,
    methods_and_models:
      shown.envelope === undefined
        ? null
        : say('measures.paper.envelope', {
            levels: shown.envelope.levels.map((one) => say(`measures.word.level.${one}`)).join(', '),
          }),
    monitoring: say('measures.paper.reviewed', { date: dayInWords(declaration.review, say) }),
    tags: declaration.purposes.map((one) => say(`measures.word.purpose.${one}`)).join('; '),
    lang: place.language,
    standard_version: '1.0',
    source_id: measure.id,
  }
}

/** Null where what the tool can do is kept from the public: the category would tell it. */
function categoryOf({ capabilities }: Partial<Declaration>): AlgorithmAnswer['publication_category'] {
  if (capabilities === undefined) return null
  const judgesPeople = capabilities.some(({ kind, state }) => kind === 'evaluates-workers' && state === 'used')
  return judgesPeople ? 'Hoog-risico AI-systeem' : 'Impactvolle algoritmes'
}

function humanIn({ responses }: Partial<Declaration>, say: Say): string | null {
  if (responses === undefined) return null
  const alone = responses
    .filter(({ automatic }) => automatic)
    .map(({ response }) => say(`measures.word.response.${response}`))
  return alone.length === 0
    ? say('measures.paper.human-always')
    : say('measures.paper.human-after', { what: alone.join(', ') })
}
