import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryLog } from '../testing/memory-log.ts'
import { council, log, makeCheckpoint } from '../testing/parties.ts'
import { bandKeys, commitTo } from './absence-hashes.ts'
import { AbsenceIndex, formatIndexEntry, type IndexFault, type Mark, parseIndexEntry } from './absence-index.ts'
import { type AbsenceVerdict, formatAbsenceProof, judgeAbsenceProof, undisclosedOf } from './absence-proof.ts'
import { verifyEd25519 } from './ed25519-node.ts'
import { MalformedError } from './malformed.ts'
import { proveInclusion } from './merkle.ts'
import { parsePolicy } from './policy.ts'
import { parsePrunedMap } from './pruned-map.ts'
import { sha256 } from './sha256.ts'
import { decodeUtf8, encodeUtf8 } from './strict-text.ts'
import { formatTlogProof } from './tlog-proof.ts'
import { formatVerifierKey } from './verifier-key.ts'

const keyOf = (subject: string, day: number): Uint8Array => sha256(encodeUtf8(`${subject} ${day}`))
const blind = sha256(encodeUtf8('blind'))
const band = 'mailbox access, November'

/** A log whose entries say their marks in a table beside it, as an application would read them from its entries. */
class MarkedLog {
  readonly log = new MemoryLog()
  readonly index = new AbsenceIndex()
  readonly #marks = new Map<string, readonly Mark[]>()

  add(marks: readonly Mark[]): IndexFault | undefined {
    const bytes = encodeUtf8(`entry ${this.log.size}`)
    this.#marks.set(String(bytes), marks)
    this.log.append([bytes])
    return this.index.follow(this.log.size - 1, bytes, this.marksOf)
  }

  /** Appends the entry that states the map, as before each checkpoint. */
  state(): Uint8Array {
    const entry = formatIndexEntry(this.index.entry())
    this.log.append([entry])
    assert.equal(this.index.follow(this.log.size - 1, entry, this.marksOf), undefined)
    return entry
  }

  readonly marksOf = (bytes: Uint8Array): readonly Mark[] => this.#marks.get(String(bytes)) ?? []
}

const policy = parsePolicy(
  encodeUtf8(`log ${formatVerifierKey(log.key)}\nwitness council ${formatVerifierKey(council.key)}\nquorum council\n`),
)

async function proofOf(marked: MarkedLog, indexEntry: Uint8Array, keys: readonly Uint8Array[]): Promise<Uint8Array> {
  const { size } = marked.log
  return formatAbsenceProof({
    indexEntry,
    prunedMap: marked.index.map.prove(keys),
    path: proveInclusion(size - 1, size, marked.log.node),
    checkpoint: await makeCheckpoint([council], { size, root: marked.log.root() }),
  })
}

const judge = (bytes: Uint8Array, keys: readonly Uint8Array[]): Promise<AbsenceVerdict> =>
  judgeAbsenceProof(bytes, keys, policy, verifyEd25519)

const november = Array.from({ length: 30 }, (_, at) => keyOf('anna', at + 1))

function smallLog(): MarkedLog {
  const marked = new MarkedLog()
  for (const [subject, day] of [
    ['bob', 1],
    ['carl', 1],
    ['anna', 7],
    ['bob', 7],
    ['anna', 7],
    ['anna', 20],
  ] as const) {
    assert.equal(marked.add([{ kind: 'about', key: keyOf(subject, day) }]), undefined)
  }
  return marked
}

test('every day of a month is answered by one file against one recent checkpoint', async () => {
  const marked = smallLog()
  const verdict = await judge(await proofOf(marked, marked.state(), november), november)
  assert.ok(verdict.kind === 'accepted')
  assert.equal(verdict.covers, 6)
  assert.deepEqual(
    verdict.answers.flatMap((answer, at) =>
      answer.kind === 'present' ? [{ day: at + 1, entries: answer.entries }] : [],
    ),
    [
      { day: 7, entries: [2, 4] },
      { day: 20, entries: [5] },
    ],
  )
})

test('an entry after the stated map is not covered, so the proof is refused', async () => {
  const marked = smallLog()
  const stated = marked.state()
  marked.add([{ kind: 'about', key: keyOf('anna', 21) }])
  const { size } = marked.log
  const bytes = formatAbsenceProof({
    indexEntry: stated,
    prunedMap: marked.index.map.prove(november),
    path: proveInclusion(size - 2, size, marked.log.node),
    checkpoint: await makeCheckpoint([council], { size, root: marked.log.root() }),
  })
  assert.deepEqual(await judge(bytes, november), { kind: 'refused', because: 'not-last' })
})

