// Where things stand in the memory of the kernel. Numbers are bytes; all entries are 32-bit integers unless said otherwise.

/** A slot: what a line has under one field. `round` is that of the line when it has anything. */
export const slotAt = { round: 0, kind: 4, start: 8, end: 12, above: 16, flat: 20 } as const
export const slotBytes = 32

/** A key of an event. `below` and `next` are addresses, 0 for none; `slot` is an address too. */
export const entryAt = { key: 0, size: 4, slot: 8, flat: 12, below: 16, next: 20, round: 24, node: 28 } as const
export const entryBytes = 32

/** An object that is looked into. `slots` is the address of the addresses of the slots below it. */
export const nodeAt = { first: 0, depth: 4, slots: 8, count: 12 } as const
export const nodeBytes = 16

/** What is looked for in one field. `filter` and the indexes are addresses, 0 for none. */
export const fieldAt = {
  any: 0,
  anyCount: 4,
  ascii: 8,
  wide: 12,
  filter: 16,
  memo: 20,
  shapes: 24,
  shapeCount: 28,
} as const
export const fieldBytes = 32

/** An index of needles. `marks` are bits by hash; `slots` are pairs of a key and the address of a bucket. */
export const indexAt = { marks: 0, marksShift: 4, slots: 8, slotsShift: 12, slotsMask: 16, classes: 20 } as const
export const indexBytes = 24

/** A bucket is a count and pairs: address of a needle, and how far into the needle the key was taken. */
export const needleAt = { bytes: 0, size: 4, ties: 8, count: 12, targets: 16 } as const

/** A shape: the fewest bytes, classes of characters, states (0: length alone decides), their width, the predicate. */
export const shapeAt = { least: 0, classes: 4, next: 8, width: 12, target: 16 } as const
export const shapeBytes = 20

/** A filter over raw bytes. `marks` are bytes by hash; `slots` as in an index; entries of buckets are a part and an offset. */
export const filterAt = {
  marks: 0,
  marksShift: 4,
  slots: 8,
  slotsShift: 12,
  slotsMask: 16,
  step: 20,
  width: 24,
  mask: 28,
} as const
export const filterBytes = 32

/** How a needle is found: by the whole value, its end, its start, or four and fewer bytes anywhere. */
export const needleClasses = {
  gram4: 0,
  gram3: 1,
  gram2: 2,
  gram1: 3,
  whole: 4,
  suffix8: 5,
  suffix4: 6,
  suffix3: 7,
  suffix2: 8,
  suffix1: 9,
  prefix8: 10,
  prefix4: 11,
  prefix3: 12,
  prefix2: 13,
  prefix1: 14,
} as const

/** A plan in one thread. Addresses and counts. */
export const planAt = {
  truth: 0,
  falsity: 4,
  ruleRound: 8,
  candidates: 12,
  hits: 16,
  witnessStarts: 20,
  witnessed: 24,
  always: 28,
  alwaysCount: 32,
  fields: 36,
  late: 40,
  starts: 44,
  steps: 48,
  rules: 52,
  keywords: 56,
  keywordFilter: 60,
  events: 64,
  training: 68,
  slotOf: 72,
  lateParts: 76,
  wideKeywords: 80,
} as const
export const planBytes = 84

/** How a predicate is asked about late: outside, by a list of short texts, or by the slot of another field. */
export const lateKinds = { none: 0, outside: 1, short: 2, same: 3 } as const
/** An entry of a list of short texts. */
export const shortAt = { bytes: 0, size: 4 } as const
export const shortBytes = 8

/** A step of a decision. */
export const stepAt = { predicate: 0, whenTrue: 4, whenFalse: 8 } as const
export const stepBytes = 12

/** A remembered value: the field plan, the size, how many predicates it makes true; then they, then the bytes. */
export const memoAt = { field: 0, size: 4, count: 8, predicates: 12, bytes: 112 } as const
export const memoPredicates = 25
export const memoValueBytes = 192
/** Bytes behind the value may be written as well. */
export const memoBytes = memoAt.bytes + memoValueBytes + 16
export const memoPlaces = 2048
/** Of each field: how often it was asked, how often it was known, how often it is still to be left alone. */
export const memoStateAt = { asked: 0, hits: 4, paused: 8 } as const
export const memoStateBytes = 12

/** A remembered source: plan (0 when no rule applies), size of the key, then the key; a size of 0 is an empty place. */
export const sourceAt = { plan: 0, size: 4, key: 8 } as const
export const sourceKeyBytes = 232
/** Two bytes for each field that decides, beside the values. */
export const sourceKeySlack = 96
/** Bytes behind the key may be written as well. */
export const sourceBytes = sourceAt.key + sourceKeyBytes + 16
export const sourcePlaces = 512
/** What a source is known by: a slot, and whether only its presence counts. */
export const sourceFieldAt = { slot: 0, presence: 4 } as const
export const sourceFieldBytes = 8

/** A result: line, rule (or `brokenLine`), first byte of the line. */
export const resultBytes = 12
export const brokenLine = -1

/** Spread bits for multiplicative hashes. */
export const hashFactor = 0x9e3779b1 | 0
export const classFactor = 0x2545f491
