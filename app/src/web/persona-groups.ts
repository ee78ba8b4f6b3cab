/** Kinds of office, in the order in which the demonstration offers them. */
export const personaGroups = ['staff', 'security', 'oversight', 'board', 'records'] as const
export type PersonaGroup = (typeof personaGroups)[number]

const groupOfOffice: Readonly<Record<string, PersonaGroup>> = {
  employee: 'staff',
  manager: 'staff',
  'project-lead': 'staff',
  analyst: 'security',
  ciso: 'security',
  diso: 'security',
  ipm: 'security',
  'device-administrator': 'security',
  'service-desk': 'security',
  'external-processor': 'security',
  dpo: 'oversight',
  'privacy-officer': 'oversight',
  'works-council-member': 'oversight',
  'shop-steward': 'oversight',
  'union-consultant': 'oversight',
  'confidential-adviser': 'oversight',
  administrator: 'board',
  'municipal-secretary': 'board',
  'im-head': 'board',
  'adopting-board': 'board',
  registry: 'records',
  'record-manager': 'records',
  'foi-officer': 'records',
  communications: 'records',
}

/**
 * Puts people together by the kind of their office, in the order given; a group without people is left out. An office
 * that is not known here counts as staff, so that nobody is missing.
 */
export function groupPersonas<Persona extends { readonly office: string }>(
  personas: readonly Persona[],
): readonly { readonly group: PersonaGroup; readonly personas: readonly Persona[] }[] {
  return personaGroups
    .map((group) => ({
      group,
      personas: personas.filter(({ office }) => (groupOfOffice[office] ?? 'staff') === group),
    }))
    .filter(({ personas: own }) => own.length > 0)
}
