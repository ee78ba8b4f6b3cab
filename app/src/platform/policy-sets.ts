import { sql } from 'kysely'
import type { Authorizer } from './authorization.ts'
import type { Database, Tx } from './database.ts'

/** The exact texts that decided, as they are kept under their digest. */
export type PolicySet = { readonly schema: string; readonly policies: string; readonly firstUsedAt: Date }

/** Keeps the policies that decide from now on, so that each recorded decision can be taken again. */
export async function keepPolicySet(database: Database, authorizer: Authorizer, now: Date): Promise<void> {
  const { digest, schema, policyText } = authorizer
  await sql`insert into policy_sets (digest, schema, policies, first_used_at)
    values (${digest}, ${schema}, ${policyText}, ${now}) on conflict (digest) do nothing`.execute(database)
}

/** Policies by their digest, or undefined. */
export async function findPolicySet(tx: Tx, digest: string): Promise<PolicySet | undefined> {
  const { rows } = await sql<PolicySet>`select schema, policies, first_used_at as "firstUsedAt"
    from policy_sets where digest = ${digest}`.execute(tx)
  return rows[0]
}
