// The bytes of the journal. A segment is a header and frames; a frame is what one sync made durable.
//
//   segment  "OWJOURN1" 8 · number of its first frame 8 · salt 32 · frames
//   frame    length of what follows 4 · AES-256-GCM of records · tag 16
//   record   length 4 · bytes
//
// All numbers are big-endian. The key of a segment is HKDF-SHA-256 of the key of the day with the salt; the nonce is the number of the
// frame. A new salt comes with each segment, and each start begins a new one: no key ever meets a number twice.
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

/** Number of a frame, from 1. It is never given twice in a journal. */
export type FrameNumber = number

/** Records that became durable together. */
export type Frame = { readonly number: FrameNumber; readonly records: readonly Uint8Array[] }

/** What stands at the beginning of a segment. */
export type SegmentHeader = { readonly first: FrameNumber; readonly bytes: Uint8Array }

/** How the bytes of a segment end: with a whole frame, in one whose write a crash broke off, or in something else. */
export type SegmentEnd =
  | { readonly kind: 'whole' }
  | { readonly kind: 'torn'; readonly at: number }
  | { readonly kind: 'damaged'; readonly at: number }

const magic = Buffer.from('OWJOURN1')
/** Bytes of the header of a segment. */
export const headerBytes = 48
const lengthBytes = 4
const tagBytes = 16

/** Bytes of a salt. */
export const saltBytes = 32

/** Most bytes of records in one frame: a longer one is read as damage. */
export const mostFrameBytes = 2 ** 24

/** Makes the header of a segment that begins with this frame. */
export function formatHeader(first: FrameNumber, salt: Uint8Array): SegmentHeader {
  const bytes = Buffer.alloc(headerBytes)
  magic.copy(bytes)
  bytes.writeBigUInt64BE(BigInt(first), 8)
  bytes.set(salt, 16)
  return { first, bytes }
}

/** Reads the header of a segment; undefined where a crash left less than one. */
export function parseHeader(segment: Uint8Array): SegmentHeader | undefined {
  if (segment.length < headerBytes) return undefined
  const bytes = Buffer.from(segment.buffer, segment.byteOffset, headerBytes)
  if (!bytes.subarray(0, 8).equals(magic)) return undefined
  return { first: Number(bytes.readBigUInt64BE(8)), bytes }
}

/** Bytes that a record takes in a frame. */
export function recordBytes(record: Uint8Array): number {
  return lengthBytes + record.length
}

/** Seals and opens the frames of one segment. */
export class SegmentCipher {
  readonly #key: Buffer
  readonly #header: SegmentHeader

  /** @param key - Key of the day, 32 bytes. */
  constructor(key: Uint8Array, header: SegmentHeader) {
    this.#key = Buffer.from(hkdfSync('sha256', key, header.bytes.subarray(16), 'openwacht journal v1', 32))
    this.#header = header
  }

  /** The bytes of a frame, with its length before it. */
  seal({ number, records }: Frame): Uint8Array {
    const plain = Buffer.alloc(records.reduce((sum, record) => sum + recordBytes(record), 0))
    let at = 0
    for (const record of records) {
      at = plain.writeUInt32BE(record.length, at)
      plain.set(record, at)
      at += record.length
    }
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(number)).setAAD(this.#header.bytes)
    const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    const length = Buffer.alloc(lengthBytes)
    length.writeUInt32BE(sealed.length)
    return Buffer.concat([length, sealed])
  }

  /** The records of a frame, or undefined where the bytes are not this frame of this segment. */
  open(number: FrameNumber, sealed: Uint8Array): readonly Uint8Array[] | undefined {
    if (sealed.length < tagBytes) return undefined
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonceOf(number), { authTagLength: tagBytes })
    decipher.setAAD(this.#header.bytes).setAuthTag(sealed.subarray(-tagBytes))
    try {
      return recordsIn(Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()]))
    } catch {
      // The tag does not fit.
      return undefined
    }
  }
}

/**
 * The frames of a segment, up to where its bytes end or stop being frames.
 *
 * One write is under way at a time, and nothing is written after one that failed. So what a crash tore is the last thing in a segment; what
 * is followed by more was not torn but changed.
 */
export function* framesIn(
  segment: Uint8Array,
  header: SegmentHeader,
  key: Uint8Array,
): Generator<Frame, SegmentEnd, undefined> {
  const cipher = new SegmentCipher(key, header)
  const bytes = Buffer.from(segment.buffer, segment.byteOffset, segment.length)
  let at = headerBytes
  for (let number = header.first; at < bytes.length; number++) {
    const left = bytes.length - at - lengthBytes
    const length = left < 0 ? Number.POSITIVE_INFINITY : bytes.readUInt32BE(at)
    const end = at + lengthBytes + length
    const records =
      length > left ? undefined : cipher.open(number, bytes.subarray(at + lengthBytes, at + lengthBytes + length))
    if (records === undefined) {
      const isLast = end >= bytes.length || bytes.subarray(at).every((byte) => byte === 0)
      return isLast && left <= mostFrameBytes + tagBytes ? { kind: 'torn', at } : { kind: 'damaged', at }
    }
    yield { number, records }
    at = end
  }
  return { kind: 'whole' }
}

function recordsIn(plain: Buffer): readonly Uint8Array[] {
  const records: Uint8Array[] = []
  for (let at = 0; at < plain.length; ) {
    const length = plain.readUInt32BE(at)
    records.push(plain.subarray(at + lengthBytes, at + lengthBytes + length))
    at += lengthBytes + length
  }
  return records
}

function nonceOf(number: FrameNumber): Uint8Array {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(number), 4)
  return nonce
}
