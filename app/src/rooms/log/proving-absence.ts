// Proof that there is no entry: about whoever asks, or under a measure. Design: docs/design/log-absence.md.
import { formatIndexEntry } from '@openwacht/tlog/absence-index.ts'
import { formatAbsenceProof } from '@openwacht/tlog/absence-proof.ts'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import { proveInclusion } from '@openwacht/tlog/merkle.ts'
import { LogFault, TileReader } from '@openwacht/tlog/tile-reader.ts'
import type { Act } from '../../platform/act.ts'
import { measureDayKey, subjectDayKey } from '../../platform/entry-marks.ts'
import { subjectSecrets } from '../../platform/outbox.ts'
import { BusyError, LogStopped, Refused } from '../../platform/problem.ts'
import { dayAt, today } from '../people/people.ts'
import { daysOf, keysOfQuestion, maxPeriodDays, readAbsence } from './absence.ts'
import type { LogEnd } from './opened-folder.ts'
import { isWitnessed, type LogReader, openLog } from './reading.ts'
import { isMeasureEntered } from './reading-store.ts'
import { secretSince } from './secret-eras-store.ts'
import type { Absence, Period } from './shapes.ts'
import { countWaiting } from './store.ts'

/** Gives the key of a day: of a person, or of a measure. */
type KeyOn = (day: string) => Uint8Array

/** The keys of whoever asks; refused for days of before the secret, where there can have been another one. */
export async function ownKeys(act: Act, reader: LogReader, period: Period): Promise<KeyOn | Refused> {
  const secret = await ownSecret(act, reader)
  const since = await secretSince(act.tx, reader.seal.seal(act.principal.entity.id))
  if (since !== undefined) {
    const day = await dayAt(act, since)
    if (period.from < day)
      return new Refused(409, [{ code: 'secret-since', key: 'log.refusal.secret-since', values: { day: { day } } }])
  }
  return (day) => subjectDayKey(secret, day)
}

/**
 * The keys of a measure, which anybody can compute. Refused where no entry names it: to say that nothing was entered under a number
 * that was typed wrong would mislead. What every leaf shows tells nothing of a measure that is still a draft.
 */
export async function measureKeys(act: Act, measure: string): Promise<KeyOn | Refused> {
  if (await isMeasureEntered(act.tx, measure)) return (day) => measureDayKey(measure, day)
  return new Refused(404, [{ code: 'no-such-measure', key: 'log.refusal.no-such-measure' }])
}

/** The secret of whoever asks: with it a proof can be checked without this server. */
export async function ownSecret(act: Act, { log, seal }: LogReader): Promise<Uint8Array> {
  const { id } = act.principal.entity
  act.concerns([id])
  const [secret] = await subjectSecrets({ tx: act.tx, outbox: log.outbox }, [seal.seal(id)])
  if (secret === undefined) throw new Error('expected a secret of the person who asks')
  return secret
}

/** What the log holds under these keys in a period. */
export async function answerAbsence(
  act: Act,
  reader: LogReader,
  keyOn: KeyOn | Refused,
  period: Period,
): Promise<Absence | Refused> {
  if (keyOn instanceof Refused) return keyOn
  const days = await daysSoFar(act, period)
  if (days instanceof Refused) return days
  const waiting = await countWaiting(act.tx)
  return underCheckpoint(reader, async (map, { size }) => ({
    ...readAbsence(map, period, keyOn),
    covers: Math.max(0, size - 1),
    witnessed: isWitnessed(reader.log, size),
    waiting,
    unmarked: unmarkedOf(reader),
  }))
}

/** The same as a file that an outsider can check who has the secret, or knows the measure. */
export async function absenceProofFile(
  act: Act,
  reader: LogReader,
  keyOn: KeyOn | Refused,
  period: Period,
): Promise<string | Refused> {
  if (keyOn instanceof Refused) return keyOn
  const days = await daysSoFar(act, period)
  if (days instanceof Refused) return days
  const { folder } = openLog(reader.log)
  return underCheckpoint(reader, async (map, { size, root, checkpoint }) => {
    const indexEntry = formatIndexEntry({ covers: size - 1, keys: map.size, root: map.root() })
    const prunedMap = map.prove(keysOfQuestion(period, days.map(keyOn)))
    const tiles = new TileReader({ size, root }, (path) => folder.read(path))
    const path = await tiles.prove((read) => proveInclusion(size - 1, size, read))
    return Buffer.from(formatAbsenceProof({ indexEntry, prunedMap, path, checkpoint })).toString('utf8')
  })
}

/** The days of a period that have begun: of a day to come nobody can know that it will have no entry. */
async function daysSoFar(act: Act, period: Period): Promise<readonly string[] | Refused> {
  const days = daysOf(period)
  if (days === undefined) return noPeriod()
  if (period.until <= (await today(act))) return days
  return new Refused(422, [{ code: 'day-to-come', key: 'log.refusal.day-to-come' }])
}

/** Reads tree, map and checkpoint as they belong together. */
async function underCheckpoint<T>(
  { log }: LogReader,
  read: (map: LogEnd['index']['map'], tree: { size: number; root: Uint8Array; checkpoint: Uint8Array }) => Promise<T>,
): Promise<T | Refused> {
  const { sequencer } = openLog(log)
  try {
    const answer = await sequencer.reading(async (tree, map) => {
      const { checkpoint } = log
      return checkpoint === undefined ? noEntries() : read(map, { ...tree, checkpoint })
    })
    // The disk of the log fails now: map and checkpoint do not belong together until it works again.
    if (answer === undefined) throw new BusyError('transparency log', 5)
    return answer
  } catch (error) {
    if (error instanceof LogFault || error instanceof MalformedError) throw new LogStopped('behind')
    throw error
  }
}

function unmarkedOf({ kinds }: LogReader): string[] {
  return [...kinds.values()].filter(({ marks }) => marks === 'nobody').map(({ name }) => name)
}

function noEntries(): Refused {
  return new Refused(409, [{ code: 'no-entries', key: 'log.refusal.no-entries' }])
}

function noPeriod(): Refused {
  return new Refused(422, [{ code: 'no-period', key: 'log.refusal.no-period', values: { days: maxPeriodDays } }])
}
