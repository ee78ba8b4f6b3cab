import type { OfficeCode } from './offices.ts'

/** Who is needed for a task. `seats`: that many different persons in one office. `some`: any `count` of the parts. */
export type Need =
  | { readonly kind: 'seats'; readonly office: OfficeCode; readonly count: number }
  | { readonly kind: 'some'; readonly count: number; readonly of: readonly Need[] }

/** One person in this office. */
export function one(office: OfficeCode): Need {
  return { kind: 'seats', office, count: 1 }
}

/** `count` different persons in this office. */
export function several(count: number, office: OfficeCode): Need {
  return { kind: 'seats', office, count }
}

/** Each of the parts. */
export function allOf(...of: readonly Need[]): Need {
  return { kind: 'some', count: of.length, of }
}

/** One of the parts. */
export function anyOf(...of: readonly Need[]): Need {
  return { kind: 'some', count: 1, of }
}

/** A quorum: `count` of the parts. */
export function someOf(count: number, ...of: readonly Need[]): Need {
  return { kind: 'some', count, of }
}

/** One way to meet a need: the seats that must be filled, an office as often as it has seats. */
export type Way = readonly OfficeCode[]

/** Every way to meet a need, in the order of the parts. Meant for needs of a few parts: the number of ways multiplies. */
export function waysOf(need: Need): readonly Way[] {
  if (need.kind === 'seats') return [Array.from({ length: need.count }, () => need.office)]
  return choices(need.count, need.of).flatMap((parts) =>
    parts
      .map(waysOf)
      .reduce<readonly Way[]>((ways, more) => ways.flatMap((way) => more.map((next) => [...way, ...next])), [[]]),
  )
}

function choices(count: number, parts: readonly Need[]): readonly (readonly Need[])[] {
  if (count === 0) return [[]]
  return parts.flatMap((part, n) => choices(count - 1, parts.slice(n + 1)).map((rest) => [part, ...rest]))
}

/** Who may act in an office: employee ids, holders and deputies alike. */
export type Officers = ReadonlyMap<OfficeCode, ReadonlySet<string>>

/**
 * What one way still lacks.
 *
 * @param persons - Least number of different persons over all seats; one person may fill seats of two offices unless this forbids it.
 * @returns The offices whose seats stay empty, and how many more different persons are needed; both nothing when the way works.
 */
export function lacking(
  way: Way,
  persons: number,
  officers: Officers,
): { offices: readonly OfficeCode[]; persons: number } {
  const offices = [...new Set(way)].filter((office) => {
    const seats = way.filter((seat) => seat === office).length
    return (officers.get(office)?.size ?? 0) < seats
  })
  return { offices, persons: Math.max(0, persons - differentPersons(way, officers)) }
}

// Largest number of seats with a person of their own: augmenting paths in the graph of seats and persons (Kuhn's method).
function differentPersons(way: Way, officers: Officers): number {
  const seatOf = new Map<string, number>()
  const seat = (n: number, seen: Set<string>): boolean => {
    const office = way[n]
    if (office === undefined) return false
    for (const person of officers.get(office) ?? []) {
      if (seen.has(person)) continue
      seen.add(person)
      const taken = seatOf.get(person)
      if (taken === undefined || seat(taken, seen)) {
        seatOf.set(person, n)
        return true
      }
    }
    return false
  }
  return way.filter((_, n) => seat(n, new Set())).length
}
