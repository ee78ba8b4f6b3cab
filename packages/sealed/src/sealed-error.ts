/** What can be wrong with what the engine is given. Closed: whoever words it needs no default. */
export type SealedFault =
  /** A measure is 1 to 64 characters of `a-z`, `0-9` and `-`, and starts with a letter or digit. */
  | 'not-a-measure'
  /** An epoch is the day it begins, `YYYY-MM-DD`, with `.2` to `.999` for a sub-epoch. */
  | 'not-an-epoch'
  /** An identity is 1 to 80 printable ASCII characters without a space at either end. */
  | 'not-an-identity'
  /** A field class is 1 to 32 characters of `a-z` and `-`. */
  | 'not-a-field-class'
  /** The identifier of a keyset is 1 to 64 printable ASCII characters. */
  | 'not-a-keyset'
  /** An attribution code is up to 14 printable ASCII characters. */
  | 'not-an-attribution'
  /** A byte string is shorter or longer than its place. */
  | 'wrong-length'
  /** Bytes that came in place of random ones are all the same. */
  | 'not-random'
  /** Not the one encoding of a point of ristretto255, or that of the identity element. */
  | 'not-a-point'
  /** Not the one encoding of a scalar of ristretto255, or zero. */
  | 'not-a-scalar'
  /** No key file, or one of another version. */
  | 'not-a-key-file'
  /** The key of the installation is another, or the file was changed or belongs to another measure or epoch. */
  | 'wrong-key-or-altered'
  /** The keys of this epoch were erased from memory. */
  | 'epoch-erased'
  /** The directory has no person at this index, or holds `maxPersons`. */
  | 'no-such-person'
  | 'directory-full'

/** Input that the engine refuses. Says which argument, and never its value: that may be the identity of a person, or a secret. */
export class SealedError extends Error {
  override readonly name = 'SealedError'
  readonly code: SealedFault
  /** The argument or part that was wrong, in the word of this package: `identity`, `access point`, `slot K`. */
  readonly part: string

  constructor(code: SealedFault, part: string) {
    super(`${part}: ${code}`)
    this.code = code
    this.part = part
  }
}
