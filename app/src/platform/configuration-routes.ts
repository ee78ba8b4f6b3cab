import { Type } from 'typebox'
import { configKeys, shownConfig } from '../config.ts'
import type { Act } from './act.ts'
import type { House, IdentifyRequest, Server } from './http.ts'
import { productVersion } from './product-version.ts'
import { addRoute } from './route.ts'

/**
 * What runs here and how it is set up, for everybody who works here. Secrets are said to be set, and no more.
 *
 * @param organisationName - The name in force, which the demonstration and a backup bring along.
 */
export function addConfigurationRoute(
  server: Server,
  house: House,
  identify: IdentifyRequest,
  organisationName: (act: Act) => Promise<string>,
): void {
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
    act: async (act) => {
      const name = await organisationName(act)
      const settings = shownConfig(house.config).map((setting) =>
        setting.key === configKeys.organisationName.key ? { ...setting, value: name } : setting,
      )
      return { version: productVersion(), settings }
    },
  })
}
