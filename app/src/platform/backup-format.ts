// The form of a backup; docs/design/backup.md tells it whole. A gzip file of JSON Lines, then one line of plain text with
// the SHA-256 of all bytes before it, and their HMAC under a key of the installation.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import type { BackupKey } from './backup-key.ts'

/** The version of the form that is written and read. */
export const backupVersion = 2

const closed = { additionalProperties: false } as const
const count = Type.Integer({ minimum: 0 })
const name = Type.String({ minLength: 1, maxLength: 63 })

export const backupHeaderShape = Type.Object(
  {
    format: Type.Literal('openwacht-backup'),
    version: Type.Integer({ minimum: 1 }),
    /** Version of the Openwacht that made it. */
    product: Type.String(),
    /** Instant at which it was begun, UTC. */
    at: Type.String(),
    /** Migrations that the database had had, oldest first. */
    migrations: Type.Array(name, { minItems: 1 }),
    /** Names the installation key without telling it: 16 hex characters. */
    key: Type.String({ pattern: '^[0-9a-f]{16}$' }),
    tables: Type.Array(Type.Object({ name, columns: Type.Array(name, { minItems: 1 }), rows: count }, closed)),
    /** Where each sequence stands; `value` is a whole number of up to 64 bits. */
    sequences: Type.Array(
      Type.Object({ name, value: Type.String({ pattern: '^-?\\d{1,19}$' }), called: Type.Boolean() }, closed),
    ),
  },
  closed,
)
/** First line of a backup: from what it was made, and what follows. */
export type BackupHeader = Static<typeof backupHeaderShape>

const tableEndShape = Type.Object(
  { end: name, rows: count, sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) },
  closed,
)
/** The line after the rows of a table. `sha256` is over its lines, each with its line end. */
export type TableEnd = Static<typeof tableEndShape>

/** Reads a header; undefined where it is none. */
export function parseHeader(line: string): BackupHeader | undefined {
  const found = parsed(line)
  return Check(backupHeaderShape, found) ? found : undefined
}

/** Reads the line after a table; undefined where it is none. */
export function parseTableEnd(line: string): TableEnd | undefined {
  const found = parsed(line)
  return Check(tableEndShape, found) ? found : undefined
}

/** What the last line tells of all bytes before it; both 64 lower-case hex characters. */
export type Trailer = { readonly sha256: string; readonly hmac: string }

/** Length of the last line in bytes. */
export const trailerSizeBytes = 'sha256:'.length + 64 + ' hmac-sha256:'.length + 64 + 1

/** Sums over the bytes of a backup: one finds damage, and the other, for whoever has the key, forgery too. */
export function newSums(key: BackupKey | undefined) {
  const hash = newHash()
  const seal = key && createHmac('sha256', key.secret)
  return {
    update: (bytes: Uint8Array): void => {
      hash.update(bytes)
      seal?.update(bytes)
    },
    /** May be asked once. `hmac` is undefined without a key. */
    digest: () => ({ sha256: hash.digest('hex'), hmac: seal?.digest('hex') }),
  }
}

/** The last line. */
export function formatTrailer({ sha256, hmac }: Trailer): string {
  return `sha256:${sha256} hmac-sha256:${hmac}\n`
}

/** What a last line tells; undefined where the bytes are no such line. */
export function parseTrailer(bytes: Uint8Array): Trailer | undefined {
  const found = /^sha256:([0-9a-f]{64}) hmac-sha256:([0-9a-f]{64})\n$/.exec(Buffer.from(bytes).toString('latin1'))
  return found?.[1] === undefined || found[2] === undefined ? undefined : { sha256: found[1], hmac: found[2] }
}

/** True where two sums in hex are the same. Takes the same time wherever they differ. */
export function sameSum(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right))
}

/** A new SHA-256. */
export function newHash(): ReturnType<typeof createHash> {
  return createHash('sha256')
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
