import type { House, Server } from '../../platform/http.ts'
import { addAppointmentRoutes } from './appointments-routes.ts'
import { addCredentialRoutes } from './credentials-routes.ts'
import { addOwnRoutes } from './own-routes.ts'
import { addPasskeyRoutes } from './passkey-routes.ts'
import { addProposalRoutes } from './proposals-routes.ts'
import { addRecordRoutes } from './records-routes.ts'
import { addScimRoutes } from './scim-routes.ts'
import type { SignIn } from './sign-in-providers.ts'
import { addSignInRoutes, identifyRequest } from './sign-in-routes.ts'
import { addStaffRoutes } from './staff-routes.ts'
import type { WaitingElsewhere } from './waiting.ts'

/** All routes of the room. */
export function addPeopleRoutes(
  server: Server,
  house: House,
  signIn: SignIn,
  waitingElsewhere: readonly WaitingElsewhere[] = [],
): void {
  addSignInRoutes(server, house, signIn)
  addOwnRoutes(server, house, identifyRequest, waitingElsewhere)
  addPasskeyRoutes(server, house, identifyRequest)
  addStaffRoutes(server, house, identifyRequest)
  addAppointmentRoutes(server, house, identifyRequest)
  addRecordRoutes(server, house, identifyRequest)
  addProposalRoutes(server, house, identifyRequest)
  addCredentialRoutes(server, house, identifyRequest)
  addScimRoutes(server, house, identifyRequest)
}
