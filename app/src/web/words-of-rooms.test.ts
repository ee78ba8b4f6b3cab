import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languages } from '../platform/messages.ts'
import { logWaitingCodes } from '../rooms/log/waiting.ts'
import { screens } from './screens.ts'
import { waitingKey } from './waiting-key.ts'
import { wordsByRoom } from './words-of-rooms.ts'

for (const language of languages) {
  const { shell, rooms } = wordsByRoom(language)

  test(`${language}: what stands on the start page comes with the shell, what only a room says does not`, () => {
    for (const { title, summary } of screens) assert.ok(title in shell && summary in shell, title)
    for (const key of [
      'people.office.dpo',
      'people.waiting.no-passkey',
      'people.set-up.passkey.title',
      'shell.start.hello',
      ...logWaitingCodes.map(waitingKey),
    ])
      assert.ok(key in shell, key)
    for (const key of ['people.import.empty', 'people.task.publication.why', 'people.departure.past'])
      assert.ok(!(key in shell) && key in (rooms.people ?? {}), key)
    assert.deepEqual(
      Object.keys(shell).filter((key) => key.startsWith('problem.')),
      [],
      'the server says its own',
    )
  })

  test(`${language}: a room has all of its own sentences, and none of another that it does not name`, () => {
    assert.ok(Object.keys(rooms.people ?? {}).every((key) => /^(people|happened|activity|shell)\./.test(key)))
    assert.ok(Object.keys(rooms).length >= 2)
  })
}

test('a screen belongs to the room whose word its title begins with', () => {
  const { rooms } = wordsByRoom('nl')
  for (const { title } of screens) {
    const [first = ''] = title.split('.')
    assert.ok(first === 'shell' || first in rooms, title)
  }
})
