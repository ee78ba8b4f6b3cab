// Entries of which notice waits, and the end of waiting.
import type { EntryId } from '../../platform/entry-kind.ts'
import { enterEntry, localDayAndHour } from '../../platform/outbox.ts'
import { delayEndedKind } from './entry-kinds.ts'
import type { RecoveryGround } from './recovery.ts'
import { noteDelayEnd, overdueDelays, waitingMarksOf } from './store.ts'

/**
 * Ends the delays whose last day is over: from the next checkpoint on each entry stands under the keys of those it was about.
 *
 * @returns How many.
 */
export async function endOverdueDelays(ground: RecoveryGround): Promise<number> {
  const { day } = localDayAndHour(ground.now(), ground.outbox.timeZone)
  const overdue = await ground.database.transaction().execute((tx) => overdueDelays(tx, day))
  for (const id of overdue) await endDelay(ground, id)
  return overdue.length
}

async function endDelay(ground: RecoveryGround, id: EntryId): Promise<void> {
  const { database, outbox, seal } = ground
  await database.transaction().execute(async (tx) => {
    const marks = await waitingMarksOf(tx, id)
    if (marks === undefined) return
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
    const revealed = marks.map(({ blind, key }) => ({ blind: hex(blind), key: hex(key) }))
    const place = { tx, at: ground.now(), outbox, seal }
    const end = await enterEntry(place, delayEndedKind, { of: id }, undefined, { revealed })
    await noteDelayEnd(tx, id, end)
  })
}
