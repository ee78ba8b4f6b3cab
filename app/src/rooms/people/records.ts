import type { Act } from '../../platform/act.ts'
import { adlRecord } from '../../platform/authorization-decision-log.ts'
import { ldvRecord } from '../../platform/logboek-dataverwerkingen.ts'
import { InputError, Refused } from '../../platform/problem.ts'
import {
  cursorAfter,
  parseCursor,
  type RecordCursor,
  type RecordedAction,
  type RecordedDecision,
  type RecordWish,
  recordedActions,
  recordedActs,
  recordedDecisions,
  subjectsOf,
} from '../../platform/processing-records.ts'
import {
  type ActivityVersion,
  activityVersions,
  latestVersions,
  versionAt,
} from '../../platform/processing-register.ts'
import { personOf } from './appointing.ts'
import { parseLocalDate } from './local-date.ts'
import type { RecordReader } from './own-records.ts'
import { organisationOf } from './people.ts'
import type { DecisionRecordsAnswer, ProcessingRecordsAnswer, RecordDetailAnswer } from './record-shapes.ts'
import { startOfDay } from './start-of-day.ts'
import { allUnits, employeesWithIds } from './store.ts'

/** Records on one page of a screen. */
const pageRecords = 25
/** People of one record that are named; an import touches everybody. */
const mostNamed = 50
/** Records in one file at most: more is asked for by day. */
export const mostExported = 5_000

/** Which records are asked for; days by the clock of the organisation, both inside. */
export type DayWish = {
  readonly from?: string | undefined
  readonly until?: string | undefined
  readonly activity?: string | undefined
  readonly office?: string | undefined
  readonly decision?: 'allow' | 'deny' | 'none' | undefined
  readonly cursor?: string | undefined
}

/** What was done with personal data, for who oversees: the newest first, each act once. */
export async function listProcessing(act: Act, reader: RecordReader, wish: DayWish): Promise<ProcessingRecordsAnswer> {
  const page = await recordedActs(act.tx, { ...(await wishOf(act, wish)), personal: true, limit: pageRecords })
  const versions = await activityVersions(act.tx)
  act.concerns(actorsOf(page, reader))
  const activities = [...latestVersions(versions).values()].map(({ activity, content }) => ({
    code: activity,
    name: content.name[reader.language],
  }))
  return {
    records: page.map((action) => recordOf(action, reader, versions)),
    activities: activities.sort((a, b) => a.name.localeCompare(b.name)),
    next: cursorAfter(page, pageRecords) ?? null,
  }
}

/** Every decision whether something was allowed, for who oversees: the newest first. */
export async function listDecisions(act: Act, reader: RecordReader, wish: DayWish): Promise<DecisionRecordsAnswer> {
  const page = await recordedDecisions(act.tx, { ...(await wishOf(act, wish)), limit: pageRecords })
  act.concerns(actorsOf(page, reader))
  return {
    records: page.map((decision) => ({
      id: decision.spanId,
      at: decision.startedAt.toISOString(),
      what: reader.authorizer.actions.get(decision.action)?.explanation[reader.language] ?? decision.action,
      who: whoOf(decision),
      decision: decision.decision ?? 'none',
    })),
    next: cursorAfter(page, pageRecords) ?? null,
  }
}

/** One record whole: who, whose data, by which rules, and as the two standards write it. */
export async function readRecord(
  act: Act,
  reader: RecordReader,
  id: string,
  publicUrl: string,
): Promise<RecordDetailAnswer | Refused> {
  const [decision] = await recordedDecisions(act.tx, { spanId: id, limit: 1 })
  const [action] = await recordedActs(act.tx, { spanId: id, limit: 1 })
  if (decision === undefined) {
    act.concerns([])
    return new Refused(404, [{ code: 'no-such-record', key: 'people.refusal.no-such-record' }])
  }
  const { subjects, total } = await subjectsOf(act.tx, id, mostNamed)
  const named = subjects.flatMap((sealed) => reader.seal.open(sealed) ?? [])
  const actors = actorsOf([decision], reader)
  act.concerns([...named, ...actors])
  const people = new Map((await employeesWithIds(act.tx, [...named, ...actors])).map((one) => [one.id, one]))
  const units = await allUnits(act.tx)
  const versions = await activityVersions(act.tx)
  // A question of another system has no act of its own: it is shown by its decision.
  const whole = action ?? {
    ...decision,
    ...{ name: decision.action, activity: null, endedAt: decision.startedAt, event: null, fields: '', refused: false },
    ...{ subject: null, people: total },
  }
  const [actor] = actors
  return {
    record: recordOf(whole, reader, versions),
    person: actor === undefined ? null : personOf(people, units, actor),
    subjects: named.map((one) => personOf(people, units, one)),
    decision: decision.decision ?? 'none',
    policies: decision.policies.map((policy) => ({
      id: policy,
      explanation:
        reader.authorizer.rights.find((right) => right.id === policy)?.explanation[reader.language] ?? policy,
    })),
    processing: { ...ldvRecord(whole, versions, publicUrl) },
    authorization: { ...adlRecord(decision) },
  }
}

