import { maxEntryBytes, maxNoteBytes, maxPolicyBytes, tileWidth } from '@openwacht/tlog/limits.ts'

/** Bytes that the file of a log at a path can have, at most: whoever reads one from a stranger stops there. */
export function mostBytesOf(path: string): number {
  if (path.startsWith('tile/entries/')) return tileWidth * (maxEntryBytes + 2)
  if (path.startsWith('tile/')) return tileWidth * 32
  return path === 'policy' ? maxPolicyBytes : maxNoteBytes
}
