// Every limit of this engine, in one place, with its reason.

/** Characters of an identity: the sealed message of 128 bytes holds it with its length, rho and an attribution code. */
export const maxIdentityLength = 80

/** Characters of an attribution code: what is left of the sealed message. */
export const maxAttributionLength = 14

/** Persons of one directory: five times the largest house known, and a bound on what a wrong import can take. */
export const maxPersons = 1_000_000

/**
 * Unknown values whose pseudonym is remembered, in each of two generations. Arbitrary; bounds the memory that a flood of
 * invented names can take to a few megabytes for each measure. A value that is forgotten is computed again, to the same bytes.
 */
export const maxRememberedUnknowns = 8_192

/** Characters of an unknown value that is remembered; a longer one is computed each time. */
export const maxRememberedLength = 256
