import type { Look } from './declaration.ts'
import { type LookLevel, lookLevels } from './vocabulary.ts'

/** How far down a look really goes: the deeper of its level and of what it is grouped by. Groups of one person are persons. */
export function depthOf({ level, groupBy }: Pick<Look, 'level'> & { readonly groupBy: readonly string[] }): LookLevel {
  return lookLevels.findLast((one) => one === level || groupBy.includes(one)) ?? level
}
