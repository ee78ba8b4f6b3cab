import type { Act } from '../../platform/act.ts'
import type { Authorizer } from '../../platform/authorization.ts'
import type { Language } from '../../platform/messages.ts'
import { InputError } from '../../platform/problem.ts'
import {
  countActions,
  cursorAfter,
  parseCursor,
  type RecordedAction,
  recordedActions,
} from '../../platform/processing-records.ts'
import { type ActivityVersion, activityVersions, versionAt } from '../../platform/processing-register.ts'
import type { SubjectSeal } from '../../platform/subject-seal.ts'
import { lastDayOf } from './local-date.ts'
import { organisationOf } from './people.ts'
import { officesOfPolicy } from './rights.ts'
import type { OwnRecordsAnswer } from './shapes.ts'

/** Lines on one page of "who worked with my data". */
const pageLines = 50

/** What the records are read with. */
export type RecordReader = { readonly authorizer: Authorizer; readonly seal: SubjectSeal; readonly language: Language }

/**
 * Who worked with data about whoever asks, the newest first.
 *
 * Of somebody else it says the day, and of their offices only those that gave the right: the log must not become a
 * diary of the few who hold offices. The exact instant is for who oversees.
 *
 * @param wish - `others`: without what whoever asks did themselves.
 */
export async function listOwnRecords(
  act: Act,
  reader: RecordReader,
  wish: { readonly others: boolean; readonly cursor: string | undefined },
): Promise<OwnRecordsAnswer> {
  const { id } = act.principal.entity
  act.concerns([id])
  const subject = reader.seal.seal(id)
  const exceptPrincipal = wish.others ? subject : undefined
  const after = wish.cursor === undefined ? undefined : parseCursor(reader.seal.open(wish.cursor) ?? '')
  if (wish.cursor !== undefined && after === undefined)
    throw new InputError([{ path: 'querystring/cursor', code: 'wrong-form' }])
  const page = await recordedActions(act.tx, { subject, exceptPrincipal, after, limit: pageLines })
  const versions = await activityVersions(act.tx)
  const { timeZone } = await organisationOf(act)
  const next = cursorAfter(page, pageLines)
  return {
    records: page.map((action) => lineOf(action, reader, subject, versions, timeZone)),
    total: await countActions(act.tx, subject, exceptPrincipal),
    // Sealed: a cursor holds an instant, and whoever could make one would find the instant of any line.
    next: next === undefined ? null : reader.seal.seal(next),
  }
}

function lineOf(
  action: RecordedAction,
  { authorizer, language }: RecordReader,
  self: string,
  versions: readonly ActivityVersion[],
  timeZone: string,
): OwnRecordsAnswer['records'][number] {
  const isSelf = action.principalType === 'Employee' && action.principal === self
  const activity = action.activity === null ? undefined : versionAt(versions, action.activity, action.startedAt)
  return {
    id: action.spanId,
    // One millisecond on: midnight itself is the day that begins.
    on: lastDayOf(new Date(action.startedAt.getTime() + 1), timeZone),
    name: authorizer.actions.get(action.action)?.explanation[language] ?? action.name,
    by: isSelf ? 'self' : kindOf(action.principalType),
    offices: isSelf || action.principalType !== 'Employee' ? [] : officesThatCounted(action, authorizer),
    activity: activity?.content.name[language] ?? null,
    decision: action.decision ?? 'deny',
  }
}

function kindOf(principalType: string): 'employee' | 'machine' | 'operator' {
  if (principalType === 'Operator') return 'operator'
  return principalType === 'Credential' ? 'machine' : 'employee'
}

/** Of the offices somebody held, those for which a policy gave the right. */
function officesThatCounted({ information, policies }: RecordedAction, authorizer: Authorizer): string[] {
  const held = information.principal?.offices
  const named = authorizer.rights
    .filter(({ id }) => policies.includes(id))
    .flatMap(({ policy }): readonly string[] => officesOfPolicy(policy))
  return Array.isArray(held) ? held.filter((office) => named.includes(office)) : []
}
