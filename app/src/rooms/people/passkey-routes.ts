import type { House, IdentifyRequest, Server } from '../../platform/http.ts'
import { addRoute } from '../../platform/route.ts'
import { signInActivity } from './activities.ts'
import { beginRegistration, beginVerification, listOwnPasskeys, register, unregister, verify } from './own-passkeys.ts'
import { relyingPartyOf } from './relying-party.ts'
import {
  addedShape,
  emptyShape,
  idParams,
  newPasskeyShape,
  ownPasskeysShape,
  verificationShape,
  verifiedShape,
  webauthnShape,
} from './shapes.ts'

/** The routes on passkeys. Every employee may hold one; offices that decide are asked for it at the decision. */
export function addPasskeyRoutes(server: Server, house: House, identify: IdentifyRequest): void {
  const own = { tag: 'Own page', resource: 'self', activity: signInActivity } as const
  const party = () => relyingPartyOf(house.publicUrl(), 'Openwacht')

  addRoute(server, house, identify, {
    ...own,
    method: 'GET',
    url: '/api/v1/passkeys',
    operationId: 'listOwnPasskeys',
    summary: 'See the own passkeys',
    action: 'people.see-own',
    answer: ownPasskeysShape,
    act: (act) => listOwnPasskeys(act),
  })
  addRoute(server, house, identify, {
    ...own,
    method: 'POST',
    url: '/api/v1/passkeys/registration-options',
    operationId: 'beginRegistration',
    summary: 'Begin to make a passkey',
    action: 'people.change-own-passkeys',
    answer: webauthnShape,
    act: (act) => beginRegistration(act, party()),
  })
  addRoute(server, house, identify, {
    ...own,
    method: 'POST',
    url: '/api/v1/passkeys',
    operationId: 'register',
    summary: 'Make a passkey',
    action: 'people.change-own-passkeys',
    shapes: { body: newPasskeyShape },
    status: 201,
    answer: addedShape,
    act: (act, { body }) => register(act, party(), body.label, body.response),
  })
  addRoute(server, house, identify, {
    ...own,
    method: 'DELETE',
    url: '/api/v1/passkeys/:id',
    operationId: 'unregister',
    summary: 'Remove an own passkey',
    action: 'people.change-own-passkeys',
    shapes: { params: idParams },
    status: 204,
    answer: emptyShape,
    act: (act, { params }) => unregister(act, params.id),
  })
  addRoute(server, house, identify, {
    ...own,
    method: 'POST',
    url: '/api/v1/passkeys/verification-options',
    operationId: 'beginVerification',
    summary: 'Begin to prove presence',
    action: 'people.change-own',
    answer: webauthnShape,
    act: (act) => beginVerification(act, party()),
  })
  addRoute(server, house, identify, {
    ...own,
    method: 'POST',
    url: '/api/v1/passkeys/verifications',
    operationId: 'verify',
    summary: 'Prove presence by passkey',
    action: 'people.change-own',
    shapes: { body: verificationShape },
    answer: verifiedShape,
    act: (act, { body }) => verify(act, party(), body.response),
  })
}
