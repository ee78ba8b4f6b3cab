// Erasing what stands outside entries. The entries stay; what they say of persons is gone.
import type { Act } from '../../platform/act.ts'
import type { EntryId } from '../../platform/entry-kind.ts'
import { outsideErasedKind, secretErasedKind } from './entry-kinds.ts'
import { eraseOutsideOf, eraseSalt } from './store.ts'

/**
 * Erases the finer facts of an entry: hour, office, whom it was about. That it was done is an entry itself.
 *
 * @returns Whether there was something to erase.
 */
export async function eraseOutside(act: Act, id: EntryId): Promise<boolean> {
  if (!(await eraseOutsideOf(act.tx, id))) return false
  await act.enter(outsideErasedKind, { of: id })
  return true
}

/**
 * Erases the secret of a person in the log, when the last term for data about that person is over: their keys then point to
 * nobody, whoever asks. The person should have kept what they need before.
 *
 * @param subject - Sealed.
 * @returns Whether there was one.
 */
export async function eraseSecret(act: Act, subject: string): Promise<boolean> {
  if (!(await eraseSalt(act.tx, subject))) return false
  await act.enter(secretErasedKind, {})
  return true
}
