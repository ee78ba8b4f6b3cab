// Which entries differ: two rows of leaf hashes laid beside each other, the one that the tree has and the one that is there.
import { tileWidth } from './limits.ts'
import type { Hash } from './merkle.ts'
import { encodeHex } from './strict-text.ts'

/** A difference between the tree and what is there. Numbers are places in the log, from 0. */
export type Difference =
  /** The entry at this place is not the one in the tree. */
  | { readonly code: 'entry-changed'; readonly entry: number }
  /** The entry with this number is gone. */
  | { readonly code: 'entry-removed'; readonly entry: number }
  /** At this place stands an entry that the tree does not have. */
  | { readonly code: 'entry-added'; readonly entry: number }
  /** The entry with the number `from` stands at the place `entry`. */
  | { readonly code: 'entry-moved'; readonly entry: number; readonly from: number }
  /** Something in these entries differs, the first one included where it can be told, and nothing leads closer. */
  | { readonly code: 'entries-differ'; readonly first: number; readonly last: number }

/** How far the two rows are searched for where they agree again: a removed bundle is 256 entries. */
const window = tileWidth + 1

/**
 * Compares the leaves that the tree has with those that are there.
 *
 * @param first - Place of the first leaf of both.
 * @param end - `whole`: both rows end here. `cut`: both go on, so what sticks out is no difference. `unreadable`: what is there
 *   goes on, but no entries can be read from it.
 */
export function leafDifferences(
  expected: readonly Hash[],
  found: readonly Hash[],
  first: number,
  end: 'whole' | 'cut' | 'unreadable',
): readonly Difference[] {
  const [wanted, there] = [expected.map(encodeHex), found.map(encodeHex)]
  const removed: number[] = []
  const added: number[] = []
  let [left, right] = [0, 0]
  let isReadable = true
  while (left < wanted.length && right < there.length) {
    if (wanted[left] === there[right]) {
      left++
      right++
      continue
    }
    const step = nextAgreement(wanted, there, left, right)
    if (step === undefined && wanted.length - left !== there.length - right) {
      // From here on the lengths of the entries are no lengths any more: what follows would be guessed.
      isReadable = false
      break
    }
    const { onLeft, onRight } = step ?? { onLeft: wanted.length - left, onRight: there.length - right }
    for (let at = 0; at < onLeft; at++) removed.push(left + at)
    for (let at = 0; at < onRight; at++) added.push(right + at)
    left += onLeft
    right += onRight
  }
  if (isReadable && end === 'unreadable') isReadable = left === wanted.length
  if (isReadable && end !== 'cut') {
    for (; left < wanted.length; left++) removed.push(left)
    for (; right < there.length; right++) added.push(right)
  }
  const named = namedDifferences(wanted, there, removed, added, first)
  if (isReadable) return named
  return [...named, { code: 'entries-differ', first: first + left, last: first + wanted.length - 1 }]
}

/** How many leaves to pass over in each row until they agree again; `undefined` where they never do. */
function nextAgreement(
  wanted: readonly string[],
  there: readonly string[],
  left: number,
  right: number,
): { readonly onLeft: number; readonly onRight: number } | undefined {
  // The fewest differing entries explain most; among equally many a change goes before a removal.
  for (let distance = 1; distance <= 2 * window; distance++) {
    for (let skew = distance % 2; skew <= distance; skew += 2) {
      const [more, fewer] = [(distance + skew) / 2, (distance - skew) / 2]
      for (const [onLeft, onRight] of [
        [more, fewer],
        [fewer, more],
      ] as const) {
        if (onLeft > window || onRight > window) continue
        const one = wanted[left + onLeft]
        if (one !== undefined && one === there[right + onRight]) return { onLeft, onRight }
      }
    }
  }
  return undefined
}

/** One entry gone and the same there elsewhere is told as moved; one gone and another in its place as changed. */
function namedDifferences(
  wanted: readonly string[],
  there: readonly string[],
  removed: readonly number[],
  added: readonly number[],
  first: number,
): readonly Difference[] {
  const places = new Map(removed.map((at) => [wanted[at] ?? '', at]))
  const gone = new Set(removed)
  const differences: Difference[] = []
  const strangers: number[] = []
  for (const at of added) {
    const from = places.get(there[at] ?? '')
    if (from === undefined || !gone.delete(from)) strangers.push(at)
    else differences.push({ code: 'entry-moved', entry: first + at, from: first + from })
  }
  for (const at of strangers) {
    differences.push({ code: gone.delete(at) ? 'entry-changed' : 'entry-added', entry: first + at })
  }
  for (const at of gone) differences.push({ code: 'entry-removed', entry: first + at })
  return differences.sort((one, other) => placeOf(one) - placeOf(other))
}

function placeOf(difference: Difference): number {
  return difference.code === 'entries-differ' ? difference.first : difference.entry
}
