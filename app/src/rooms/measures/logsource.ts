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

/** Whether a tag falls under a pattern: the tag itself, `name.*`, or `*`. A pattern can fall under a pattern. Case does not count. */
export function tagUnder(pattern: string, tag: string): boolean {
  // A declaration writes its patterns in small letters; a rule may write its tags as it likes.
  const small = tag.toLowerCase()
  if (pattern === '*' || pattern === small) return true
  return pattern.endsWith('.*') && small.startsWith(pattern.slice(0, -1))
}

/** Whether a tag or pattern falls under one of many patterns. */
export function tagUnderSome(patterns: ReadonlySet<string>, tag: string): boolean {
  const small = tag.toLowerCase()
  if (patterns.has('*') || patterns.has(small)) return true
  for (let dot = small.indexOf('.'); dot !== -1; dot = small.indexOf('.', dot + 1)) {
    if (patterns.has(`${small.slice(0, dot)}.*`)) return true
  }
  return false
}
