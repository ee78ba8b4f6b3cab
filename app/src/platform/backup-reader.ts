import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import {
  type BackupHeader,
  backupVersion,
  newHash,
  newSums,
  parseHeader,
  parseTableEnd,
  parseTrailer,
  sameSum,
  type Trailer,
  trailerSizeBytes,
} from './backup-format.ts'
import type { BackupKey } from './backup-key.ts'

/** Where in a backup something was found: the line (1-based, unpacked), the table, and about which byte of the file. */
export type BackupPlace = {
  readonly line: number | undefined
  readonly table: string | undefined
  readonly byte: number | undefined
}

/** A file that is no whole backup, or not the one that was made. */
export class BackupFault extends Error {
  readonly place: BackupPlace
  /** What to do, where that is something else than to take another copy. */
  readonly cure: string | undefined
  constructor(wrong: string, place: BackupPlace, options?: ErrorOptions & { readonly cure?: string }) {
    super(wrong, options)
    this.place = place
    this.cure = options?.cure
  }
}

/** What is read, in its order: the header, then rows of one table after the other. Lines are JSON objects as text. */
export type BackupPart =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  | { readonly kind: 'rows'; readonly table: string; readonly lines: readonly string[] }

const nowhere: BackupPlace = { line: undefined, table: undefined, byte: undefined }

/** A longer line than any row of ours: a file that never ends its line would fill the memory. */
const longestLineBytes = 64 * 1024 * 1024
/** Size of the text of rows that are given together; a single row can be longer. */
const batchSizeBytes = 512 * 1024

/**
 * Reads a backup and believes nothing: each count, each hash, and at the end that no byte of the file was changed.
 *
 * Only when this has ended is the backup known to be whole: who acts on it earlier must be able to take that back.
 *
 * @param key - The key of the installation. Where the backup was made with it, its seal is checked too; where it was made
 * with another, or this is undefined, damage is found and forgery is not.
 * @throws BackupFault at the first place that is wrong.
 */
export async function* readBackup(path: string, key: BackupKey | undefined): AsyncGenerator<BackupPart> {
  const file = await open(path)
  let sizeBytes: number
  let told: Trailer | undefined
  const trailer = Buffer.alloc(trailerSizeBytes)
  try {
    sizeBytes = (await file.stat()).size
    if (sizeBytes > trailerSizeBytes) await file.read(trailer, 0, trailerSizeBytes, sizeBytes - trailerSizeBytes)
    told = parseTrailer(trailer)
  } finally {
    await file.close()
  }
  if (sizeBytes === 0) throw new BackupFault('the file is empty', nowhere)
  // Without its last line it is read all the same, to say how far it goes, or of which form it is.
  const bodySizeBytes = sizeBytes - (told === undefined ? unsealedSizeBytes(trailer) : trailerSizeBytes)
  const sums = newSums(key)
  const lines = linesOf(path, bodySizeBytes, sums.update)
  let madeWith: string | undefined
  for await (const part of partsOf(lines)) {
    if (part.kind === 'header') madeWith = part.header.key
    yield part
  }
  if (told === undefined)
    throw new BackupFault('the last line is missing or changed: the file is not complete', {
      ...nowhere,
      byte: sizeBytes,
    })
  const { sha256, hmac } = sums.digest()
  if (!sameSum(sha256, told.sha256)) throw new BackupFault('its checksum is wrong: the file was changed', nowhere)
  if (madeWith === key?.name && hmac !== undefined && !sameSum(hmac, told.hmac))
    throw new BackupFault('its seal is wrong: somebody without the key changed or made it', nowhere)
}

/** Length of the last line of form 1, where these last bytes of a file end in one; else 0. */
function unsealedSizeBytes(end: Uint8Array): number {
  const found = /sha256:[0-9a-f]{64}\n$/.exec(Buffer.from(end).toString('latin1'))
  return found?.[0].length ?? 0
}

/** As `readBackup`, to the end; gives the header. */
export async function checkBackup(path: string, key: BackupKey | undefined): Promise<BackupHeader> {
  let header: BackupHeader | undefined
  for await (const part of readBackup(path, key)) {
    if (part.kind === 'header') header = part.header
  }
  if (header === undefined) throw new BackupFault('the file holds nothing', nowhere)
  return header
}

type Line = { readonly text: string; readonly number: number; readonly byte: number }

