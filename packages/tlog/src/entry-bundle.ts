// Entry bundles: up to 256 entries in one file, each behind its length (C2SP tlog-tiles, "Log entries").
import { maxEntryBytes, tileWidth } from './limits.ts'
import { MalformedError } from './malformed.ts'

/**
 * A bundle of 1 to 256 entries, each with its length as two bytes, most significant first.
 *
 * @throws TypeError when there are more entries or an entry is longer than 65,535 bytes.
 */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length > tileWidth) throw new TypeError(`expected at most ${tileWidth} entries, got ${entries.length}`)
  const bundle = new Uint8Array(entries.reduce((length, entry) => length + 2 + entry.length, 0))
  let at = 0
  for (const entry of entries) {
    checkEntry(entry)
    bundle[at] = entry.length >> 8
    bundle[at + 1] = entry.length & 0xff
    bundle.set(entry, at + 2)
    at += 2 + entry.length
  }
  return bundle
}

/**
 * The entries of a bundle, in order, as views on its bytes.
 *
 * @param width - How many entries there must be.
 * @throws MalformedError when there are fewer or more, or the last one is cut off.
 */
export function decodeEntryBundle(bundle: Uint8Array, width: number): readonly Uint8Array[] {
  const entries: Uint8Array[] = []
  let at = 0
  while (at < bundle.length && entries.length < width) {
    const end = at + 2 + ((bundle[at] ?? 0) << 8) + (bundle[at + 1] ?? 0)
    if (at + 2 > bundle.length || end > bundle.length) {
      throw new MalformedError(
        'entry bundle',
        `expected entry ${entries.length} to end at byte ${end}, got the end first`,
      )
    }
    entries.push(bundle.subarray(at + 2, end))
    at = end
  }
  if (entries.length !== width || at !== bundle.length) {
    throw new MalformedError('entry bundle', `expected ${width} entries and nothing after them, got ${entries.length}`)
  }
  return entries
}

/**
 * The whole entries at the beginning of what should be a bundle, as views on its bytes: for who wants to know what is wrong
 * with it.
 *
 * @param most - How many at most.
 * @returns The entries, and the position after the last of them.
 */
export function entriesUpTo(
  bundle: Uint8Array,
  most: number,
): { readonly entries: readonly Uint8Array[]; readonly end: number } {
  const entries: Uint8Array[] = []
  let at = 0
  while (at + 2 <= bundle.length && entries.length < most) {
    const end = at + 2 + ((bundle[at] ?? 0) << 8) + (bundle[at + 1] ?? 0)
    if (end > bundle.length) break
    entries.push(bundle.subarray(at + 2, end))
    at = end
  }
  return { entries, end: at }
}

/** @throws TypeError when an entry is longer than a bundle can hold. */
export function checkEntry(entry: Uint8Array): void {
  if (entry.length > maxEntryBytes) {
    throw new TypeError(`expected an entry of at most ${maxEntryBytes} bytes, got ${entry.length}`)
  }
}
