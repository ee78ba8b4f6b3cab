import type { IncomingMessage, ServerResponse } from 'node:http'
import type { House } from '../../platform/http.ts'
import type { DeriveKey } from '../../platform/installation-key.ts'
import { makeDemonstrationProvider, newClientSecret } from './demonstration-provider.ts'
import { playablePeople } from './first-start.ts'
import { localDate } from './local-date.ts'
import { openProvider, type SignInProvider } from './oidc.ts'
import { openPending, type PendingSignIn, sealPending } from './pending-sign-in.ts'

/** All that signing in needs besides the house. */
export type SignIn = {
  readonly provider: SignInProvider
  /** Seals a pending sign-in for its cookie, and opens it again; undefined where it is not ours or too old. */
  readonly seal: (pending: PendingSignIn) => string
  readonly open: (sealed: string) => PendingSignIn | undefined
  readonly redirectUri: () => string
  /** The provider of the demonstration; undefined in a real house. */
  readonly demonstration: ((request: IncomingMessage, response: ServerResponse) => void) | undefined
}

/** Path below which the demonstration provider lives. */
export const demonstrationPath = '/demonstration-provider'
/** Path to which a provider sends a person back. */
export const returnPath = '/sign-in/return'

/** Opens the organisation's provider, or in a demonstration makes one. Never both: the configuration refuses that. */
export function openSignIn(house: House, derive: DeriveKey): SignIn {
  const pendingKey = derive('pending sign-in', 32)
  const both = {
    seal: (pending: PendingSignIn) => sealPending(pending, pendingKey, house.now()),
    open: (sealed: string) => openPending(sealed, pendingKey, house.now()),
    redirectUri: () => `${house.publicUrl()}${returnPath}`,
  }
  const { config } = house
  if (config.demonstration === 'off') {
    const provider = openProvider(() => ({
      issuer: config.oidcIssuer ?? '',
      clientId: config.oidcClientId ?? '',
      secret: config.oidcClientSecretFile === undefined ? undefined : { file: config.oidcClientSecretFile },
      claim: config.oidcEmployeeClaim,
      insecure: new URL(config.oidcIssuer ?? 'https://none').protocol === 'http:',
    }))
    return { ...both, provider, demonstration: undefined }
  }
  const clientSecret = newClientSecret()
  const clientId = 'openwacht'
  const issuer = () => `${house.publicUrl()}${demonstrationPath}`
  const personas = new Map(
    playablePeople(config.demonstration, localDate('2026-01-01')).map((persona) => [persona.id, persona.subject]),
  )
  let made: ReturnType<typeof makeDemonstrationProvider> | undefined
  return {
    ...both,
    provider: openProvider(() => ({
      issuer: issuer(),
      clientId,
      secret: { text: clientSecret },
      claim: 'sub',
      insecure: true,
    })),
    demonstration: (request, response) => {
      // Made at the first request: only then is the port known.
      made ??= makeDemonstrationProvider({
        issuer: issuer(),
        redirectUri: both.redirectUri(),
        clientId,
        clientSecret,
        personas,
      })
      made(request, response)
    },
  }
}
