// Numbers in order, for percentiles: a number is found by halving and put in or taken out by moving the rest.

/** A multiset of numbers that knows its percentiles. */
export class SortedNumbers {
  private numbers = new Float64Array(16)
  private size = 0

  /** Adds a number. */
  add(number: number): void {
    if (this.size === this.numbers.length) {
      const larger = new Float64Array(this.size * 2)
      larger.set(this.numbers)
      this.numbers = larger
    }
    const at = this.placeOf(number)
    this.numbers.copyWithin(at + 1, at, this.size)
    this.numbers[at] = number
    this.size++
  }

  /** Takes out a number that was added before. */
  remove(number: number): void {
    const at = this.placeOf(number)
    this.numbers.copyWithin(at, at + 1, this.size)
    this.size--
  }

  /** The percentile from 0 to 100, between two numbers where it falls between them; 0 of no numbers. */
  percentile(percent: number): number {
    return percentileOf(this.numbers, this.size, percent)
  }

  /** The first place whose number is not smaller. */
  private placeOf(number: number): number {
    let low = 0
    let high = this.size
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.numbers[middle] ?? 0) < number) low = middle + 1
      else high = middle
    }
    return low
  }
}

/**
 * The percentile of the first `size` of sorted numbers: the value at rank p/100 · (size - 1), counted from 0, and between
 * two ranks in proportion. 50 is the median.
 */
export function percentileOf(sorted: ArrayLike<number>, size: number, percent: number): number {
  if (size === 0) return 0
  const rank = (percent / 100) * (size - 1)
  const below = Math.floor(rank)
  const low = sorted[below] ?? 0
  const high = sorted[Math.min(below + 1, size - 1)] ?? 0
  return low + (high - low) * (rank - below)
}
