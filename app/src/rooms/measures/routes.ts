import type { House, IdentifyRequest, Server } from '../../platform/http.ts'
import { addDraftRoutes } from './draft-routes.ts'
import { addReadRoutes } from './read-routes.ts'
import { addRegisterRoutes } from './register-routes.ts'
import { addStepRoutes } from './step-routes.ts'

/** All routes of the room. */
export function addMeasureRoutes(server: Server, house: House, identify: IdentifyRequest): void {
  addReadRoutes(server, house, identify)
  addDraftRoutes(server, house, identify)
  addStepRoutes(server, house, identify)
  addRegisterRoutes(server, house)
}
