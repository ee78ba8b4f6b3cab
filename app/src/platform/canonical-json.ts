/** What canonical JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/**
 * Writes JSON so that the same value always gives the same text: no spaces, names sorted by UTF-16 code units, numbers
 * and strings as ECMAScript writes them.
 *
 * Throws TypeError for what JSON cannot hold: NaN, infinities, lone surrogates, undefined.
 *
 * Source: RFC 8785, sections 3.2.1 to 3.2.3.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return stringOf(value)
  if (typeof value === 'number') return numberOf(value)
  if (typeof value === 'boolean' || value === null) return String(value)
  if (typeof value !== 'object') throw new TypeError(`canonical JSON cannot hold ${typeof value}`)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.keys(value)
    // The default order of sort is that of UTF-16 code units, as section 3.2.3 asks.
    .sort()
    .map((name) => `${stringOf(name)}:${canonicalJson(member(value, name))}`)
  return `{${members.join(',')}}`
}

/** Canonical JSON as UTF-8 bytes. Source: RFC 8785, section 3.2.4. */
export function canonicalBytes(value: Json): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value))
}

/**
 * Whether a text is the canonical JSON of the value that was parsed from it.
 *
 * Answers most from what the platform itself writes, which differs in two things alone: the order of names, and lone surrogates.
 */
export function isCanonicalJson(text: string, parsed: Json): boolean {
  if (text.includes('\\u') || !isSorted(parsed)) return canonicalOrNothing(parsed) === text
  return JSON.stringify(parsed) === text
}

/** Undefined for what canonical JSON cannot hold. */
function canonicalOrNothing(value: Json): string | undefined {
  try {
    return canonicalJson(value)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

function isSorted(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (isList(value)) return value.every(isSorted)
  let before: string | undefined
  for (const name of Object.keys(value)) {
    if (before !== undefined && before >= name) return false
    before = name
    if (!isSorted(member(value, name))) return false
  }
  return true
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value)
}

function member(value: { readonly [name: string]: Json }, name: string): Json {
  const found = value[name]
  if (found === undefined) throw new TypeError('canonical JSON cannot hold undefined')
  return found
}

function stringOf(text: string): string {
  // "MUST NOT contain lone surrogates" (section 3.2.2.2); JSON.stringify would write them as escapes.
  if (!text.isWellFormed()) throw new TypeError('canonical JSON cannot hold a lone surrogate')
  return JSON.stringify(text)
}

function numberOf(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('canonical JSON cannot hold a number that is not finite')
  return JSON.stringify(value)
}