test('a map other than the stated one is refused', async () => {
  const marked = smallLog()
  const stated = marked.state()
  const empty = new AbsenceIndex()
  const { size } = marked.log
  const bytes = formatAbsenceProof({
    indexEntry: stated,
    prunedMap: empty.map.prove(november),
    path: proveInclusion(size - 1, size, marked.log.node),
    checkpoint: await makeCheckpoint([council], { size, root: marked.log.root() }),
  })
  assert.deepEqual(await judge(bytes, november), { kind: 'refused', because: 'wrong-map' })
})

test('a server cannot leave out the day that matters', async () => {
  const marked = smallLog()
  const asked = november.filter((_, at) => at !== 6)
  const bytes = await proofOf(marked, marked.state(), asked)
  const verdict = await judge(bytes, november)
  assert.ok(verdict.kind === 'refused' && verdict.because === 'unproven')
  assert.equal(verdict.position, 6)
  const unanswered = november.filter((key) => verdict.map.answer(key).kind === 'unproven')
  assert.deepEqual(unanswered, [november[6]], 'and it is told which days it does answer')
})

test('an index entry that is not in the log is refused', async () => {
  const marked = smallLog()
  marked.state()
  const invented = formatIndexEntry({ ...new AbsenceIndex().entry(), covers: marked.log.size - 1 })
  const bytes = await proofOf(marked, invented, november)
  assert.deepEqual(await judge(bytes, november), { kind: 'refused', because: 'not-included' })
})

test('an absence proof whose extra is no index entry is refused', async () => {
  const checkpoint = await makeCheckpoint([council])
  for (const extra of [undefined, new Uint8Array(0), Uint8Array.of(0, 9), Uint8Array.of(255, 255, 1)]) {
    const bytes = formatTlogProof({ extra, index: 0, path: [], checkpoint })
    await assert.rejects(judge(bytes, november), MalformedError)
  }
})

test('a map that leaves out an entry is caught by whoever replays the log', () => {
  const honest = smallLog()
  const { covers, keys } = honest.index.entry()
  const lying = new AbsenceIndex()
  const entry = formatIndexEntry({ covers, keys, root: lying.map.root() })
  assert.deepEqual(honest.index.follow(covers, entry, honest.marksOf), { entry: 6, because: 'wrong-root' })
})

test('a map that counts wrongly, or states another place, is caught', () => {
  const { index, marksOf } = smallLog()
  const { covers, keys, root } = index.entry()
  const follow = (entry: Uint8Array): IndexFault | undefined => index.follow(covers, entry, marksOf)
  assert.deepEqual(follow(formatIndexEntry({ covers, keys: keys - 1, root })), { entry: 6, because: 'wrong-keys' })
  assert.deepEqual(follow(formatIndexEntry({ covers: covers - 1, keys, root })), { entry: 6, because: 'wrong-covers' })
  assert.deepEqual(index.follow(covers + 1, encodeUtf8('x'), marksOf), { entry: 7, because: 'entry-out-of-order' })
  assert.equal(index.covers, 6, 'a fault moves nothing')
})

test('a delayed entry is counted for everybody and named for nobody', async () => {
  const marked = smallLog()
  const key = keyOf('anna', 9)
  marked.add([{ kind: 'delayed', commitment: commitTo(blind, key), band }])
  const bands = bandKeys(band)
  const keys = [key, bands.delayed, bands.revealed]
  const verdict = await judge(await proofOf(marked, marked.state(), keys), keys)
  assert.ok(verdict.kind === 'accepted')
  assert.deepEqual(verdict.answers, [{ kind: 'absent' }, { kind: 'present', entries: [6] }, { kind: 'absent' }])
  assert.deepEqual(undisclosedOf({ kind: 'present', entries: [6] }, { kind: 'absent' }), [6])
})

test('a delayed entry that is revealed stands under its key, and no longer among the undisclosed', async () => {
  const marked = smallLog()
  const key = keyOf('anna', 9)
  marked.add([{ kind: 'delayed', commitment: commitTo(blind, key), band }])
  marked.add([])
  assert.equal(marked.add([{ kind: 'revealed', blind, key }]), undefined)
  const bands = bandKeys(band)
  const keys = [key, bands.delayed, bands.revealed]
  const verdict = await judge(await proofOf(marked, marked.state(), keys), keys)
  assert.ok(verdict.kind === 'accepted')
  const [own, delayed, revealed] = verdict.answers
  assert.deepEqual(own, { kind: 'present', entries: [6] })
  assert.ok(delayed !== undefined && revealed !== undefined)
  assert.deepEqual(undisclosedOf(delayed, revealed), [])
})

