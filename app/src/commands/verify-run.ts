import { existsSync, statSync } from 'node:fs'
import { open, readFile, rename } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type CheckPhrase, checkPhraseOf, formatCheckPhrase, parseCheckPhrase } from '@openwacht/tlog/check-phrase.ts'
import { parseCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import { verifyEd25519 } from '@openwacht/tlog/ed25519-node.ts'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import { type Policy, parsePolicy } from '@openwacht/tlog/policy.ts'
import { parseNote } from '@openwacht/tlog/signed-note.ts'
import { decodeHex } from '@openwacht/tlog/strict-text.ts'
import { parseTlogProof } from '@openwacht/tlog/tlog-proof.ts'
import { type Language, loadMessages, type Messages } from '../platform/messages.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { type AbsenceQuestion, daysOf, judgeAbsence, judgeEntryProof, maxDays } from '../rooms/log/proof-files.ts'
import { type Verification, verifyPublished } from '../rooms/log/verification.ts'
import { type Finding, outcomeOf, sentenceOf } from '../rooms/log/verification-findings.ts'
import { entryKinds, roomFolders } from '../rooms.ts'
import type { Given } from './arguments.ts'
import { exitCodes, type Io, WrongUse } from './command.ts'
import { type LogSource, openLogSource } from './log-source.ts'
import { defaultMostEntries, type verifyFlags } from './log-verify.ts'
import { wordsLanguage } from './words-language.ts'

/** What was given to `log verify`. */
export type VerifyFlags = Given<typeof verifyFlags>['flags']

/** Verifies what was named, tells it, and gives the exit code. */
export async function verifyFrom(place: string | undefined, flags: VerifyFlags, io: Io): Promise<number> {
  return new VerifyRun(flags, io, wordsLanguage(flags.language, io.environment)).all(place)
}

const levels = ['proven', 'unproven', 'fault'] as const
const marks = { proven: '✓', unproven: '·', fault: '✗' } as const

/** Lines about one thing that a person is shown; `--json` has all. */
const mostLines = 10

class VerifyRun {
  readonly #flags: VerifyFlags
  readonly #io: Io
  readonly #language: Language
  readonly #messages: Messages = loadMessages([roomFolders.log])
  readonly #findings: Finding[] = []

  constructor(flags: VerifyFlags, io: Io, language: Language) {
    this.#flags = flags
    this.#io = io
    this.#language = language
  }

  async all(place: string | undefined): Promise<number> {
    const { policy: policyFile, proof, absence } = this.#flags
    if (policyFile === undefined) throw new WrongUse('--policy is missing: it says whose signatures you trust')
    if (place === undefined && proof === undefined && absence === undefined)
      throw new WrongUse('URL-or-folder is missing')
    if (place === undefined && (this.#flags.since ?? this.#flags.phrase) !== undefined)
      throw new WrongUse('--since and --phrase need a URL-or-folder')
    const phrases = this.#phrases()
    const question = absence === undefined ? undefined : await this.#question()
    const policy = await this.#policy(policyFile)
    const verification = place === undefined ? undefined : await this.#log(place, policy, phrases)
    const trust = { policy, kinds: entryKinds, verify: verifyEd25519 }
    if (proof !== undefined) this.#findings.push(...(await judgeEntryProof(proof, await this.#file(proof), trust)))
    if (absence !== undefined && question !== undefined)
      this.#findings.push(...(await judgeAbsence(absence, await this.#file(absence), question, trust)))
    return this.#tell(verification)
  }

  #phrases(): readonly CheckPhrase[] {
    if (this.#flags.phrase === undefined) return []
    try {
      return [parseCheckPhrase(this.#flags.phrase)]
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error
      const part = error.line === undefined ? '' : `, in part ${error.line} of 9`
      throw new WrongUse(`--phrase is not a check phrase${part}: a digit is wrong or missing`)
    }
  }

  async #question(): Promise<AbsenceQuestion> {
    const { secret, measure, from, until } = this.#flags
    if ((secret === undefined) === (measure === undefined)) throw new WrongUse('--absence needs --secret or --measure')
    for (const day of [from, until]) {
      if (day === undefined || !/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day)))
        throw new WrongUse('--absence needs --from and --until, each as YYYY-MM-DD')
    }
    const period = { from: from ?? '', until: until ?? '' }
    const days = daysOf(period.from, period.until).length
    if (days === 0 || days === maxDays) throw new WrongUse('--until comes before --from, or lies too far away')
    if (measure !== undefined) return { about: { kind: 'measure', measure }, ...period }
    const bytes = decodeHex(new TextDecoder().decode(await this.#file(secret ?? '')).trim())
    if (bytes?.length !== 32) throw new OperatorError(`${secret} has no secret`, 'It holds 64 characters, 0-9 and a-f.')
    return { about: { kind: 'secret', secret: bytes }, ...period }
  }

  async #policy(path: string): Promise<Policy> {
    try {
      return parsePolicy(await this.#file(path))
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error
      throw new OperatorError(`${path}: ${error.message}`, 'See c2sp.org/tlog-policy, or ask for the file again.')
    }
  }

  async #file(path: string): Promise<Uint8Array> {
    return readFile(resolve(this.#io.folder, path)).catch((error) => {
      throw new OperatorError(`could not read ${path} (${error.code})`, 'Correct its name.')
    })
  }

  async #log(place: string, policy: Policy, phrases: readonly CheckPhrase[]): Promise<Verification> {
    const source = await openLogSource(place, this.#io.folder)
    const earlier = await this.#earlier()
    const verification = await verifyPublished({
      read: source.read,
      ...(source.listed === undefined ? {} : { listed: source.listed }),
      policy,
      kinds: entryKinds,
      verify: verifyEd25519,
      ...(earlier === undefined ? {} : { earlier }),
      proofs: await this.#proofs(),
      phrases,
      followsMap: !this.#flags['without-map'],
      mostEntries: this.#most(),
      onProgress: this.#progress(),
    })
    // An address that was typed wrong is no accusation; a folder without a checkpoint was a log, or the person says so.
    if (source.listed === undefined && verification.findings.some(({ code }) => code === 'no-checkpoint'))
      throw new OperatorError(
        `there is no log at ${place}`,
        'Give the address of the log itself, such as https://host/log. If it was there before, keep this message: a log does not go away.',
      )
    this.#findings.push(...verification.findings)
    return verification
  }

  /** The checkpoints of proof files that are verified beside a log: they must be of that log. */
  async #proofs(): Promise<readonly { readonly path: string; readonly checkpoint: Uint8Array }[]> {
    const { proof, absence } = this.#flags
    const paths = [proof, absence].filter((path) => path !== undefined)
    const files = await Promise.all(paths.map(async (path) => ({ path, bytes: await this.#file(path) })))
    // A file that is no proof is told where it is judged.
    return files.flatMap(({ path, bytes }) => {
      const checkpoint = checkpointOf(bytes)
      return checkpoint === undefined ? [] : [{ path, checkpoint }]
    })
  }

  /** A long log shows that it goes on: in place on a terminal, else a line now and then. A short one says nothing. */
  #progress(): (entries: number, size: number) => void {
    const { progress } = this.#io
    const everyMs = progress === undefined ? 10_000 : 250
    let next = performance.now() + everyMs
    return (entries, size) => {
      const isOver = entries === size
      if (isOver && progress !== undefined && size > 0) progress('')
      if (isOver || performance.now() < next) return
      next = performance.now() + everyMs
      const words = this.#messages(this.#language, 'log.verify.progress', { entries, size })
      if (progress === undefined) this.#io.say(words)
      else progress(words)
    }
  }

  #most(): number {
    const most = Number(this.#flags['most-entries'] ?? defaultMostEntries)
    if (!Number.isSafeInteger(most) || most < 0) throw new WrongUse('--most-entries takes a whole number')
    return most
  }

  async #earlier(): Promise<{ checkpoint: Uint8Array; read?: LogSource['read'] } | undefined> {
    const { since } = this.#flags
    if (since === undefined) return undefined
    const path = resolve(this.#io.folder, since)
    if (!existsSync(path)) return undefined
    if (!statSync(path).isDirectory()) return { checkpoint: await this.#file(since) }
    const { read } = await openLogSource(path, this.#io.folder)
    return { checkpoint: await this.#file(join(path, 'checkpoint')), read }
  }

  async #tell(verification: Verification | undefined): Promise<number> {
    const outcome = outcomeOf(this.#findings)
    const isGood = outcome !== 'bad' && outcome !== 'unanswered'
    for (const level of levels) this.#tellLevel(level)
    const phrase = isGood ? phraseOf(verification?.checkpoint) : undefined
    if (phrase !== undefined) this.#say('phrase-now', { phrase })
    this.#say(`result.${outcome}`)
    await this.#keep(verification?.checkpoint)
    if (this.#flags.json) this.#io.result({ level: 'result', good: isGood, phrase: phrase ?? null })
    return isGood ? exitCodes.done : exitCodes.refused
  }

  #tellLevel(level: Finding['level']): void {
    const findings = this.#findings.filter((finding) => finding.level === level)
    if (findings.length === 0) return
    this.#say(`heading.${level}`)
    const told = new Map<string, number>()
    for (const finding of findings) {
      if (this.#flags.json) this.#io.result(finding)
      const before = told.get(finding.code) ?? 0
      told.set(finding.code, before + 1)
      if (before >= mostLines) continue
      const { key, values } = sentenceOf(finding, formatsIn(this.#language))
      this.#io.say(`  ${marks[level]} ${this.#messages(this.#language, key, values)}`)
    }
    for (const count of told.values()) if (count > mostLines) this.#say('and-more', { count: count - mostLines })
  }

  /** Keeps the newest checkpoint for the next time. One that contradicts the one that was kept is put beside it: evidence. */
  async #keep(checkpoint: Uint8Array | undefined): Promise<void> {
    const { since } = this.#flags
    if (since === undefined || checkpoint === undefined) return
    const path = resolve(this.#io.folder, since)
    if (existsSync(path) && statSync(path).isDirectory()) return
    const faults = this.#findings.filter(({ level }) => level === 'fault')
    if (faults.some(({ code }) => code === 'forked')) {
      await writeSafely(`${path}.other`, checkpoint)
      this.#say('kept-fork', { path: `${since}.other` })
    } else if (faults.every(({ code }) => code === 'not-cosigned')) {
      await writeSafely(path, checkpoint)
      this.#say('kept', { path: since })
    }
  }

  #say(name: string, values: Readonly<Record<string, string | number>> = {}): void {
    this.#io.say(this.#messages(this.#language, `log.verify.${name}`, values))
  }
}

function checkpointOf(proof: Uint8Array): Uint8Array | undefined {
  try {
    return parseTlogProof(proof).checkpoint
  } catch (error) {
    if (error instanceof MalformedError) return undefined
    throw error
  }
}

/** The check phrase of a checkpoint, to be written in minutes. */
function phraseOf(checkpoint: Uint8Array | undefined): string | undefined {
  if (checkpoint === undefined) return undefined
  return formatCheckPhrase(checkPhraseOf(parseCheckpoint(parseNote(checkpoint).text)))
}

function formatsIn(language: Language): { instant: (text: string) => string; day: (text: string) => string } {
  const locale = language === 'en' ? 'en-GB' : language
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const instant = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' })
  return { day: (text) => day.format(new Date(`${text}T00:00:00Z`)), instant: (text) => instant.format(new Date(text)) }
}

/** Whole or not at all, and on the disk. */
async function writeSafely(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.unfinished`
  const file = await open(unfinished, 'w', 0o600).catch((error) => {
    throw new OperatorError(`could not write ${path} (${error.code})`, 'Name a file in a folder where you may write.')
  })
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(unfinished, path)
  const folder = await open(dirname(path), 'r')
  await folder.sync().finally(() => folder.close())
}
