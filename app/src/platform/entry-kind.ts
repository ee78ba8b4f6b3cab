import { concatBytes } from '@openwacht/tlog/bytes.ts'
import { sha256 } from '@openwacht/tlog/sha256.ts'
import { decodeUtf8, encodeHex, encodeUtf8 } from '@openwacht/tlog/strict-text.ts'
import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { canonicalBytes, isCanonicalJson, type Json } from './canonical-json.ts'
import { type EntryMarks, maxMarks, noMarks } from './entry-marks.ts'
import { fits } from './shape-check.ts'

// What an entry of the transparency log can hold. The list of fields is closed, and none of them has room for a name, a
// pseudonym or free text: an entry stays for ever and everybody can read it.

/** Bytes of a leaf, at most. Source: C2SP tlog-tiles, entry bundles: a length of 16 bits. */
export const maxLeafBytes = 65_535

/** What must be there before an effect: nothing, a checkpoint over the entry, or one that the witnesses signed. */
export type Need = 'nothing' | 'checkpoint' | 'witness'

/** Id of an entry: 32 lower-case hex characters, random. */
export type EntryId = string & { readonly brand: 'EntryId' }

/**
 * One kind of entry. `facts` is what everybody reads; `details` is what the data protection officer and the council read,
 * until it is erased. `opens`: an effect outside follows, so an outcome must follow too. `marks`: whether those it is about get
 * a key in the absence map; an entry that concerns everybody alike marks nobody.
 */
export type EntryKind<F extends TProperties = TProperties, D extends TProperties = TProperties> = {
  readonly name: string
  readonly facts: TObject<F>
  readonly details: TObject<D>
  readonly needs: Need
  readonly opens: boolean
  readonly marks: 'subjects' | 'nobody'
}

/** One field: a schema that was made here. */
type Field<S extends TSchema> = S & { readonly entryField: true }

const asField = <S extends TSchema>(schema: S): Field<S> => Object.assign(schema, { entryField: true as const })
const hex = (length: number) => Type.String({ pattern: `^[0-9a-f]{${length}}$` })

/** One of a list of words, each of at most 40 small letters, digits, `-` and `+`. */
export function oneOf<const W extends string>(words: readonly W[]) {
  const odd = words.find((word) => !/^[a-z0-9+-]{1,40}$/.test(word))
  if (odd !== undefined) throw new TypeError(`a word of an entry has small letters, digits, - and +, got "${odd}"`)
  return asField(Type.Unsafe<W>(Type.Union(words.map((word) => Type.Literal(word)))))
}

/** SHA-256 of a document, a rule or a statement, in hex. Never of something that can be guessed, such as a name. */
export const hashField = asField(hex(64))
/** A mark that only its owner recognises: HMAC-SHA-256 with a key of that person, in hex. */
export const markField = asField(hex(64))
/** The id of another entry. */
export const entryField = asField(hex(32))
/** A measure by its number in the register. A name could hold anything. */
export const measureField = asField(Type.String({ pattern: '^measure-[0-9]{2,6}$' }))
/** A day in the time zone of the organisation, YYYY-MM-DD. */
export const dayField = asField(Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }))
/** An hour of the day, 0 to 23; for details alone. */
export const hourField = asField(Type.Integer({ minimum: 0, maximum: 23 }))
/** A number of things that are no persons. */
export const countField = asField(Type.Integer({ minimum: 0, maximum: 1_000_000_000 }))
/** A number of persons or of looks, coarse enough to name nobody. */
export const bandField = oneOf(['0', '1-9', '10-99', '100+'])

/** The band of a number. */
export function bandOf(count: number): Static<typeof bandField> {
  if (count < 1) return '0'
  if (count < 10) return '1-9'
  return count < 100 ? '10-99' : '100+'
}

const closed = { additionalProperties: false }
const headNames = ['v', 'id', 'kind', 'day', 'outside', 'about', 'delayed', 'revealed']

/** Makes a kind. Throws TypeError where a fact or detail is no field of this file: an author's mistake, at start. */
export function entryKind<F extends TProperties, D extends TProperties = Record<never, never>>(
  name: string,
  facts: F,
  more: {
    readonly details?: D
    readonly needs?: Need
    readonly opens?: boolean
    readonly marks?: EntryKind['marks']
  } = {},
): EntryKind<F, D> {
  if (!/^[a-z]+(-[a-z]+)*$/.test(name)) throw new TypeError(`a kind of entry has small letters and -, got "${name}"`)
  // Without details, `D` is the empty set of properties.
  const details = more.details ?? ({} as D)
  for (const [key, schema] of [...Object.entries(facts), ...Object.entries(details)]) {
    if (!('entryField' in schema)) throw new TypeError(`"${name}.${key}" is no field of an entry`)
    if (headNames.includes(key)) throw new TypeError(`"${name}.${key}" is the name of a part that every entry has`)
  }
  return {
    name,
    facts: Type.Object(facts, closed),
    details: Type.Object(details, closed),
    needs: more.needs ?? 'nothing',
    opens: more.opens ?? false,
    marks: more.marks ?? 'subjects',
  }
}

/** What every entry has: its id, its kind, its day, the commitment to what stands outside, in hex, and whom it marks. */
export type EntryHead = {
  readonly id: EntryId
  readonly kind: string
  readonly day: string
  readonly outside: string | undefined
  readonly marks: EntryMarks
}

