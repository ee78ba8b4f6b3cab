import type { House, IdentifyRequest, Server } from '../../platform/http.ts'
import { addRoute } from '../../platform/route.ts'
import { listCredentials, makeCredential, withdrawCredential } from './credentials.ts'
import { addedCredentialShape, credentialsShape, emptyShape, idParams, newCredentialShape } from './shapes.ts'

/** The routes on keys of machines. */
export function addCredentialRoutes(server: Server, house: House, identify: IdentifyRequest): void {
  const tag = 'Connections'

  addRoute(server, house, identify, {
    method: 'GET',
    url: '/api/v1/credentials',
    operationId: 'listCredentials',
    summary: 'See the keys of connected systems',
    tag,
    action: 'people.see-credentials',
    answer: credentialsShape,
    act: (act) => listCredentials(act),
  })
  addRoute(server, house, identify, {
    method: 'POST',
    url: '/api/v1/credentials',
    operationId: 'makeCredential',
    summary: 'Make a key for a connected system',
    tag,
    action: 'people.manage-credentials',
    shapes: { body: newCredentialShape },
    status: 201,
    answer: addedCredentialShape,
    act: (act, { body }) => makeCredential(act, body),
  })
  addRoute(server, house, identify, {
    method: 'DELETE',
    url: '/api/v1/credentials/:id',
    operationId: 'withdrawCredential',
    summary: 'Withdraw the key of a connected system',
    tag,
    action: 'people.manage-credentials',
    shapes: { params: idParams },
    status: 204,
    answer: emptyShape,
    act: (act, { params }) => withdrawCredential(act, params.id),
  })
}
