import { type OfficeCode, offices } from './offices.ts'

/**
 * The offices a policy speaks of, for "who may do this". A policy that names none holds for every employee, or for
 * machines or whoever runs the server when it says so.
 *
 * @param policyText - One Cedar policy.
 */
export function officesOfPolicy(policyText: string): (OfficeCode | 'machine' | 'operator')[] {
  const body = policyText.slice(policyText.search(/\b(permit|forbid)\b/))
  if (/principal is Credential/.test(body)) return ['machine']
  if (/principal is Operator/.test(body)) return ['operator']
  const quoted = new Set([...body.matchAll(/"([a-z-]+)"/g)].map((found) => found[1]))
  const named = offices.map((office) => office.code).filter((code) => quoted.has(code))
  return named.length > 0 ? named : ['employee']
}

/**
 * The actions a policy names; for a policy on a group of actions, the group.
 *
 * @param policyText - One Cedar policy.
 */
export function actionsOfPolicy(policyText: string): string[] {
  return [...new Set([...policyText.matchAll(/Action::"([^"]+)"/g)].flatMap((found) => found[1] ?? []))]
}