/** An entry as it was read from a leaf. */
export type Entry = EntryHead & { readonly facts: Readonly<Record<string, Json>> }

const keys = Type.Array(hashField, { minItems: 1, maxItems: maxMarks })
const marksShape = Type.Object(
  {
    about: Type.Optional(keys),
    delayed: Type.Optional(Type.Object({ commitments: keys, until: dayField }, closed)),
    revealed: Type.Optional(
      Type.Array(Type.Object({ blind: hashField, key: hashField }, closed), { minItems: 1, maxItems: maxMarks }),
    ),
  },
  closed,
)

/** Writes the leaf of an entry. Throws TypeError where the facts do not fit the kind, or the leaf would be too long. */
export function encodeLeaf(
  kind: EntryKind,
  head: Omit<EntryHead, 'kind' | 'marks'> & { readonly marks?: EntryMarks },
  facts: unknown,
): Uint8Array {
  if (!Value.Check(kind.facts, facts)) throw new TypeError(`the facts do not fit an entry of kind "${kind.name}"`)
  const { id, day, outside, marks = noMarks } = head
  const { about, delayed, revealed } = marks
  const marked = {
    ...(about.length === 0 ? {} : { about: [...about].sort() }),
    ...(delayed === undefined ? {} : { delayed: { ...delayed, commitments: [...delayed.commitments].sort() } }),
    ...(revealed.length === 0 ? {} : { revealed }),
  }
  if (!Value.Check(marksShape, marked)) throw new TypeError(`an entry marks at most ${maxMarks}, by hashes in hex`)
  const leaf = canonicalBytes({
    v: 1,
    id,
    kind: kind.name,
    day,
    ...(outside === undefined ? {} : { outside }),
    ...marked,
    // Checked against the kind: its fields are strings and numbers.
    ...(facts as Record<string, Json>),
  })
  if (leaf.length > maxLeafBytes) throw new TypeError(`a leaf has at most ${maxLeafBytes} bytes, got ${leaf.length}`)
  return leaf
}

/**
 * Reads a leaf against the closed list of kinds.
 *
 * @returns The entry, or in lower-case words what is wrong with it; the words never repeat the leaf.
 */
export function decodeLeaf(leaf: Uint8Array, kinds: ReadonlyMap<string, EntryKind>): Entry | string {
  const value = jsonOf(leaf)
  if (value === undefined) return 'not canonical JSON (RFC 8785)'
  const { v, id, kind: name, day, outside, about, delayed, revealed, ...facts } = value
  if (v !== 1) return 'unknown version of an entry'
  if (typeof id !== 'string' || !/^[0-9a-f]{32}$/.test(id)) return 'no id of an entry'
  if (typeof day !== 'string' || !fits(dayField, day) || !isDay(day)) return 'no day'
  if (outside !== undefined && !fits(hashField, outside)) return 'commitment is not 32 bytes'
  const kind = typeof name === 'string' ? kinds.get(name) : undefined
  if (kind === undefined) return 'unknown kind of entry'
  if (!fits(kind.facts, facts)) return `facts do not fit the kind "${kind.name}"`
  const marked = definedOf({ about, delayed, revealed })
  if (!isMarks(marked) || !areSorted(marked.about) || !areSorted(marked.delayed?.commitments))
    return 'marks are not sorted hashes'
  if (marked.delayed !== undefined && !isDay(marked.delayed.until)) return 'no last day of waiting'
  const isMarked = about !== undefined || delayed !== undefined || revealed !== undefined
  const marks = isMarked ? { ...noMarks, ...marked } : noMarks
  // Checked just above.
  return { id: id as EntryId, kind: kind.name, day, outside: outside as string | undefined, marks, facts }
}

function isMarks(value: unknown): value is Static<typeof marksShape> {
  return fits(marksShape, value)
}

function definedOf(members: Readonly<Record<string, Json | undefined>>): Record<string, Json | undefined> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}

/** One order, and nothing twice: there is one spelling of each entry. */
function areSorted(texts: readonly string[] = []): boolean {
  return texts.every((text, at) => at === 0 || (texts[at - 1] ?? '') < text)
}

/**
 * The commitment to what stands outside an entry: 64 hex characters.
 *
 * @param blind - 32 random bytes. Once they are erased, nobody can test a guess against the commitment.
 * @param details - Canonical JSON.
 */
export function commitmentTo(blind: Uint8Array, details: string): string {
  if (blind.length !== 32) throw new TypeError(`a blind has 32 bytes, got ${blind.length}`)
  const parts = [encodeUtf8('openwacht/v1 outside'), blind, encodeUtf8(details)].flatMap((part) => [
    Uint8Array.of(part.length >> 8, part.length & 0xff),
    part,
  ])
  return encodeHex(sha256(concatBytes(...parts)))
}

function jsonOf(leaf: Uint8Array): Record<string, Json> | undefined {
  try {
    const text = decodeUtf8(leaf)
    if (text === undefined) return undefined
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    // What JSON.parse gives is JSON.
    const json = value as Record<string, Json>
    return isCanonicalJson(text, json) ? json : undefined
  } catch {
    // Not UTF-8 or not JSON: the caller says so.
    return undefined
  }
}

/** Whether a text in the form YYYY-MM-DD is a day of the calendar. */
function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  return month >= 1 && month <= 12 && day >= 1 && day <= days
}
