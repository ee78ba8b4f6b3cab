import { isOfficeCode, type OfficeCode } from './offices.ts'

/** Whom a right holds for, as people read it: offices, other systems, or whoever runs the server. */
export type RightHolder = OfficeCode | 'machine' | 'operator'

/**
 * Whom a policy speaks of, for "who may do this". A policy that names no office holds for every employee.
 *
 * @param policy - One policy in Cedar's own JSON form.
 * @throws TypeError where offices are used in a way that a list of offices cannot show, such as "all but these": a right
 *   that would be shown wrongly must not start.
 *
 * Source: Cedar policy language, JSON policy format.
 */
export function officesOfPolicy(policy: unknown): readonly RightHolder[] {
  const type = part(part(policy, 'principal'), 'entity_type')
  if (type === 'Credential') return ['machine']
  if (type === 'Operator') return ['operator']
  const conditions = part(policy, 'conditions')
  const named = (Array.isArray(conditions) ? conditions : []).flatMap((condition) =>
    officesIn(part(condition, 'body'), part(condition, 'kind') === 'when'),
  )
  return named.length > 0 ? [...new Set(named)] : ['employee']
}

/** The actions a policy names; for a policy on a group of actions, the group. */
export function actionsOfPolicy(policy: unknown): readonly string[] {
  const action = part(policy, 'action')
  const entities = part(action, 'entities')
  const all = [part(action, 'entity'), ...(Array.isArray(entities) ? entities : [])]
  return all.map((entity) => part(entity, 'id')).filter((id) => typeof id === 'string')
}

/** Offices that a condition asks for. `shown`: whether a list of offices can say it here. */
function officesIn(expression: unknown, shown: boolean): readonly OfficeCode[] {
  if (isOffices(expression)) throw new TypeError('a policy uses the offices in a way that cannot be shown')
  if (typeof expression !== 'object' || expression === null) return []
  if (Array.isArray(expression)) return expression.flatMap((one) => officesIn(one, shown))
  return Object.entries(expression).flatMap(([operator, operands]) => {
    const test = ['contains', 'containsAny'].includes(operator) && isOffices(part(operands, 'left'))
    if (test && shown) return literals(part(operands, 'right'))
    return officesIn(operands, shown && ['&&', '||', 'left', 'right'].includes(operator))
  })
}

function isOffices(expression: unknown): boolean {
  const access = part(expression, '.')
  return part(part(access, 'left'), 'Var') === 'principal' && part(access, 'attr') === 'offices'
}

function literals(expression: unknown): readonly OfficeCode[] {
  const set = part(expression, 'Set')
  const values = (Array.isArray(set) ? set : [expression]).map((one) => part(one, 'Value'))
  return values.map((value) => {
    if (typeof value === 'string' && isOfficeCode(value)) return value
    throw new TypeError(`a policy names "${String(value)}", which is no office`)
  })
}

function part(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined
}
