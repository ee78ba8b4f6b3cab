import type { FirstAdministrator } from '../rooms/people/setting-up.ts'
import { readArguments } from './arguments.ts'
import { type Command, exitCodes, WrongUse } from './command.ts'
import { isFirstAdministrator } from './control-shapes.ts'
import { refuseUnfit, settingsOf } from './settings.ts'

const personFlags = { 'user-name': 'string', 'given-name': 'string', 'family-name': 'string', email: 'string' } as const

/** Names the first two administrators. */
export const appoint: Command = {
  name: 'people appoint',
  summary: 'name the first two administrators',
  help: `npx openwacht people appoint STAFF-NUMBER [--subject NAME] [--given-name … --family-name … --email … --user-name …]

Only as long as fewer than two administrators can sign in: after that, one administrator proposes and another person
confirms, in Openwacht itself. Also for the day on which the last administrators are gone.

  --subject NAME   what the sign-in provider calls this person: the value of oidc-employee-claim
  --given-name, --family-name, --email, --user-name
                   for somebody who is not in the staff list yet; the four together
  --json           one JSON object on standard output: id of the appointment`,
  run: async (args, io) => {
    const kinds = { subject: 'string', json: 'boolean', ...personFlags } as const
    const { flags, words } = readArguments(args, kinds, ['STAFF-NUMBER'])
    const wish = { staffNumber: words[0] ?? '', subject: flags.subject, person: personOf(flags) }
    // As it goes over the socket: without what is not there.
    if (!isFirstAdministrator(JSON.parse(JSON.stringify(wish))))
      throw new WrongUse('one of the names is empty or too long, or the e-mail address is none')
    const { openOperations } = await import('./open-operations.ts')
    const { operations, close } = await openOperations(settingsOf(io), { may: () => refuseUnfit(io) })
    try {
      const { id } = await operations.appoint(wish)
      if (flags.json) io.result({ id })
      else io.say('The administrator is named, and can sign in from now on.')
    } finally {
      await close()
    }
    return exitCodes.done
  },
}

function personOf(
  flags: { readonly [Name in keyof typeof personFlags]: string | undefined },
): FirstAdministrator['person'] {
  const { 'user-name': userName, 'given-name': givenName, 'family-name': familyName, email } = flags
  const given = [userName, givenName, familyName, email].filter((value) => value !== undefined)
  if (given.length === 0) return undefined
  if (userName === undefined || givenName === undefined || familyName === undefined || email === undefined)
    throw new WrongUse('--given-name, --family-name, --email and --user-name go together')
  return { userName, givenName, familyName, email }
}
