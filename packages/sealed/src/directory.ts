// Who can get a row: the persons of the organisation, each with an index that stays the same while the process lives.
import { maxPersons } from './limits.ts'
import type { Identity } from './names.ts'
import { SealedError } from './sealed-error.ts'

/**
 * The persons of the directory, shared by all measures and epochs. Whoever looks up an account, a mail address or a home
 * folder keeps the index it leads to; each epoch then finds the pseudonym by that index, without another look at a name.
 */
export class Directory {
  readonly #indices = new Map<Identity, number>()
  readonly #identities: Identity[] = []

  /** Number of persons; indices run from 0 up to it. */
  get size(): number {
    return this.#identities.length
  }

  /**
   * Index of a person, who is added where they are new. An index is never given to somebody else.
   *
   * @throws SealedError `directory-full`.
   */
  add(identity: Identity): number {
    const known = this.#indices.get(identity)
    if (known !== undefined) return known
    if (this.size >= maxPersons) throw new SealedError('directory-full', 'directory')
    this.#indices.set(identity, this.size)
    return this.#identities.push(identity) - 1
  }

  /** Index of a person; `undefined` for somebody who is not in the directory. */
  findIndex(identity: Identity): number | undefined {
    return this.#indices.get(identity)
  }

  /** The person at an index. @throws SealedError `no-such-person`. */
  identityAt(index: number): Identity {
    const identity = this.#identities[index]
    if (identity === undefined) throw new SealedError('no-such-person', 'index')
    return identity
  }
}
