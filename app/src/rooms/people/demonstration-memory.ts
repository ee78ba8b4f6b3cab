/** What the demonstration provider remembers of one thing it issued. */
type Payload = { uid?: string; userCode?: string; grantId?: string; consumed?: number } & Record<string, unknown>

/** Entries that are remembered at most; the oldest go first. Arbitrary: a demonstration has one person at a time. */
const mostEntries = 5_000

/**
 * Memory for the demonstration provider: everything it issued, gone when the process ends.
 *
 * @returns What makes the store of one kind of thing, as the provider asks for it.
 */
export function makeDemonstrationMemory() {
  const entries = new Map<string, { payload: Payload; until: number }>()

  const find = (key: string): Payload | undefined => {
    const entry = entries.get(key)
    if (entry !== undefined && entry.until > Date.now()) return entry.payload
    entries.delete(key)
    return undefined
  }
  const findBy = (kind: string, matches: (payload: Payload) => boolean) => {
    for (const key of entries.keys()) {
      const payload = key.startsWith(`${kind}:`) ? find(key) : undefined
      if (payload !== undefined && matches(payload)) return payload
    }
    return undefined
  }
  return (kind: string) => ({
    upsert: async (id: string, payload: Payload, expiresInS: number) => {
      entries.set(`${kind}:${id}`, { payload, until: Date.now() + expiresInS * 1000 })
      const oldest = entries.keys().next().value
      if (entries.size > mostEntries && oldest !== undefined) entries.delete(oldest)
    },
    find: async (id: string) => find(`${kind}:${id}`),
    findByUid: async (uid: string) => findBy(kind, (payload) => payload.uid === uid),
    findByUserCode: async (userCode: string) => findBy(kind, (payload) => payload.userCode === userCode),
    consume: async (id: string) => {
      const payload = find(`${kind}:${id}`)
      if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000)
    },
    destroy: async (id: string) => {
      entries.delete(`${kind}:${id}`)
    },
    revokeByGrantId: async (grantId: string) => {
      // Of this kind alone: the interaction that replaces one person by another names the old grant, and must go on.
      for (const [key, { payload }] of entries) {
        if (key.startsWith(`${kind}:`) && payload.grantId === grantId) entries.delete(key)
      }
    },
  })
}
