import { type Act, type Ground, type Identify, type Intent, type Outcome, perform } from './act.ts'
import type { EntryId, EntryKind } from './entry-kind.ts'
import { enterEntry } from './outbox.ts'
import { outcomeKind, type Result } from './outcome-kinds.ts'
import { LogStopped, Refused } from './problem.ts'

/** How long an effect may take. What is open for longer was left behind by a crash. */
export const longestEffectMs = 5 * 60_000

/** An effect that was decided on and entered: the id of its entry, and what the effect needs to know. */
export type Entered<P> = { readonly entry: EntryId; readonly plan: P }

/**
 * Runs an act with an effect outside the database: a look, a command, a mailbox, a decryption.
 *
 * The order is what makes it trustworthy: decide and enter, in one transaction; wait until the entry lies under a
 * checkpoint as its kind needs; the effect; its outcome. Nothing happens outside that is not in the log already. After a
 * crash the outcome is closed as `unknown`.
 *
 * @param enter - Decides, and enters an entry of a kind with `opens`; or refuses, and nothing follows.
 * @param effect - Is told to stop after `longestEffectMs`.
 * @throws LogStopped where the checkpoint does not come; the outcome is then `not-done`.
 */
export async function performWithEffect<P, T>(
  ground: Ground,
  identify: Identify,
  intent: Intent,
  kind: EntryKind,
  enter: (act: Act) => Promise<Entered<P> | Refused>,
  effect: (plan: P, stop: AbortSignal) => Promise<T>,
): Promise<Outcome<T | Refused>> {
  if (!kind.opens) throw new TypeError(`kind "${kind.name}" does not announce an effect`)
  const entered = await perform(ground, identify, intent, enter)
  if (entered.kind !== 'done') return entered
  if (entered.value instanceof Refused) return { kind: 'done', value: entered.value }
  const { entry, plan } = entered.value
  const stop = await ground.outbox.until(entry, kind.needs)
  if (stop !== undefined) {
    await closeEffect(ground, entry, 'not-done')
    throw new LogStopped(stop)
  }
  let value: T
  try {
    value = await effect(plan, AbortSignal.timeout(longestEffectMs))
  } catch (error) {
    await closeEffect(ground, entry, 'failed')
    throw error
  }
  await closeEffect(ground, entry, 'done')
  return { kind: 'done', value }
}

/** Enters the outcome of an effect. A second outcome of the same entry is refused by the database. */
export async function closeEffect(
  ground: Pick<Ground, 'database' | 'outbox' | 'seal' | 'now'>,
  entry: EntryId,
  result: Result,
): Promise<void> {
  await ground.database
    .transaction()
    .execute((tx) =>
      enterEntry(
        { tx, at: ground.now(), outbox: ground.outbox, seal: ground.seal },
        outcomeKind,
        { of: entry, result },
        undefined,
        { closes: entry },
      ),
    )
}
