// The witnesses of the log: who has seen which tree, and what happens when one saw another.
import { equalBytes } from '@openwacht/tlog/bytes.ts'
import { type Checkpoint, openCheckpoint, parseCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import { proveConsistency } from '@openwacht/tlog/consistency.ts'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import { isQuorum } from '@openwacht/tlog/policy.ts'
import { formatNote, type NoteSignature, parseNote } from '@openwacht/tlog/signed-note.ts'
import { TileReader } from '@openwacht/tlog/tile-reader.ts'
import {
  type AnswerMeaning,
  formatAddCheckpoint,
  readWitnessAnswer,
  withSignatures,
} from '@openwacht/tlog/witness-messages.ts'
import { type ForkAnswer, formatForkAnswer, parseForkAnswer } from './fork-evidence.ts'
import type { LogFolder } from './log-folder.ts'
import type { LogKey } from './log-key.ts'
import { logPaths } from './log-paths.ts'
import { rootAt } from './opened-folder.ts'
import { askWitness, checkpointAt } from './witness-client.ts'
import type { Witness, WitnessPolicy } from './witness-policy.ts'

/**
 * How a witness is: `cosigned` the newest checkpoint; `behind`, not asked about it yet or not asked by us; `silent`, it does not
 * answer; `refused`, it does not know this log or its key; `fork`, it saw another tree.
 */
export type WitnessState = 'cosigned' | 'behind' | 'silent' | 'refused' | 'fork'

/** What is known of one witness. `size`: entries it has cosigned; `at`: instant of its last cosignature or change of state. */
export type WitnessView = {
  readonly name: string
  readonly state: WitnessState
  readonly size: number
  readonly at: Date | undefined
}

/** A fork, with the evidence that is kept: texts of both checkpoints, where they could be had. */
export type Fork = {
  readonly number: number
  readonly answer: ForkAnswer
  readonly ours: string | undefined
  readonly theirs: string | undefined
}

/** A checkpoint is shown again after this time, so that its cosignature tells a recent hour. */
const againAfterMs = 60 * 60_000
/** A witness that did not answer is asked again after this time. */
const retryAfterMs = 20_000
/** In one go: the second answer may tell the size from which to prove. */
const maxQuestions = 3

type Known = {
  state: WitnessState
  /** The newest checkpoint that it cosigned, with its cosignature. */
  seen: { readonly head: Checkpoint; readonly bytes: Uint8Array } | undefined
  askedAt: Date | undefined
  changedAt: Date | undefined
}

/** What asking needs: the newest checkpoint, and a way to add signatures to it before another is written. */
export type CheckpointHolder = {
  newest(): Uint8Array | undefined
  /** Stores it with more signatures, unless there is a newer one; gives it as it then is. */
  addSignatures(size: number, signatures: readonly NoteSignature[]): Promise<Uint8Array | undefined>
}

/** Asks the witnesses of a policy, and remembers what they answered. */
export class Witnesses {
  readonly #folder: LogFolder
  readonly #key: LogKey
  readonly #policy: WitnessPolicy
  readonly #holder: CheckpointHolder
  readonly #now: () => Date
  readonly #known = new Map<string, Known>()
  readonly #asking = new Map<string, Promise<void>>()
  #forks: Fork[] = []
  #witnessed: { readonly size: number; readonly bytes: Uint8Array } | undefined

  constructor(folder: LogFolder, key: LogKey, policy: WitnessPolicy, holder: CheckpointHolder, now: () => Date) {
    this.#folder = folder
    this.#key = key
    this.#policy = policy
    this.#holder = holder
    this.#now = now
  }

  /** Reads what was kept: cosigned checkpoints, forks. */
  async open(): Promise<void> {
    for (const { name, verifier } of this.#policy.witnesses) {
      const seen = await this.#read(fileOf(verifier.keyId))
      this.#known.set(name, { state: 'behind', seen, askedAt: undefined, changedAt: undefined })
    }
    const witnessed = await this.#read(logPaths.witnessed)
    if (witnessed !== undefined) this.#witnessed = { size: witnessed.head.size, bytes: witnessed.bytes }
    this.#forks = await readForks(this.#folder)
    for (const { answer } of this.#forks) this.#note(answer.witness, 'fork')
  }

  get forks(): readonly Fork[] {
    return this.#forks
  }

  /** The newest checkpoint that has its quorum; without a need for witnesses that is each one. */
  get witnessed(): { readonly size: number; readonly bytes: Uint8Array } | undefined {
    return this.#witnessed
  }

  /** How each witness is. */
  view(): readonly WitnessView[] {
    const newest = this.#newestSize()
    return this.#policy.witnesses.map(({ name }) => {
      const { state = 'behind', seen, changedAt } = this.#known.get(name) ?? {}
      const size = seen?.head.size ?? 0
      const isBehind = state === 'cosigned' && size < newest
      return { name, state: isBehind ? 'behind' : state, size, at: changedAt }
    })
  }

  /** Why nothing that needs a witness can happen now. */
  stopped(): 'fork' | 'no-witness' | undefined {
    if (this.#forks.length > 0) return 'fork'
    const able = this.#policy.witnesses.filter(({ name }) => {
      const state = this.#known.get(name)?.state
      return state === 'cosigned' || state === 'behind'
    })
    return isQuorum(this.#policy.policy, new Set(able.map(({ name }) => name))) ? undefined : 'no-witness'
  }

  /**
   * Asks each witness that has not seen the newest checkpoint. One that is asked already is not asked twice.
   *
   * @returns Resolves when all have answered; never throws for what a witness does.
   */
  async ask(): Promise<void> {
    await this.#judge()
    for (const witness of this.#policy.witnesses) {
      if (this.#asking.has(witness.name) || !this.#isDue(witness)) continue
      const asking = this.#askOne(witness).finally(() => this.#asking.delete(witness.name))
      this.#asking.set(witness.name, asking)
    }
    await Promise.allSettled(this.#asking.values())
  }

  /** True where some witness is to be asked now. */
  get isDue(): boolean {
    return this.#policy.witnesses.some((witness) => !this.#asking.has(witness.name) && this.#isDue(witness))
  }

  #isDue({ name, url }: Witness): boolean {
    const known = this.#known.get(name)
    const newest = this.#newestSize()
    if (url === undefined || known === undefined || known.state === 'fork' || newest === 0) return false
    const sinceMs = this.#now().getTime() - (known.askedAt?.getTime() ?? 0)
    if (known.state === 'silent' || known.state === 'refused') return sinceMs >= retryAfterMs
    return (known.seen?.head.size ?? 0) < newest || sinceMs >= againAfterMs
  }

  async #askOne(witness: Witness): Promise<void> {
    const known = this.#known.get(witness.name)
    const bytes = this.#holder.newest()
    if (known === undefined || bytes === undefined || witness.url === undefined) return
    known.askedAt = this.#now()
    const head = parseCheckpoint(parseNote(bytes).text)
    let oldSize = known.seen?.head.size ?? 0
    for (let questions = 0; questions < maxQuestions; questions++) {
      const meaning = await this.#question(witness, witness.url, bytes, head, oldSize)
      if (meaning === undefined) return this.#note(witness.name, 'silent')
      switch (meaning.kind) {
        case 'cosigned':
          return this.#cosigned(witness, head, bytes, meaning.signatures)
        case 'conflict':
          // It has seen what came after this checkpoint meanwhile: the next one will fit.
          if (meaning.oldSize > head.size && meaning.oldSize <= this.#newestSize()) return
          if (meaning.oldSize > head.size || meaning.oldSize === oldSize)
            return this.#fork(witness, bytes, { witness: witness.name, status: 409, size: meaning.oldSize })
          oldSize = meaning.oldSize
          continue
        case 'refused':
          if (meaning.because === 'inconsistent')
            return this.#fork(witness, bytes, { witness: witness.name, status: 422, size: oldSize })
          return this.#note(witness.name, 'refused')
        case 'not-cosigned':
          return this.#note(witness.name, 'refused')
        case 'unavailable':
          return this.#note(witness.name, 'silent')
      }
    }
    return this.#note(witness.name, 'silent')
  }

  /** One question and what its answer means; undefined where none came that can be read. */
  async #question(
    { verifier }: Witness,
    url: string,
    bytes: Uint8Array,
    head: Checkpoint,
    oldSize: number,
  ): Promise<AnswerMeaning | undefined> {
    // A witness that claims to know more gets no proof, and says again what it knows.
    const isProvable = oldSize > 0 && oldSize < head.size
    const reader = new TileReader(head, (path) => this.#folder.read(path))
    const proof = isProvable ? await reader.prove((read) => proveConsistency(oldSize, head.size, read)) : []
    try {
      const answer = await askWitness(url, formatAddCheckpoint({ oldSize, proof, checkpoint: bytes }))
      return await readWitnessAnswer(answer, parseNote(bytes), [verifier])
    } catch {
      // No answer, or one that nobody can read: the state of the witness says so.
      return undefined
    }
  }

  async #cosigned(
    { name, verifier }: Witness,
    head: Checkpoint,
    bytes: Uint8Array,
    signatures: readonly NoteSignature[],
  ): Promise<void> {
    const known = this.#known.get(name)
    const own = formatNote(replaced(bytes, signatures))
    await this.#folder.store([{ path: fileOf(verifier.keyId), bytes: own }])
    if (known !== undefined) known.seen = { head, bytes: own }
    await this.#holder.addSignatures(head.size, signatures)
    this.#note(name, 'cosigned')
    await this.#judge()
  }

  /** Notes which checkpoint has its quorum. */
  async #judge(): Promise<void> {
    const bytes = this.#holder.newest()
    if (bytes === undefined) return
    const note = parseNote(bytes)
    const { size } = parseCheckpoint(note.text)
    const names = this.#policy.witnesses
      .filter(({ verifier }) =>
        note.signatures.some(({ name, keyId }) => name === verifier.name && keyId === verifier.keyId),
      )
      .map(({ name }) => name)
    if (!isQuorum(this.#policy.policy, new Set(names))) return
    if (this.#witnessed !== undefined && equalBytes(this.#witnessed.bytes, bytes)) return
    // Without witnesses each checkpoint is as good as this: nothing is kept beside it.
    if (this.#policy.witnesses.length > 0) await this.#folder.store([{ path: logPaths.witnessed, bytes }])
    this.#witnessed = { size, bytes }
  }

  async #fork({ name, url }: Witness, ours: Uint8Array, answer: ForkAnswer): Promise<void> {
    this.#note(name, 'fork')
    const number = Math.max(0, ...this.#forks.map((fork) => fork.number)) + 1
    const theirs = await this.#theirs(name, url, ours)
    await this.#folder.store([
      { path: `fork/${number}/ours`, bytes: ours },
      ...(theirs === undefined ? [] : [{ path: `fork/${number}/theirs`, bytes: theirs }]),
      // Last: a folder without an answer is no fork yet, and the witness is asked again.
      { path: `fork/${number}/answer`, bytes: formatForkAnswer(answer) },
    ])
    this.#forks = await readForks(this.#folder)
  }

  /** The checkpoint that the witness holds against ours: its own where it shows it, else the one that we have from it. */
  async #theirs(name: string, url: string | undefined, ours: Uint8Array): Promise<Uint8Array | undefined> {
    const shown = url === undefined ? undefined : await checkpointAt(url, this.#key.origin).catch(() => undefined)
    if (shown !== undefined && (await this.#isOfThisLog(shown))) return shown
    const seen = this.#known.get(name)?.seen
    if (seen === undefined) return undefined
    const head = parseCheckpoint(parseNote(ours).text)
    if (seen.head.size > head.size) return seen.bytes
    const root = await rootAt(this.#folder, head, seen.head.size)
    return equalBytes(root, seen.head.root) ? undefined : seen.bytes
  }

  async #isOfThisLog(bytes: Uint8Array): Promise<boolean> {
    try {
      return (await openCheckpoint(bytes, this.#key.origin, [this.#key.verifier])).kind === 'opened'
    } catch (error) {
      if (error instanceof MalformedError) return false
      throw error
    }
  }

  async #read(path: string): Promise<{ readonly head: Checkpoint; readonly bytes: Uint8Array } | undefined> {
    const bytes = await this.#folder.read(path)
    if (bytes === undefined || !(await this.#isOfThisLog(bytes))) return undefined
    return { bytes, head: parseCheckpoint(parseNote(bytes).text) }
  }

  #note(name: string, state: WitnessState): void {
    const known = this.#known.get(name)
    if (known === undefined) return
    if (known.state !== state || state === 'cosigned') known.changedAt = this.#now()
    known.state = state
  }

  #newestSize(): number {
    const bytes = this.#holder.newest()
    return bytes === undefined ? 0 : parseCheckpoint(parseNote(bytes).text).size
  }
}

/** Where the newest checkpoint that a witness cosigned is kept: a name could be a way out of the folder. */
function fileOf(keyId: number): string {
  return `witness/${keyId.toString(16).padStart(8, '0')}`
}

/** A checkpoint with these signatures in the place of earlier ones of the same keys: a later time counts. */
export function replaced(bytes: Uint8Array, signatures: readonly NoteSignature[]): ReturnType<typeof parseNote> {
  const { text, signatures: before } = parseNote(bytes)
  const kept = before.filter((one) => !signatures.some(({ name, keyId }) => name === one.name && keyId === one.keyId))
  return withSignatures({ text, signatures: kept }, signatures)
}

/** The forks that are kept in a folder. Whoever has sorted one out moves its folder away. */
async function readForks(folder: LogFolder): Promise<Fork[]> {
  const numbers = new Set(
    (await folder.disk.list()).flatMap((path) => /^fork\/([1-9][0-9]*)\/answer$/.exec(path)?.[1] ?? []),
  )
  const forks: Fork[] = []
  for (const number of [...numbers].map(Number).sort((left, right) => left - right)) {
    const [ours, theirs, answer] = await Promise.all(
      ['ours', 'theirs', 'answer'].map((name) => folder.read(`fork/${number}/${name}`)),
    )
    const text = (bytes: Uint8Array | undefined) =>
      bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8')
    const unreadable: ForkAnswer = { witness: '', status: 0, size: null }
    forks.push({
      number,
      answer: parseForkAnswer(answer ?? new Uint8Array(0)) ?? unreadable,
      ours: text(ours),
      theirs: text(theirs),
    })
  }
  return forks
}
