// The form of a backup; docs/design/backup.md tells it whole. A gzip file of JSON Lines, then one line of plain text with
// the SHA-256 of all bytes before it.
import { createHash } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'

/** The version of the form that is written and read. */
export const backupVersion = 1

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

/** Length of the last line in bytes. */
export const trailerSizeBytes = 'sha256:'.length + 64 + 1

/** The last line, from the hash over all bytes before it. */
export function formatTrailer(hash: ReturnType<typeof createHash>): string {
  return `sha256:${hash.digest('hex')}\n`
}

/** The hash that the last line tells, 64 lower-case hex characters; undefined where the bytes are no such line. */
export function parseTrailer(bytes: Uint8Array): string | undefined {
  return /^sha256:([0-9a-f]{64})\n$/.exec(Buffer.from(bytes).toString('latin1'))?.[1]
}

/** A new SHA-256, the only hash in a backup. */
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
