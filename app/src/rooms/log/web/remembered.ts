import { decodeBase64, encodeBase64 } from '@openwacht/tlog/strict-text.ts'

// What this browser keeps of a log: the keys it saw first, and the last state it saw. Nobody else can change it.

/** What is kept. */
export type Remembered = {
  readonly policy: Uint8Array
  readonly checkpoint: Uint8Array
  readonly size: number
  /** When it was seen, ISO 8601, by the clock of this device. */
  readonly at: string
}

const storageName = 'openwacht.log'

/** What is kept on this device; `undefined` when nothing is, or it cannot be read. */
export function remembered(): Remembered | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageName) ?? 'null')
    if (typeof kept !== 'object' || kept === null) return undefined
    const { policy, checkpoint, size, at } = kept as Record<string, unknown>
    if (typeof policy !== 'string' || typeof checkpoint !== 'string' || typeof size !== 'number') return undefined
    const [policyBytes, checkpointBytes] = [decodeBase64(policy), decodeBase64(checkpoint)]
    if (policyBytes === undefined || checkpointBytes === undefined || typeof at !== 'string') return undefined
    return { policy: policyBytes, checkpoint: checkpointBytes, size, at }
  } catch {
    // Storage that is switched off, or was written by something else: as if nothing had been kept.
    return undefined
  }
}

/** Keeps a state for the next time. @returns Whether this device can. */
export function remember({ policy, checkpoint, size, at }: Remembered): boolean {
  try {
    const kept = { policy: encodeBase64(policy), checkpoint: encodeBase64(checkpoint), size, at }
    localStorage.setItem(storageName, JSON.stringify(kept))
    return true
  } catch {
    return false
  }
}

/** Forgets what was kept. */
export function forget(): void {
  try {
    localStorage.removeItem(storageName)
  } catch {
    // Nothing was kept either.
  }
}
