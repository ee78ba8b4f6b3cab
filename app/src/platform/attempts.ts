/** Ways to prove who one is. */
export type Proving = 'sign-in' | 'secret'

/** Failed attempts to prove who one is, counted per way and network address, in memory. */
export type Attempts = {
  /** Counts one that failed. */
  fail(way: Proving, address: string, now: Date): void
  /** Seconds until another attempt is heard; undefined where it is heard now. */
  waitS(way: Proving, address: string, now: Date): number | undefined
}

/** Failures that one address may make in a window. Many staff share one, so it stands far above what people mistype. */
const mostFailures = 60
const windowMs = 60_000
/** Addresses remembered at most; the oldest go first. Somebody with that many addresses is not stopped by counting. */
const mostAddresses = 10_000

/** A new count, empty. */
export function makeAttempts(): Attempts {
  const counts = new Map<string, { failures: number; until: number }>()
  const current = (key: string, now: Date) => {
    const count = counts.get(key)
    return count !== undefined && now.getTime() < count.until ? count : undefined
  }
  return {
    fail: (way, address, now) => {
      const key = `${way} ${address}`
      const count = current(key, now) ?? { failures: 0, until: now.getTime() + windowMs }
      counts.delete(key)
      counts.set(key, { ...count, failures: count.failures + 1 })
      const oldest = counts.keys().next().value
      if (counts.size > mostAddresses && oldest !== undefined) counts.delete(oldest)
    },
    waitS: (way, address, now) => {
      const count = current(`${way} ${address}`, now)
      if (count === undefined || count.failures < mostFailures) return undefined
      return Math.max(1, Math.ceil((count.until - now.getTime()) / 1000))
    },
  }
}
