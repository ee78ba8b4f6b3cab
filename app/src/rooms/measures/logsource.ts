import type { Logsource } from './declaration.ts'

const parts = ['product', 'category', 'service'] as const

/** Whether everything of `inner` lies within `outer`. What `outer` does not name is any. */
export function covers(outer: Logsource, inner: Logsource): boolean {
  return parts.every((part) => outer[part] === undefined || outer[part] === inner[part])
}

/** Whether there can be an event that lies within both. */
export function overlaps(a: Logsource, b: Logsource): boolean {
  return parts.every((part) => a[part] === undefined || b[part] === undefined || a[part] === b[part])
}

/** Whether a tag falls under a pattern: the tag itself, `name.*`, or `*`. A pattern can fall under a pattern. */
export function tagUnder(pattern: string, tag: string): boolean {
  if (pattern === '*' || pattern === tag) return true
  return pattern.endsWith('.*') && tag.startsWith(pattern.slice(0, -1))
}
