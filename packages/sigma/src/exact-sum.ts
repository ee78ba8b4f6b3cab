// The sum of floating-point numbers, exactly: what was added can be taken away again, in any order.
//
// Source: J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997, section 2.3 (grow-expansion).

/** The largest magnitude that may be added: sums of them stay far from infinity. */
export const maxSummand = 1e200

/** A sum that does not depend on the order of what was added, nor on what was added and taken away in between. */
export class ExactSum {
  /** Parts that do not overlap, smallest first; their sum is the sum. */
  readonly parts: number[]

  /** @param parts - Of a sum that was saved. */
  constructor(parts: readonly number[] = []) {
    this.parts = [...parts]
  }

  /** Adds a number of at most `maxSummand`; the negative of an earlier one takes it away. */
  add(number: number): void {
    const { parts } = this
    let x = number
    let kept = 0
    for (const part of parts) {
      const [large, small] = Math.abs(x) < Math.abs(part) ? [part, x] : [x, part]
      const high = large + small
      const low = small - (high - large)
      if (low !== 0) parts[kept++] = low
      x = high
    }
    parts.length = kept
    if (x !== 0) parts.push(x)
  }

  /** The sum, rounded once to the nearest number, to even where two are as near. */
  value(): number {
    const { parts } = this
    let at = parts.length - 1
    if (at < 0) return 0
    let high = parts[at] ?? 0
    let low = 0
    while (at > 0) {
      const x = high
      const y = parts[--at] ?? 0
      high = x + y
      low = y - (high - x)
      if (low !== 0) break
    }
    // The rest may tip a tie that rounding to even decided.
    const next = parts[at - 1] ?? 0
    if (at > 0 && ((low < 0 && next < 0) || (low > 0 && next > 0))) {
      const doubled = low * 2
      const moved = high + doubled
      if (doubled === moved - high) return moved
    }
    return high
  }
}
