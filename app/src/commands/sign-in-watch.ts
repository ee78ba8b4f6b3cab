import type { RunningHouse } from '../main.ts'
import type { Log } from '../platform/log.ts'
import type { ProviderState } from '../rooms/people/provider-state.ts'
import type { Io } from './command.ts'

/** How often the provider is asked whether it is there. */
const everyMs = 60_000

/** A state that is not well. */
export type Unwell = Exclude<ProviderState, { kind: 'answers' }>

/**
 * Asks the sign-in provider at the start and then once a minute, and tells each change: the house is open meanwhile, and
 * whoever is signed in works on.
 *
 * @returns Ends it.
 */
export function watchSignIn(running: Pick<RunningHouse, 'checkSignIn'>, log: Log, io: Pick<Io, 'say'>): () => void {
  let known: ProviderState['kind'] = 'answers'
  const ask = async () => {
    const state = await running.checkSignIn()
    if (state.kind === known) return
    known = state.kind
    if (state.kind === 'answers') {
      log.info('sign-in provider answers again')
      io.say('Openwacht: the sign-in provider answers again')
    } else {
      log.warn('sign-in provider', { state: state.kind, detail: state.detail })
      io.say(`Openwacht: ${signInWords(state)}`)
    }
  }
  const again = setInterval(ask, everyMs)
  void ask()
  return () => clearInterval(again)
}

/** What is wrong with signing in, and what to do, in words for whoever runs the server. */
export function signInWords({ kind, detail }: Unwell): string {
  switch (kind) {
    case 'no-answer':
      return `nobody can sign in now: the provider does not answer (${detail}). Check oidc-issuer, the network from here, and the provider's certificate.`
    case 'no-provider':
      return `nobody can sign in now: what answers at oidc-issuer is no OpenID Connect provider (${detail}). Correct oidc-issuer.`
    case 'other-issuer':
      return 'nobody can sign in now: the provider names itself otherwise than oidc-issuer. Write it as the "issuer" in its description, to the last slash.'
    case 'no-secret':
      return `nobody can sign in now: oidc-client-secret-file cannot be read (${detail}). Put the client secret in it.`
  }
}
