import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { Database, Tx } from './database.ts'
import { languages, type SayMessage } from './messages.ts'
import type { ActivityContent, ProcessingActivity } from './processing-activities.ts'

/** One version of an activity. It counts from `validFrom` until the next one. */
export type ActivityVersion = {
  readonly activity: string
  readonly version: number
  readonly id: string
  readonly validFrom: Date
  /** False where the activity ended with this version. */
  readonly active: boolean
  readonly content: ActivityContent
}

/**
 * Brings the register up to date with what the rooms declare: what is new or differs gets its next version, what is
 * declared no more gets a last one that is not active. What was there stays as it was.
 *
 * Source: Logboek Dataverwerkingen, Gedrag van Register: each relevant change is kept as a new version with its instant.
 */
export async function registerActivities(
  database: Database,
  declared: readonly ProcessingActivity[],
  messages: SayMessage,
  now: Date,
): Promise<void> {
  await database.transaction().execute(async (tx) => {
    await sql`lock table activity_versions in share row exclusive mode`.execute(tx)
    const latest = latestVersions(await activityVersions(tx))
    for (const activity of declared) {
      const content = contentOf(activity, messages)
      const known = latest.get(activity.code)
      if (known?.active && isDeepStrictEqual(known.content, content)) continue
      await addVersion(tx, {
        ...{ activity: activity.code, id: activity.id, content, validFrom: now, active: true },
        version: (known?.version ?? 0) + 1,
      })
    }
    const codes = new Set(declared.map(({ code }) => code))
    for (const known of latest.values()) {
      if (!known.active || codes.has(known.activity)) continue
      await addVersion(tx, { ...known, version: known.version + 1, validFrom: now, active: false })
    }
  })
}

/** All versions of all activities, the oldest first. */
export async function activityVersions(tx: Tx): Promise<ActivityVersion[]> {
  const { rows } = await sql<ActivityVersion>`
    select activity, version, id, valid_from as "validFrom", active, content
    from activity_versions order by activity, version`.execute(tx)
  return rows
}

/** The version of an activity that counted at an instant, or undefined where the register did not have it yet. */
export function versionAt(
  versions: readonly ActivityVersion[],
  activity: string,
  at: Date,
): ActivityVersion | undefined {
  return versions.findLast((version) => version.activity === activity && version.validFrom <= at)
}

/** The latest version of each activity. */
export function latestVersions(versions: readonly ActivityVersion[]): ReadonlyMap<string, ActivityVersion> {
  return new Map(versions.map((version) => [version.activity, version]))
}

function contentOf({ code, id: _id, ...content }: ProcessingActivity, messages: SayMessage): ActivityContent {
  const name = Object.fromEntries(languages.map((language) => [language, messages(language, `activity.${code}`)]))
  // Each language was just filled in. JSON is what the database gives back.
  return JSON.parse(JSON.stringify({ ...content, name })) as ActivityContent
}

async function addVersion(tx: Tx, version: ActivityVersion): Promise<void> {
  await sql`insert into activity_versions (activity, version, id, valid_from, active, content) values
    (${version.activity}, ${version.version}, ${version.id}, ${version.validFrom}, ${version.active},
     ${JSON.stringify(version.content)}::jsonb)`.execute(tx)
}
