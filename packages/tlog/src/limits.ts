// Every limit of this engine, in one place, with its reason. A parser refuses what is larger before it does any work.

/** Largest tree size, index and timestamp: what a JavaScript number holds exactly. The standards allow 2^63 - 1. */
export const maxCount = Number.MAX_SAFE_INTEGER

/** Bytes of one entry: the length prefix of an entry bundle has 16 bits (C2SP tlog-tiles, "Log entries"). */
export const maxEntryBytes = 65_535

/** Hashes of a full tile and entries of a full bundle (C2SP tlog-tiles, "Merkle Tree"). */
export const tileWidth = 256

/** Bytes of a signed note: 16 signatures of 5 kB, as every verifier must accept, and as much again for text. */
export const maxNoteBytes = 160_000

/** Signature lines of a note: the standard demands at least 16; a log with many witnesses needs a few more. */
export const maxSignatures = 64

/** Lines of a proof: a tree of 2^63 leaves has no longer path (C2SP tlog-witness, "add-checkpoint"). */
export const maxProofHashes = 63

/** Bytes of a proof file: its `extra` carries a pruned map of `maxPrunedMapBytes` in base64, and then some. */
export const maxProofFileBytes = 6_000_000

/** Bytes of a policy file: 64 of each kind of line at 4 kB, with room for comments; the standard asks for 32 of each. */
export const maxPolicyBytes = 500_000

/** Logs, witnesses and groups of a policy, each: twice what the standard recommends at least. */
export const maxPolicyEntries = 64

/** Keys that one absence proof answers: a year of days for 22 subjects. Arbitrary; bounds the work of one request. */
export const maxProvenKeys = 8_192

/** Bytes of a pruned map: `maxProvenKeys` keys in a map of 16 million take some 12 hashes of 33 bytes each. */
export const maxPrunedMapBytes = 4_000_000

/** Bytes of the label of a band of delayed entries. Arbitrary; a label is a purpose and a month. */
export const maxBandBytes = 128
