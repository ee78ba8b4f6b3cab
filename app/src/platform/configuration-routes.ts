import { Type } from 'typebox'
import { shownConfig } from '../config.ts'
import { apiVersion } from './api-version.ts'
import type { House, IdentifyRequest, Server } from './http.ts'
import { addRoute } from './route.ts'

/** What runs here and how it is set up, for everybody who works here. Secrets are said to be set, and no more. */
export function addConfigurationRoute(server: Server, house: House, identify: IdentifyRequest): void {
  addRoute(server, house, identify, {
    method: 'GET',
    url: '/api/v1/configuration',
    operationId: 'readConfiguration',
    summary: 'See how Openwacht is set up',
    tag: 'House',
    action: 'platform.see-configuration',
    answer: Type.Object({
      version: Type.String(),
      settings: Type.Array(Type.Object({ key: Type.String(), what: Type.String(), value: Type.String() })),
    }),
    act: async () => ({ version: apiVersion, settings: shownConfig(house.config) }),
  })
}
