import { equalBytes } from '@openwacht/tlog/bytes.ts'
import { type CheckPhrase, checkPhraseOf } from '@openwacht/tlog/check-phrase.ts'
import { type Checkpoint, parseCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import type { VerifyEd25519 } from '@openwacht/tlog/ed25519.ts'
import { findDifferences } from '@openwacht/tlog/find-differences.ts'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import { judgeCheckpoint, type Party, type Policy, parsePolicy, type Witnessed } from '@openwacht/tlog/policy.ts'
import { parseNote } from '@openwacht/tlog/signed-note.ts'
import type { FetchFile } from '@openwacht/tlog/tile-reader.ts'
import { type LogReport, verifyLog } from '@openwacht/tlog/verify-log.ts'
import type { EntryKind } from '../../platform/entry-kind.ts'
import { instantOf, LeafChecker, type LeafReport, type SeenAt } from './leaf-checker.ts'
import type { Fault, Finding, Proven, Unproven } from './verification-findings.ts'

// Verifying a published log, by whoever does not trust who publishes it. The same lines run in Node and in the browser.

/** What is verified, and against what. */
export type VerifyRequest = {
  /** Gives a file of the log by its path: `checkpoint`, `tile/…`, … `undefined` when it is not there. */
  readonly read: FetchFile
  /** Paths of all files, where the log is a folder. */
  readonly listed?: readonly string[]
  readonly policy: Policy
  readonly kinds: ReadonlyMap<string, EntryKind>
  readonly verify: VerifyEd25519
  /** A checkpoint that was kept from before and, where there is one, the copy of the log from then. */
  readonly earlier?: { readonly checkpoint: Uint8Array; readonly read?: FetchFile }
  /** Checkpoints of proof files, by the path of the file: they must be of this log. */
  readonly proofs?: readonly { readonly path: string; readonly checkpoint: Uint8Array }[]
  readonly phrases?: readonly CheckPhrase[]
  /** Whether the absence map is computed as well. */
  readonly followsMap: boolean
  /** Entries at most. */
  readonly mostEntries?: number
  readonly ahead?: number
  /** Told how many entries have been read, of how many. */
  readonly onProgress?: (entries: number, size: number) => void
}

/** What verifying gave. */
export type Verification = {
  /** What was proven, then what was not, then what is wrong. */
  readonly findings: readonly Finding[]
  /** The newest checkpoint, byte for byte, when its signature is good; to be kept for the next time. */
  readonly checkpoint: Uint8Array | undefined
  /** Nothing is wrong. */
  readonly isGood: boolean
}

/** A checkpoint whose signature by the log is good. */
type SignedHead = {
  readonly path: string
  readonly checkpoint: Checkpoint
  readonly witnessed: readonly Witnessed[]
  readonly hasQuorum: boolean
}

/**
 * Verifies a whole log: signatures, tree, entries, days, absence map, and what it was before.
 *
 * @throws what `read` throws; nothing has been shown then.
 */
export async function verifyPublished(request: VerifyRequest): Promise<Verification> {
  return new PublishedLog(request).run()
}

/** Files of the running process, which are no part of the log. */
const foreignToLog = /^(lock(-journal)?|running\.json)$|\.unfinished$/

/** Characters of a name that are shown. Arbitrary. */
const mostOfName = 200

class PublishedLog {
  readonly #request: VerifyRequest
  readonly #proven: Proven[] = []
  readonly #unproven: Unproven[] = []
  readonly #faults: Fault[] = []

  constructor(request: VerifyRequest) {
    this.#request = request
  }

  async run(): Promise<Verification> {
    const { read, mostEntries = Number.MAX_SAFE_INTEGER } = this.#request
    const bytes = await read('checkpoint')
    if (bytes === undefined) this.#faults.push({ code: 'no-checkpoint' })
    const head = bytes === undefined ? undefined : await this.#open('checkpoint', bytes)
    if (head === undefined || bytes === undefined) return this.#verification(undefined)
    const { origin, size } = head.checkpoint
    this.#proven.push({ code: 'signed', origin, size })
    if (size > mostEntries) {
      this.#faults.push({ code: 'too-large', size, most: mostEntries })
      return this.#verification(bytes)
    }
    const others = await this.#otherHeads(head)
    const earlier = await this.#earlierHead(origin)
    this.#sayCosigned(head, others)
    await this.#verifyAll(head, others, earlier)
    this.#unproven.push({ code: 'newest' }, { code: 'truth' })
    return this.#verification(bytes)
  }

  #verification(checkpoint: Uint8Array | undefined): Verification {
    return {
      findings: [
        ...this.#proven.map((one): Finding => ({ level: 'proven', ...one })),
        ...this.#unproven.map((one): Finding => ({ level: 'unproven', ...one })),
        ...this.#faults.map((one): Finding => ({ level: 'fault', ...one })),
      ],
      checkpoint,
      isGood: this.#faults.length === 0,
    }
  }

  /** A checkpoint that the log signed; `undefined`, and a fault, when it did not. */
  async #open(path: string, bytes: Uint8Array): Promise<SignedHead | undefined> {
    const { policy, verify } = this.#request
    try {
      const verdict = await judgeCheckpoint(policy, bytes, verify)
      const note = parseNote(bytes)
      switch (verdict.kind === 'accepted' ? 'accepted' : verdict.because) {
        case 'unknown-log':
          this.#faults.push({ code: 'unknown-log', path, origin: parseCheckpoint(note.text).origin })
          return undefined
        case 'no-log-signature':
          this.#faults.push({ code: 'no-log-signature', path })
          return undefined
        case 'wrong-signature':
          this.#faults.push({ code: 'wrong-signature', path, name: 'name' in verdict ? verdict.name : '' })
          return undefined
        default: {
          const witnessed = 'witnessed' in verdict ? verdict.witnessed : []
          const keys = [...policy.logs, ...policy.witnesses.values()].map(({ key }) => `${key.keyId} ${key.name}`)
          const count = note.signatures.filter(({ name, keyId }) => !keys.includes(`${keyId} ${name}`)).length
          if (count > 0) this.#unproven.push({ code: 'unknown-signatures', path, count })
          return { path, checkpoint: parseCheckpoint(note.text), witnessed, hasQuorum: verdict.kind === 'accepted' }
        }
      }
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error
      this.#faults.push({ code: 'malformed', path, wrong: error.message })
      return undefined
    }
  }

  /** Further checkpoints that the log publishes or keeps, and what else stands in its folder. */
  async #otherHeads(head: SignedHead): Promise<readonly SignedHead[]> {
    const { read, listed, policy } = this.#request
    const kept = (listed ?? []).filter((path) => path.startsWith('witness/') && !foreignToLog.test(path))
    const published = policy.quorum === 'none' ? [] : ['witnessed-checkpoint']
    const heads: SignedHead[] = []
    for (const path of [...published, ...kept]) {
      const bytes = await read(path)
      const other = bytes === undefined ? undefined : await this.#open(path, bytes)
      if (other !== undefined) heads.push(other)
    }
    for (const { path, checkpoint } of heads) {
      const { size } = checkpoint
      const shown = head.checkpoint.size
      if (size > shown) this.#faults.push({ code: 'shorter', path, size, shown })
    }
    for (const { path, checkpoint } of this.#request.proofs ?? []) {
      const proven = await this.#open(path, checkpoint)
      if (proven === undefined) continue
      const { size } = proven.checkpoint
      if (size > head.checkpoint.size) this.#faults.push({ code: 'older', size, shown: head.checkpoint.size })
      heads.push(proven)
    }
    await this.#lookAround()
    return heads.filter(({ checkpoint }) => checkpoint.size <= head.checkpoint.size)
  }

  async #lookAround(): Promise<void> {
    const { read, listed } = this.#request
    const evidence =
      listed?.filter((path) => path.startsWith('fork/')) ?? ((await read('fork/1/answer')) ? ['fork/1/answer'] : [])
    for (const path of evidence) this.#faults.push({ code: 'fork-evidence', path })
    const known = /^(checkpoint|witnessed-checkpoint|policy)$|^(tile|witness|fork)\//
    for (const path of listed ?? []) {
      if (foreignToLog.test(path)) this.#unproven.push({ code: 'not-of-log', path: shown(path) })
      else if (!known.test(path)) this.#unproven.push({ code: 'strange', path: shown(path) })
    }
    const published = await read('policy')
    if (published === undefined) return
    try {
      if (!isSamePolicy(parsePolicy(published), this.#request.policy)) this.#unproven.push({ code: 'other-policy' })
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error
      this.#faults.push({ code: 'malformed', path: 'policy', wrong: error.message })
    }
  }

  async #earlierHead(origin: string): Promise<SignedHead | undefined> {
    const { earlier } = this.#request
    if (earlier === undefined) {
      this.#unproven.push({ code: 'first-time' })
      return undefined
    }
    const head = await this.#open('--since', earlier.checkpoint)
    if (head !== undefined && head.checkpoint.origin !== origin) {
      this.#faults.push({ code: 'unknown-log', path: '--since', origin: head.checkpoint.origin })
      return undefined
    }
    return head
  }

  /** How far enough witnesses have seen the log. */
  #sayCosigned(head: SignedHead, others: readonly SignedHead[]): void {
    const { policy } = this.#request
    if (policy.quorum === 'none') {
      this.#unproven.push({ code: 'no-witness' })
      return
    }
    const [best] = [head, ...others]
      .filter(({ hasQuorum }) => hasQuorum)
      .sort((one, other) => other.checkpoint.size - one.checkpoint.size)
    if (best === undefined) {
      this.#faults.push({ code: 'not-cosigned' })
      return
    }
    const { size } = best.checkpoint
    const at = instantOf(Math.max(...best.witnessed.map(({ timestamp }) => timestamp)))
    this.#proven.push({ code: 'cosigned', size, witnesses: best.witnessed.map(({ name }) => name).join(', '), at })
    const waiting = head.checkpoint.size - size
    if (waiting > 0) this.#unproven.push({ code: 'not-cosigned-yet', seen: size, waiting })
  }

  async #verifyAll(head: SignedHead, others: readonly SignedHead[], earlier: SignedHead | undefined): Promise<void> {
    const { read, listed, kinds, phrases = [], followsMap, ahead, onProgress } = this.#request
    const { size } = head.checkpoint
    const seen = [head, ...others, ...(earlier === undefined ? [] : [earlier])].flatMap(seenOn)
    const checker = new LeafChecker(kinds, seen, followsMap)
    const tiles = listed?.filter((path) => path.startsWith('tile/') && !foreignToLog.test(path))
    const report = await verifyLog(
      head.checkpoint,
      { read, ...(tiles === undefined ? {} : { listed: tiles }) },
      {
        sizes: [...others, ...(earlier ? [earlier] : [])]
          .map((one) => one.checkpoint.size)
          .concat(phrases.map((one) => one.size)),
        onEntry: (index, entry) => checker.take(index, entry),
        onProgress: (entries) => onProgress?.(entries, size),
        ...(ahead === undefined ? {} : { ahead }),
      },
    )
    this.#sayTree(report, size)
    this.#sayLeaves(checker.report(), size)
    for (const { path, checkpoint } of others) {
      const code = this.#compare(head.checkpoint, checkpoint, report)
      if (code === 'other') this.#faults.push({ code: 'other-tree', path, size: checkpoint.size })
      if (code === 'unknown') this.#unproven.push({ code: 'not-compared', size: checkpoint.size })
    }
    if (earlier !== undefined) await this.#compareWith(earlier, head, report)
    for (const phrase of phrases) this.#comparePhrase(phrase, head.checkpoint, report)
  }

  #sayTree({ faults, further, files, older, beyond, strange }: LogReport, size: number): void {
    this.#faults.push(...faults)
    if (further > 0) this.#faults.push({ code: 'more-faults', count: further })
    if (faults.length === 0) this.#proven.push({ code: 'tree', size, files, older })
    if (beyond.length > 0) this.#unproven.push({ code: 'beyond', count: beyond.length, path: beyond[0] ?? '' })
    for (const path of strange) this.#unproven.push({ code: 'strange', path: shown(path) })
  }

  #sayLeaves(report: LeafReport, size: number): void {
    const { entries, statements, lastStatement, firstDay, lastDay } = report
    if (size === 0) return
    if (entries === 0 && lastStatement === undefined) {
      this.#unproven.push({ code: 'opaque' })
      return
    }
    this.#faults.push(...report.faults)
    if (report.further > 0) this.#faults.push({ code: 'more-faults', count: report.further })
    if (report.faults.length === 0 && firstDay !== undefined && lastDay !== undefined) {
      this.#proven.push({ code: 'leaves', entries, own: size - entries, firstDay, lastDay })
    }
    if (lastStatement !== size - 1) this.#faults.push({ code: 'no-statement', entry: size - 1 })
    if (report.isMapFollowed) this.#proven.push({ code: 'map', statements })
    else this.#unproven.push({ code: 'map-not-followed' })
    if (report.delayed > 0) this.#unproven.push({ code: 'delayed', count: report.delayed })
    if (report.overdue > 0) this.#unproven.push({ code: 'overdue', count: report.overdue })
  }

  /** Whether a smaller tree is the beginning of the log. With entries that are not those of the tree nobody can tell. */
  #compare(head: Checkpoint, { size, root }: Checkpoint, report: LogReport): 'same' | 'other' | 'unknown' {
    const computed = size === head.size ? head.root : report.roots.get(size)
    if (computed !== undefined && equalBytes(computed, root)) return 'same'
    return size !== head.size && report.faults.length > 0 ? 'unknown' : 'other'
  }

  async #compareWith({ checkpoint }: SignedHead, { checkpoint: head }: SignedHead, report: LogReport): Promise<void> {
    const { size } = checkpoint
    if (size > head.size) {
      this.#faults.push({ code: 'older', size, shown: head.size })
      return
    }
    switch (this.#compare(head, checkpoint, report)) {
      case 'same':
        this.#proven.push({ code: 'continues', size })
        return
      case 'unknown':
        this.#unproven.push({ code: 'not-compared', size })
        return
      case 'other':
        this.#faults.push({ code: 'forked', size })
    }
    const copy = this.#request.earlier?.read
    if (copy === undefined || size === 0) return
    const there = { tree: report.tree, read: this.#request.read, suspects: new Set<number>() }
    const { faults } = await findDifferences(checkpoint, copy, there)
    this.#faults.push(...faults)
  }

  #comparePhrase(
    { size, digits }: CheckPhrase,
    { origin, size: shown, root: newest }: Checkpoint,
    report: LogReport,
  ): void {
    const root = size === shown ? newest : report.roots.get(size)
    if (root === undefined) this.#faults.push({ code: 'phrase-beyond', size, shown })
    else if (checkPhraseOf({ origin, size, root }).digits === digits) this.#proven.push({ code: 'phrase', size })
    else if (size !== shown && report.faults.length > 0) this.#unproven.push({ code: 'not-compared', size })
    else this.#faults.push({ code: 'phrase-differs', size })
  }
}

