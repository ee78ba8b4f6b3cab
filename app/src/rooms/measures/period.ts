import type { Period } from './declaration.ts'

/** The least and the most days that a length can last. */
type Bounds = { readonly least: number; readonly most: number }

/** Compares two lengths. `undefined` when it depends on the calendar, such as one month and thirty days. */
export function comparePeriods(a: Period, b: Period): -1 | 0 | 1 | undefined {
  const [one, other] = [counted(a), counted(b)]
  if (one.unit === other.unit) return sign(one.amount - other.amount)
  const [left, right] = [bounds(one), bounds(other)]
  if (left.most < right.least) return -1
  return right.most < left.least ? 1 : undefined
}

/** Whether the length certainly does not pass the limit. */
export function fitsIn(length: Period, limit: Period): boolean {
  const order = comparePeriods(length, limit)
  return order === -1 || order === 0
}

type Counted = { readonly amount: number; readonly unit: 'hours' | 'months' }

// Hours, days and weeks are the same measure; so are months and years.
function counted({ amount, unit }: Period): Counted {
  switch (unit) {
    case 'hours':
      return { amount, unit: 'hours' }
    case 'days':
      return { amount: amount * 24, unit: 'hours' }
    case 'weeks':
      return { amount: amount * 168, unit: 'hours' }
    case 'months':
      return { amount, unit: 'months' }
    case 'years':
      return { amount: amount * 12, unit: 'months' }
  }
}

// A month lasts 30.44 days on average; no row of months differs more than three days from its average.
function bounds({ amount, unit }: Counted): Bounds {
  if (unit === 'hours') return { least: amount / 24, most: amount / 24 }
  return { least: amount * 30.436 - 3, most: amount * 30.437 + 3 }
}

function sign(difference: number): -1 | 0 | 1 {
  return difference < 0 ? -1 : difference > 0 ? 1 : 0
}
