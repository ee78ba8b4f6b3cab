// HMAC-SHA-256 (RFC 2104) of many short messages under one key: the keyed state is made once, which halves the cost of each.
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { SealedError } from './sealed-error.ts'

/** A key in the form in which it is used. Worth as much as the key. */
export type KeyedHmac = {
  /** HMAC of the parts, one after the other: 32 fresh bytes. @throws SealedError `epoch-erased`. */
  readonly mac: (...parts: readonly Uint8Array[]) => Uint8Array
  /** Overwrites the states; every later call is refused. */
  readonly erase: () => void
}

/** @param key - 32 secret bytes; not kept. */
export function keyedHmac(key: Uint8Array): KeyedHmac {
  const keyed = hmac.create(sha256, key)
  const work = keyed.clone()
  let isErased = false
  return {
    mac(...parts) {
      if (isErased) throw new SealedError('epoch-erased', 'pseudonym key')
      const state = keyed._cloneInto(work)
      for (const part of parts) state.update(part)
      return state.digest()
    },
    erase() {
      isErased = true
      keyed.destroy()
      work.destroy()
    },
  }
}