async function* partsOf(lines: AsyncGenerator<Line>): AsyncGenerator<BackupPart> {
  let at: Line | undefined
  let table: string | undefined
  const fault = (wrong: string) => new BackupFault(wrong, { line: at?.number, table, byte: at?.byte })
  const next = async (wanted: string): Promise<string> => {
    const { value, done } = await nextIn(lines, table)
    if (done) throw fault(`the file ends where ${wanted} should be`)
    at = value
    return value.text
  }
  const header = parseHeader(await next('the header'))
  if (header === undefined) throw fault('this is no backup of Openwacht')
  if (header.version !== backupVersion) throw otherForm(header, at)
  yield { kind: 'header', header }
  for (const { name, rows } of header.tables) {
    table = name
    const hash = newHash()
    let batch: string[] = []
    let batchBytes = 0
    for (let row = 0; row < rows; row += 1) {
      const text = await next(`row ${row + 1} of ${rows}`)
      if (!text.startsWith('{') || parseTableEnd(text) !== undefined) throw fault(`row ${row + 1} of ${rows} is no row`)
      hash.update(text).update('\n')
      batch.push(text)
      batchBytes += text.length
      if (batchBytes < batchSizeBytes) continue
      yield { kind: 'rows', table: name, lines: batch }
      batch = []
      batchBytes = 0
    }
    if (batch.length > 0) yield { kind: 'rows', table: name, lines: batch }
    const end = parseTableEnd(await next('the end of the table'))
    if (end === undefined || end.end !== name || end.rows !== rows)
      throw fault('the table does not end where it should')
    if (end.sha256 !== hash.digest('hex')) throw fault('the rows of this table were changed')
  }
  table = undefined
  const { value, done } = await nextIn(lines, table)
  if (done) return
  at = value
  throw fault('something follows after the last table')
}

function otherForm({ version, product }: BackupHeader, at: Line | undefined): BackupFault {
  const older = version < backupVersion
  const wrong = `it has form ${version}${older ? ', without a seal' : ''}, and this Openwacht reads form ${backupVersion}`
  const cure = older
    ? `Put it back with Openwacht ${product}, which made it; start this version on that database, and make a new backup.`
    : `Put it back with Openwacht ${product}, which made it, or a newer one.`
  return new BackupFault(wrong, { line: at?.number, table: undefined, byte: at?.byte }, { cure })
}

async function nextIn(lines: AsyncGenerator<Line>, table: string | undefined): Promise<IteratorResult<Line>> {
  try {
    return await lines.next()
  } catch (error) {
    if (!(error instanceof BackupFault)) throw error
    throw new BackupFault(error.message, { ...error.place, table }, { cause: error.cause })
  }
}

/** The lines of the packed part of a file, each with its number and about where it was in the file. */
async function* linesOf(path: string, sizeBytes: number, seen: (bytes: Uint8Array) => void): AsyncGenerator<Line> {
  const gunzip = createGunzip()
  const source = createReadStream(path, { end: sizeBytes - 1 })
  source.on('data', (bytes) => seen(bytes as Buffer))
  source.on('error', (error) => gunzip.destroy(error))
  source.pipe(gunzip)
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let number = 0
  // Parts of a line that has not ended yet: put together once, at its end.
  let rest: Buffer[] = []
  let restBytes = 0
  const lineOf = (bytes: Buffer): Line => {
    number += 1
    return { text: decoder.decode(bytes), number, byte: gunzip.bytesWritten }
  }
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      let from = 0
      for (let end = chunk.indexOf(10, from); end !== -1; end = chunk.indexOf(10, from)) {
        const last = chunk.subarray(from, end)
        yield lineOf(rest.length === 0 ? last : Buffer.concat([...rest, last]))
        rest = []
        restBytes = 0
        from = end + 1
      }
      if (from === chunk.length) continue
      rest.push(chunk.subarray(from))
      restBytes += chunk.length - from
      if (restBytes > longestLineBytes) throw new Error('line too long')
    }
    if (rest.length > 0) yield lineOf(Buffer.concat(rest))
    // What follows the packed part is left unread by it, and would be unseen.
    if (gunzip.bytesWritten !== sizeBytes) throw new Error('bytes after the packed part')
  } catch (error) {
    if (error instanceof BackupFault) throw error
    const place = { line: number + 1, table: undefined, byte: gunzip.bytesWritten }
    throw new BackupFault('it cannot be unpacked from here on: the file was cut off or changed', place, {
      cause: error,
    })
  } finally {
    source.destroy()
    gunzip.destroy()
  }
}
