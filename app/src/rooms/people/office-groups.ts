import type { OfficeCode } from './offices.ts'

/** Groups of offices, as everybody reads them in the transparency log: no group is one person in any organisation. */
export const officeGroups = [
  'everybody',
  'direction',
  'security',
  'privacy',
  'staff-side',
  'administration',
  'support',
] as const
export type OfficeGroup = (typeof officeGroups)[number]

const groups: Readonly<Record<OfficeCode, OfficeGroup>> = {
  employee: 'everybody',
  manager: 'direction',
  'municipal-secretary': 'direction',
  'im-head': 'direction',
  'adopting-board': 'direction',
  analyst: 'security',
  ciso: 'security',
  diso: 'security',
  'external-processor': 'security',
  dpo: 'privacy',
  'privacy-officer': 'privacy',
  'confidential-adviser': 'privacy',
  'works-council-member': 'staff-side',
  'shop-steward': 'staff-side',
  'union-consultant': 'staff-side',
  administrator: 'administration',
  'device-administrator': 'administration',
  'service-desk': 'administration',
  ipm: 'support',
  'project-lead': 'support',
  registry: 'support',
  'record-manager': 'support',
  'foi-officer': 'support',
  communications: 'support',
}

/** The group of an office. */
export function groupOfOffice(office: OfficeCode): OfficeGroup {
  return groups[office]
}
