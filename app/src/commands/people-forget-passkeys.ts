import { readArguments } from './arguments.ts'
import { type Command, exitCodes, WrongUse } from './command.ts'
import { isStaffNumber } from './control-shapes.ts'
import { counted } from './counted.ts'
import { settingsOf } from './settings.ts'

/** Forgets the passkeys of somebody who lost the only one. */
export const forgetPasskeys: Command = {
  name: 'people forget-passkeys',
  summary: 'forget the passkeys of somebody who lost them',
  help: `npx openwacht people forget-passkeys STAFF-NUMBER [--json]

For who lost the only passkey. Openwacht asks for a passkey before another is made, so without this command there is no
way on. It forgets all passkeys of that person and signs them out everywhere. They sign in again and make a new passkey.

Be certain that it is that person who asks. It is entered in the transparency log, and the person reads it on the own page.

  --json   one JSON object on standard output: the number of passkeys`,
  run: async (args, io) => {
    const { flags, words } = readArguments(args, { json: 'boolean' }, ['STAFF-NUMBER'])
    const [staffNumber] = words
    if (!isStaffNumber(staffNumber)) throw new WrongUse('the staff number is empty or too long')
    const { openOperations } = await import('./open-operations.ts')
    const { operations, close } = await openOperations(settingsOf(io), 'refuse')
    try {
      const { passkeys } = await operations.forgetPasskeys(staffNumber)
      if (flags.json) io.result({ passkeys })
      else
        io.say(
          `Forgotten: ${counted(passkeys, 'passkey')}. This person is signed out, and can sign in and make a new one.`,
        )
    } finally {
      await close()
    }
    return exitCodes.done
  },
}
