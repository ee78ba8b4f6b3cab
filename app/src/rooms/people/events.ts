import type { Authorizer } from '../../platform/authorization.ts'
import type { Language, Messages } from '../../platform/messages.ts'
import type { RecordedAction } from '../../platform/processing-records.ts'

/**
 * What happened, for the person it is about: the words of the event, with the fields that changed. A record from before
 * events were kept says which right was used.
 */
export function wordsOfEvent(
  { event, fields, action, name }: Pick<RecordedAction, 'event' | 'fields' | 'action' | 'name'>,
  authorizer: Authorizer,
  messages: Messages,
  language: Language,
): string {
  if (event === null || !messages.has(`happened.${event}`))
    return authorizer.actions.get(action)?.explanation[language] ?? name
  const words = fields.split(' ').flatMap((field) => {
    const key = `happened.field.${field}`
    return messages.has(key) ? [messages(language, key)] : []
  })
  return messages(language, `happened.${event}`, { any: words.length > 0 ? 'yes' : 'no', fields: words.join(', ') })
}