/** The log of processing as JSON Lines, each line as the Logboek Dataverwerkingen has it. */
export async function exportProcessing(
  act: Act,
  reader: RecordReader,
  wish: DayWish,
  publicUrl: string,
): Promise<string> {
  const found = await recordedActions(act.tx, { ...(await wishOf(act, wish)), personal: true, limit: mostExported })
  const versions = await activityVersions(act.tx)
  act.concerns(found.flatMap(({ subject }) => (subject === null ? [] : (reader.seal.open(subject) ?? []))))
  return jsonLines(found.map((action) => ldvRecord(action, versions, publicUrl)))
}

/** The decisions as JSON Lines, each line as the Authorization Decision Log has it. */
export async function exportDecisions(act: Act, reader: RecordReader, wish: DayWish): Promise<string> {
  const found = await recordedDecisions(act.tx, { ...(await wishOf(act, wish)), limit: mostExported })
  act.concerns(actorsOf(found, reader))
  return jsonLines(found.map(adlRecord))
}

function jsonLines(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('')
}

async function wishOf(act: Act, { from, until, cursor, ...rest }: DayWish): Promise<Omit<RecordWish, 'limit'>> {
  const { timeZone } = await organisationOf(act)
  return {
    ...rest,
    from: instantOf(from, 'from', 0, timeZone),
    until: instantOf(until, 'until', 1, timeZone),
    after: cursorOf(cursor),
  }
}

function instantOf(day: string | undefined, name: string, days: 0 | 1, timeZone: string): Date | undefined {
  if (day === undefined) return undefined
  const date = parseLocalDate(day)
  if (date === undefined) throw new InputError([{ path: `querystring/${name}`, code: 'wrong-form' }])
  return startOfDay(date, days, timeZone)
}

function cursorOf(text: string | undefined): RecordCursor | undefined {
  const cursor = text === undefined ? undefined : parseCursor(text)
  if (text !== undefined && cursor === undefined)
    throw new InputError([{ path: 'querystring/cursor', code: 'wrong-form' }])
  return cursor
}

function recordOf(
  action: RecordedAction & { readonly people: number },
  { authorizer, messages, language }: RecordReader,
  versions: readonly ActivityVersion[],
): ProcessingRecordsAnswer['records'][number] {
  const activity = action.activity === null ? undefined : versionAt(versions, action.activity, action.startedAt)
  return {
    id: action.spanId,
    at: action.startedAt.toISOString(),
    what: wordsForOversight(action, authorizer, messages, language),
    activity: activity?.content.name[language] ?? null,
    who: whoOf(action),
    people: action.people,
    outcome: action.decision !== 'allow' ? 'denied' : action.refused ? 'refused' : 'done',
  }
}

type Worded = readonly [RecordReader['authorizer'], RecordReader['messages'], RecordReader['language']]

/** The words for the person it is about say "you"; who oversees reads which right was used, and the fields that changed. */
function wordsForOversight(action: RecordedAction, ...[authorizer, messages, language]: Worded): string {
  const right = authorizer.actions.get(action.action)?.explanation[language] ?? action.name
  return action.fields === '' ? right : `${right} (${fieldsOf(action, messages, language)})`
}

function fieldsOf({ fields }: RecordedAction, messages: RecordReader['messages'], language: RecordReader['language']) {
  return fields
    .split(' ')
    .map((field) => (messages.has(`happened.field.${field}`) ? messages(language, `happened.field.${field}`) : field))
    .join(', ')
}

function whoOf({ principalType, information }: Pick<RecordedAction, 'principalType' | 'information'>) {
  const held = information.principal?.offices
  const kind = principalType === 'Operator' ? 'operator' : principalType === 'Employee' ? 'employee' : 'machine'
  return { kind, offices: Array.isArray(held) ? held.filter((office) => office !== 'employee') : [] } as const
}

/** The people who acted, each once. */
function actorsOf(
  records: readonly Pick<RecordedDecision, 'principalType' | 'principal'>[],
  { seal }: RecordReader,
): string[] {
  const acted = records.filter(({ principalType }) => principalType === 'Employee')
  return [...new Set(acted.flatMap(({ principal }) => seal.open(principal) ?? []))]
}