/** A name that anybody can have given, as it can be shown on one line. */
function shown(path: string): string {
  const line = path.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
  return line.length <= mostOfName ? line : `${line.slice(0, mostOfName)}…`
}

function seenOn({ checkpoint, witnessed }: SignedHead): readonly SeenAt[] {
  return witnessed.map(({ timestamp }) => ({ size: checkpoint.size, day: instantOf(timestamp).slice(0, 10) }))
}

/** The same keys, the same sets of them are enough, and where both say where somebody is reached, the same address. */
function isSamePolicy(one: Policy, other: Policy): boolean {
  const isOneAddress = (left: Party, right: Party | undefined): boolean =>
    left.url === undefined || right?.url === undefined || left.url === right.url
  return (
    describe(one) === describe(other) &&
    one.logs.every((log) =>
      isOneAddress(
        log,
        other.logs.find(({ key }) => isOneKey(key, log.key)),
      ),
    ) &&
    [...one.witnesses].every(([name, party]) => isOneAddress(party, other.witnesses.get(name)))
  )
}

function isOneKey(one: Party['key'], other: Party['key']): boolean {
  return one.name === other.name && one.keyId === other.keyId
}

function describe({ logs, witnesses, groups, quorum }: Policy): string {
  const keyOf = ({ key }: Party): string => `${key.name} ${key.type} ${key.publicKey}`
  return JSON.stringify([
    logs.map(keyOf).sort(),
    [...witnesses].map(([name, party]) => `${name} ${keyOf(party)}`).sort(),
    [...groups].map(([name, { threshold, members }]) => `${name} ${threshold} ${[...members].sort()}`).sort(),
    quorum,
  ])
}
