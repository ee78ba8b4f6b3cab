import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { equalBytes } from '@openwacht/tlog/bytes.ts'
import { type Checkpoint, parseCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import { cosignatureTimestamp, noteVerifier } from '@openwacht/tlog/cosignature.ts'
import type { SignEd25519 } from '@openwacht/tlog/ed25519.ts'
import { ed25519FromSeed, verifyEd25519 } from '@openwacht/tlog/ed25519-node.ts'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import { type Party, parsePolicy } from '@openwacht/tlog/policy.ts'
import { sha256 } from '@openwacht/tlog/sha256.ts'
import { openNote } from '@openwacht/tlog/signed-note.ts'
import { decodeHex, decodeUtf8, encodeHex, encodeUtf8 } from '@openwacht/tlog/strict-text.ts'
import {
  formatVerifierKey,
  isKeyName,
  parseVerifierKey,
  signatureTypes,
  type VerifierKey,
  verifierKey,
} from '@openwacht/tlog/verifier-key.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { type Disk, diskAt } from '../rooms/log/disk.ts'
import { LogFolder } from '../rooms/log/log-folder.ts'

// The folder of a witness: its key, the logs it watches, the last tree of each that it signed, and evidence where a log showed two.

/** The key of a witness, and how it signs. */
export type WitnessKey = { readonly key: VerifierKey; readonly sign: SignEd25519 }

/** The last checkpoint of a log that this witness cosigned: the bytes with both signatures, and what they say. */
export type Cosigned = { readonly bytes: Uint8Array; readonly checkpoint: Checkpoint; readonly at: number }

/** One checkpoint that does not fit the one that was cosigned. `fork` is proof; `suspect` may be a wrong request of anybody. */
export type Evidence = { readonly kind: 'fork' | 'suspect'; readonly theirs: Uint8Array; readonly ours: Uint8Array }

const keyFile = 'witness.key'
const logsFile = 'logs'

/** Pieces of evidence that are kept of one log. Arbitrary; the first ones say it all. */
const mostEvidence = 50

/** Makes a new witness in a folder. Throws OperatorError where one is, or the name is none. */
export function makeWitness(folder: string, name: string): WitnessKey {
  if (!isKeyName(name) || name.length > 100)
    throw new OperatorError(
      `"${name.slice(0, 100)}" cannot be the name of a witness`,
      'Use something like or.gemeente.example: no spaces, no plus signs.',
    )
  const path = join(folder, keyFile)
  if (existsSync(path)) throw new OperatorError(`there is a witness already: ${path}`, 'Name another folder.')
  const seed = randomBytes(32)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const file = openSync(path, 'wx', 0o600)
  writeSync(file, `${name}\n${seed.toString('hex')}\n`)
  fsyncSync(file)
  closeSync(file)
  const above = openSync(folder, 'r')
  fsyncSync(above)
  closeSync(above)
  return openWitnessKey(folder)
}

/** The key of the witness in a folder. Throws OperatorError where there is none, or others may read it. */
export function openWitnessKey(folder: string): WitnessKey {
  const path = join(folder, keyFile)
  if (!existsSync(path))
    throw new OperatorError(`there is no witness in ${folder}`, 'Make one: npx openwacht witness make --name NAME')
  if ((statSync(path).mode & 0o077) !== 0)
    throw new OperatorError(`other accounts of this machine may open ${path}`, `For the owner alone: chmod 600 ${path}`)
  const [name = '', seedText = ''] = readFileSync(path, 'utf8').split('\n')
  const seed = decodeHex(seedText)
  if (!isKeyName(name) || seed?.length !== 32)
    throw new OperatorError(`${path} is no key of a witness`, 'Put back the copy that you kept, or make a new witness.')
  const { sign, publicKey } = ed25519FromSeed(seed)
  return { key: verifierKey(name, signatureTypes.ed25519Cosignature, publicKey), sign }
}

/** The line by which others trust this witness, for the file with the policy (C2SP tlog-policy). */
export function policyLineOf({ key }: WitnessKey, url: string | undefined): string {
  return ['witness', key.name, formatVerifierKey(key), ...(url === undefined ? [] : [url])].join(' ')
}

/** The folder of a witness while it runs. */
export class WitnessFolder {
  readonly witness: WitnessKey
  readonly #store: LogFolder

  constructor(folder: string, disk: Disk = diskAt(folder)) {
    this.witness = openWitnessKey(folder)
    this.#store = new LogFolder(disk)
  }

  /** The logs that are watched: those of the file `logs`, one line of a policy each. */
  async logs(): Promise<readonly Party[]> {
    const bytes = (await this.#store.read(logsFile)) ?? new Uint8Array(0)
    return logsIn(bytes, logsFile)
  }

  /** Adds logs to those that are watched; gives the ones that are new. A log with another key for a known name is refused. */
  async addLogs(more: readonly Party[]): Promise<readonly Party[]> {
    const known = await this.logs()
    const fresh = more.filter(({ key }) => !known.some((one) => formatVerifierKey(one.key) === formatVerifierKey(key)))
    const clash = fresh.find(({ key }) => known.some((one) => one.key.name === key.name))
    if (clash !== undefined)
      throw new OperatorError(
        `${clash.key.name} is watched already, with another key`,
        `Ask why the key changed. Then edit the file "${logsFile}".`,
      )
    const before = decodeUtf8((await this.#store.read(logsFile)) ?? new Uint8Array(0)) ?? ''
    const lines = fresh.map(({ key }) => `log ${formatVerifierKey(key)}\n`).join('')
    const bytes = encodeUtf8(before + lines)
    // What could not be read again must not be written.
    logsIn(bytes, logsFile)
    await this.#store.store([{ path: logsFile, bytes }])
    return fresh
  }

  /**
   * The last checkpoint of a log that was cosigned; `undefined` before the first.
   *
   * @throws OperatorError when the file is not as it was written: without it the witness could sign a second history.
   */
  async cosigned({ key }: Party): Promise<Cosigned | undefined> {
    const path = statePathOf(key.name)
    const bytes = await this.#store.read(path)
    if (bytes === undefined) return undefined
    const own = noteVerifier(this.witness.key, verifyEd25519)
    try {
      const opened = own === undefined ? undefined : await openNote(bytes, [own])
      if (opened?.kind === 'opened') {
        const checkpoint = parseCheckpoint(opened.note.text)
        const [signature] = opened.verified
        const at = signature === undefined ? undefined : cosignatureTimestamp(signature.signature)
        if (checkpoint.origin === key.name && at !== undefined) return { bytes, checkpoint, at }
      }
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error
    }
    throw new OperatorError(
      `${path} is not as this witness wrote it`,
      'Put back the newest copy. Without it this witness could sign a second history: then make a new witness.',
    )
  }

  /** Keeps a checkpoint that was cosigned. When it is done it survives a loss of power. */
  async keep(origin: string, bytes: Uint8Array): Promise<void> {
    await this.#store.store([{ path: statePathOf(origin), bytes }])
  }

  /** Keeps evidence, once for each checkpoint. @returns Whether it is new. */
  async keepEvidence(origin: string, { kind, theirs, ours }: Evidence): Promise<boolean> {
    const known = await this.evidence(origin)
    const name = encodeHex(sha256(theirs)).slice(0, 16)
    const folder = `evidence/${nameOf(origin)}/${kind}-${name}`
    if (known.length >= mostEvidence || known.includes(folder)) return false
    await this.#store.store([
      { path: `${folder}/theirs`, bytes: theirs },
      { path: `${folder}/ours`, bytes: ours },
    ])
    return true
  }

  /** Folders with evidence about a log. */
  async evidence(origin: string): Promise<readonly string[]> {
    const start = `evidence/${nameOf(origin)}/`
    const paths = (await this.#store.disk.list()).filter((path) => path.startsWith(start))
    return [...new Set(paths.map((path) => path.split('/').slice(0, 3).join('/')))].sort()
  }
}

/** The `log` lines of a policy, also of one that is only such lines, or of a bare key. @throws OperatorError for another text. */
export function logsIn(bytes: Uint8Array, name: string): readonly Party[] {
  const text = decodeUtf8(bytes)?.trim() ?? ''
  try {
    if (/^\S+\+[0-9a-f]{8}\+\S+$/.test(text)) return [{ key: parseVerifierKey(text), url: undefined }]
    const hasQuorum = /^\s*quorum\s/m.test(text)
    return parsePolicy(encodeUtf8(hasQuorum ? `${text}\n` : `${text}\nquorum none\n`)).logs
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error
    throw new OperatorError(`${name}: ${error.message}`, 'It should have lines such as: log NAME+ID+KEY')
  }
}

/** Whether two checkpoints are of one size and another root: only who signs twice can make them. */
export function isFork(one: Checkpoint, other: Checkpoint): boolean {
  return one.size === other.size && !equalBytes(one.root, other.root)
}

/** SHA-256 of the origin in hex: how a log is called in paths. */
export function nameOf(origin: string): string {
  return encodeHex(sha256(encodeUtf8(origin)))
}

function statePathOf(origin: string): string {
  return `state/${nameOf(origin)}`
}
