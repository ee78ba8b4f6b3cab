import type { Declaration } from './declaration.ts'
import { type Refusal, refusal } from './refusal.ts'

/** The European Economic Area: the 27 Member States, Iceland, Liechtenstein and Norway. ISO 3166-1 alpha-2. */
export const eea: ReadonlySet<string> = new Set(
  `AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO`.split(' '),
)

/** A decision that a country protects data well enough. Source: GDPR Art. 45. */
export type Adequacy = {
  readonly country: string
  readonly until?: string
  readonly scope?: 'commercial' | 'certified'
}

/** The decisions as last seen in 2026. `commercial`, `certified`: only such recipients, so the declaration must name the proof. */
export const adequate: readonly Adequacy[] = [
  { country: 'AD' },
  { country: 'AR' },
  { country: 'BR' },
  { country: 'CA', scope: 'commercial' },
  { country: 'CH' },
  { country: 'FO' },
  { country: 'GB', until: '2031-12-27' },
  { country: 'GG' },
  { country: 'IL' },
  { country: 'IM' },
  { country: 'JE' },
  { country: 'JP', scope: 'commercial' },
  { country: 'KR' },
  { country: 'NZ' },
  { country: 'US', scope: 'certified' },
  { country: 'UY' },
]

/** Faults of who receives data, and where. */
export function recipientRefusals({ recipients }: Declaration, on: string): readonly Refusal[] {
  return recipients.flatMap(({ role, country, contract, transferTool }, index) => {
    const path = `/recipients/${index}`
    const found: Refusal[] = []
    if (role === 'processor' && contract === undefined) found.push(refusal('contract-missing', `${path}/contract`))
    if (eea.has(country)) return found
    // Public bodies cannot lean on consent, contract or compelling interests.
    if (transferTool === 'derogation') found.push(refusal('transfer-by-derogation', `${path}/transferTool`))
    else if (transferTool === undefined || (transferTool === 'adequacy' && !isAdequate(country, contract, on))) {
      found.push(refusal('transfer-without-tool', `${path}/transferTool`))
    }
    return found
  })
}

function isAdequate(country: string, contract: string | undefined, on: string): boolean {
  const decision = adequate.find((one) => one.country === country)
  if (decision === undefined || (decision.until !== undefined && on > decision.until)) return false
  return decision.scope === undefined || contract !== undefined
}
