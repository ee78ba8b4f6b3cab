import type { Act } from '../../platform/act.ts'
import type { Authorizer } from '../../platform/authorization.ts'
import type { Language, Messages } from '../../platform/messages.ts'
import { InputError } from '../../platform/problem.ts'
import { type ActionGroup, actionGroups } from '../../platform/processing-records.ts'
import { type ActivityVersion, activityVersions, versionAt } from '../../platform/processing-register.ts'
import type { SubjectSeal } from '../../platform/subject-seal.ts'
import { wordsOfEvent } from './events.ts'
import { parseLocalDate } from './local-date.ts'
import { groupOfOffice } from './office-groups.ts'
import { isOfficeCode } from './offices.ts'
import { organisationOf } from './people.ts'
import type { OwnRecordsAnswer } from './record-shapes.ts'
import { officesOfPolicy } from './rights.ts'

/** Days with records on one page of "who worked with my data". */
const pageDays = 14

/** What the records are read with. */
export type RecordReader = {
  readonly authorizer: Authorizer
  readonly messages: Messages
  readonly seal: SubjectSeal
  readonly language: Language
}

type Line = OwnRecordsAnswer['records'][number]

/**
 * Who worked with data about whoever asks, the newest day first; what is alike on one day is one line with a number.
 *
 * Of somebody else it says the day, and the groups of those offices that gave the right: the log must not become a
 * diary of the few who hold offices. The exact instant is for who oversees.
 *
 * @param wish - `others`: without what whoever asks did themselves. `before`: a day; only what lies before it.
 */
export async function listOwnRecords(
  act: Act,
  reader: RecordReader,
  wish: { readonly others: boolean; readonly before: string | undefined },
): Promise<OwnRecordsAnswer> {
  const { id } = act.principal.entity
  act.concerns([id])
  if (wish.before !== undefined && parseLocalDate(wish.before) === undefined)
    throw new InputError([{ path: 'querystring/before', code: 'wrong-form' }])
  const subject = reader.seal.seal(id)
  const { timeZone } = await organisationOf(act)
  const groups = await actionGroups(act.tx, {
    ...{ subject, exceptPrincipal: wish.others ? subject : undefined, before: wish.before, timeZone },
    days: pageDays + 1,
  })
  const days = [...new Set(groups.map(({ on }) => on))].slice(0, pageDays)
  const hasMore = groups.some(({ on }) => !days.includes(on))
  const versions = await activityVersions(act.tx)
  const lines = groups.filter(({ on }) => days.includes(on)).map((group) => lineOf(group, reader, subject, versions))
  return { records: together(lines), next: hasMore ? (days.at(-1) ?? null) : null }
}

function lineOf(
  group: ActionGroup,
  { authorizer, messages, language }: RecordReader,
  self: string,
  versions: readonly ActivityVersion[],
): Line {
  const isSelf = group.principalType === 'Employee' && group.principal === self
  const activity = group.activity === null ? undefined : versionAt(versions, group.activity, group.lastAt)
  return {
    on: group.on,
    what: wordsOfEvent(group, authorizer, messages, language),
    by: isSelf ? 'self' : kindOf(group.principalType),
    groups: isSelf || group.principalType !== 'Employee' ? [] : groupsThatCounted(group, authorizer),
    count: group.count,
    activity: activity?.content.name[language] ?? null,
    outcome: group.decision !== 'allow' ? 'denied' : group.refused ? 'refused' : 'done',
  }
}

/** Lines that read the same become one: two colleagues of one group are not told apart. */
function together(lines: readonly Line[]): Line[] {
  const alike = Map.groupBy(lines, ({ count: _count, ...rest }) => JSON.stringify(rest))
  return [...alike.values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [{ ...first, count: rest.reduce((sum, { count }) => sum + count, first.count) }],
  )
}

function kindOf(principalType: string): 'employee' | 'machine' | 'operator' {
  if (principalType === 'Operator') return 'operator'
  return principalType === 'Credential' ? 'machine' : 'employee'
}

/** Of the offices somebody held, the groups of those for which a policy gave the right. */
function groupsThatCounted({ offices, policies }: ActionGroup, authorizer: Authorizer): string[] {
  const named = authorizer.rights
    .filter(({ id }) => policies.includes(id))
    .flatMap(({ policy }): readonly string[] => officesOfPolicy(policy))
  const counted = offices.filter((office) => named.includes(office)).filter(isOfficeCode)
  return [...new Set(counted.map(groupOfOffice))].sort()
}
