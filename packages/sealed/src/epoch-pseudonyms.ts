// What the gate asks for each event: pseudonyms of one measure and epoch, from memory after the first time.
import { encodeHex } from './bytes.ts'
import { type Commitment, CommitmentMaker, pseudonymOf } from './commitment.ts'
import type { Directory } from './directory.ts'
import type { EpochKeys } from './epoch-keys.ts'
import { maxRememberedLength, maxRememberedUnknowns } from './limits.ts'
import type { FieldClass, Pseudonym } from './names.ts'
import { UnknownPseudonymMaker } from './unknown-pseudonym.ts'

/** What a restart found when it compared the directory with the commitments that are stored. */
export type Rebuilt = {
  /** Persons whose row is stored: by index. */
  readonly withRow: readonly number[]
  /** Stored commitments, in hexadecimal, to nobody in the directory: somebody left it today, or the row is not ours. */
  readonly orphans: readonly string[]
}

/** The pseudonyms of one measure and epoch. Holds what is left of K: it lives and dies with the process of its epoch. */
export class EpochPseudonyms {
  readonly #directory: Directory
  readonly #commitments: CommitmentMaker
  readonly #unknowns: UnknownPseudonymMaker
  /** By index of the directory; an index that was not asked for yet has none. */
  readonly #known: (Pseudonym | undefined)[] = []
  /** Indices that were used and have no row yet, oldest first. */
  #unsealed: number[] = []
  // Two generations: when the young one is full it becomes the old one. So memory is bounded and what is in use stays.
  #young = new Map<string, Pseudonym>()
  #old = new Map<string, Pseudonym>()

  constructor(keys: EpochKeys, directory: Directory) {
    this.#directory = directory
    this.#commitments = new CommitmentMaker(keys, keys.pseudonymKey)
    this.#unknowns = new UnknownPseudonymMaker(keys, keys.pseudonymKey)
  }

  /**
   * Pseudonym of a person. The first use puts the person among those who need a row.
   *
   * @param index - As `Directory` gave it.
   * @throws SealedError `no-such-person`, `epoch-erased`.
   */
  ofPerson(index: number): Pseudonym {
    const known = this.#known[index]
    if (known !== undefined) return known
    const pseudonym = pseudonymOf(this.commit(index).commitment)
    this.#remember(index, pseudonym)
    this.#unsealed.push(index)
    return pseudonym
  }

  /**
   * Pseudonym of a value that leads to nobody in the directory. No row is made, and memory stays bounded whatever is sent.
   *
   * @param value - Of any length, folded as it is to be compared.
   * @throws SealedError `epoch-erased`.
   */
  ofUnknown(fieldClass: FieldClass, value: string): Pseudonym {
    if (value.length > maxRememberedLength) return this.#unknowns.pseudonymOf(fieldClass, value)
    const key = `${fieldClass} ${value}`
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const pseudonym = this.#old.get(key) ?? this.#unknowns.pseudonymOf(fieldClass, value)
    this.#young.set(key, pseudonym)
    if (this.#young.size >= maxRememberedUnknowns) {
      this.#old = this.#young
      this.#young = new Map()
    }
    return pseudonym
  }

  /** Secret and commitment of a person, for their row; not remembered. @throws SealedError as `ofPerson`. */
  commit(index: number): Commitment {
    return this.#commitments.commit(this.#directory.identityAt(index))
  }

  /** Up to `count` persons who need a row, oldest first. Each is given once: whoever takes them makes the rows durable. */
  takeUnsealed(count: number): readonly number[] {
    return this.#unsealed.splice(0, count)
  }

  /** Takes back persons whose rows could not be made durable: they come first the next time. */
  giveBack(indices: readonly number[]): void {
    this.#unsealed = [...indices, ...this.#unsealed]
  }

  /** Persons who need a row. */
  get unsealedCount(): number {
    return this.#unsealed.length
  }

  /**
   * Rebuilds everything from the directory, after a restart with K or before the epoch begins.
   *
   * @param stored - The commitments of the rows that are stored for this measure and epoch, 32 bytes each. A person who is not
   *   among them gets a row at the next event, also where the crash came between the two.
   * @throws SealedError `epoch-erased`.
   */
  rebuild(stored: Iterable<Uint8Array>): Rebuilt {
    const left = new Set<string>()
    for (const commitment of stored) left.add(encodeHex(commitment))
    const withRow: number[] = []
    for (let index = 0; index < this.#directory.size; index++) {
      const { commitment } = this.commit(index)
      if (!left.delete(encodeHex(commitment))) continue
      this.#remember(index, pseudonymOf(commitment))
      withRow.push(index)
    }
    return { withRow, orphans: [...left] }
  }

  /**
   * The person behind a pseudonym of this epoch: for an act that the gate carries out on a device or account, never to tell
   * anybody. `undefined` for one that was not used or rebuilt, or belongs to another measure or epoch.
   */
  findPerson(pseudonym: Pseudonym): number | undefined {
    const index = this.#known.indexOf(pseudonym)
    return index === -1 ? undefined : index
  }

  /** Forgets everything and overwrites what is left of K here; every later call for a pseudonym is refused. */
  erase(): void {
    this.#commitments.erase()
    this.#unknowns.erase()
    this.#known.length = 0
    this.#unsealed = []
    this.#young = new Map()
    this.#old = new Map()
  }

  /** Unknown values that are remembered now; never more than two generations of `maxRememberedUnknowns`. */
  get rememberedUnknowns(): number {
    return this.#young.size + this.#old.size
  }

  #remember(index: number, pseudonym: Pseudonym): void {
    // Filled up in order, so that the list stays a plain one also where the last person comes first.
    while (this.#known.length < index) this.#known.push(undefined)
    this.#known[index] = pseudonym
  }
}