test('an entry about two that was revealed to one of them is still undisclosed for the other', () => {
  const marked = smallLog()
  const [anna, bob] = [keyOf('anna', 9), keyOf('bob', 9)]
  const other = keyOf('another blind', 0)
  marked.add([
    { kind: 'delayed', commitment: commitTo(blind, anna), band },
    { kind: 'delayed', commitment: commitTo(other, bob), band },
  ])
  const undisclosed = () => {
    const { map } = marked.index
    const [counted, known] = [map.find(bandKeys(band).delayed), new Set(map.find(bandKeys(band).revealed))]
    return counted.filter((entry) => !known.has(entry))
  }
  marked.add([{ kind: 'revealed', blind, key: anna }])
  assert.deepEqual(undisclosed(), [6])
  marked.add([{ kind: 'revealed', blind: other, key: bob }])
  assert.deepEqual(undisclosed(), [])
  assert.deepEqual(marked.index.map.find(bob), [6])
})

const key = keyOf('anna', 9)
const delayed: Mark = { kind: 'delayed', commitment: commitTo(blind, key), band }
const revealed: Mark = { kind: 'revealed', blind, key }
const faults: readonly { readonly name: string; readonly before: readonly Mark[]; readonly marks: readonly Mark[] }[] =
  [
    { name: 'a reveal of nothing', before: [], marks: [revealed] },
    { name: 'a reveal under another key', before: [delayed], marks: [{ ...revealed, key: keyOf('bob', 9) }] },
    { name: 'a reveal with another blind', before: [delayed], marks: [{ ...revealed, blind: keyOf('x', 0) }] },
    { name: 'a second reveal', before: [delayed], marks: [revealed, revealed] },
    { name: 'a commitment used twice', before: [delayed], marks: [delayed] },
    { name: 'a commitment used twice in one entry', before: [], marks: [delayed, delayed] },
  ]

for (const { name, before, marks } of faults) {
  test(`${name} is a fault of the log, and none of its marks is taken in`, () => {
    const marked = new MarkedLog()
    assert.equal(marked.add(before), undefined)
    const root = marked.index.map.root()
    const fault = marked.add([{ kind: 'about', key: keyOf('carl', 1) }, ...marks])
    assert.equal(fault?.entry, 1)
    assert.equal(fault?.because, marks[0]?.kind === 'delayed' ? 'repeated-commitment' : 'nothing-to-reveal')
    assert.deepEqual(marked.index.map.root(), root)
  })
}

test('one entry may concern several people, and one person twice counts once', () => {
  const marked = new MarkedLog()
  const about = (subject: string): Mark => ({ kind: 'about', key: keyOf(subject, 1) })
  assert.equal(marked.add([about('anna'), about('bob'), about('anna')]), undefined)
  assert.deepEqual(marked.index.map.find(keyOf('anna', 1)), [0])
  assert.deepEqual(marked.index.map.find(keyOf('bob', 1)), [0])
})

const text = decodeUtf8(formatIndexEntry({ covers: 3, keys: 2, root: sha256(new Uint8Array(0)) })) ?? ''

test('an index entry is canonical JSON, and parsing inverts formatting', () => {
  assert.deepEqual(Object.keys(JSON.parse(text)), ['covers', 'keys', 'root', 'type'])
  assert.deepEqual(parseIndexEntry(encodeUtf8(text)), { covers: 3, keys: 2, root: sha256(new Uint8Array(0)) })
})

const spellings = [
  { name: 'a space', text: text.replace(':3', ': 3') },
  { name: 'a leading zero', text: text.replace(':3', ':03') },
  { name: 'another order', text: `{"keys":2,${text.slice(1).replace('"keys":2,', '')}` },
  { name: 'a further field', text: text.replace('"keys"', '"extra":1,"keys"') },
  { name: 'capitals in the root', text: text.replace(/[0-9a-f]{64}/, (root) => root.toUpperCase()) },
]

for (const { name, text } of spellings) {
  test(`an index entry is refused for: ${name}`, () => {
    assert.throws(() => parseIndexEntry(encodeUtf8(text)), MalformedError)
  })
}

test('another entry is no index entry', () => {
  for (const other of ['', '{"type":"ticket"}', 'x'.repeat(500)]) {
    assert.equal(parseIndexEntry(encodeUtf8(other)), undefined)
  }
})

test('a proof asked for twice is the same proof', () => {
  const { index } = smallLog()
  assert.deepEqual(index.map.prove(november), index.map.prove([...november].reverse()))
  assert.deepEqual(parsePrunedMap(index.map.prove([...november, ...november])).root, index.map.root())
})
