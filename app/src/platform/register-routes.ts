import { Type } from 'typebox'
import type { Act } from './act.ts'
import { type House, type IdentifyRequest, languageOf, type Server } from './http.ts'
import { describeInterface } from './interface-description.ts'
import { Refused } from './problem.ts'
import { activityVersions, latestVersions } from './processing-register.ts'
import { addRoute } from './route.ts'
import {
  controllerId,
  rvvaActivity,
  rvvaActivityShape,
  rvvaEntityShape,
  rvvaVersion,
  rvvaVersionShape,
} from './rvva.ts'

const uuid = Type.String({ format: 'uuid' })
const closed = { additionalProperties: false }

/**
 * The register of processing activities, for everybody who works here. Its paths are those of the standard.
 *
 * @param organisationName - Name of who is responsible.
 */
export function addRegisterRoutes(
  server: Server,
  house: House,
  identify: IdentifyRequest,
  organisationName: (act: Act) => Promise<string>,
): void {
  const read = { method: 'GET', tag: 'Register', action: 'platform.see-register', hidden: true } as const
  const absent = () => new Refused(404, [{ code: 'no-such-activity', key: 'problem.not-found.detail' }])
  describeInterface(server, house, '/rvva', {
    title: 'Openwacht: register of processing activities (RvVA)',
    version: '0.1.0',
  })

  addRoute(server, house, identify, {
    ...read,
    url: '/rvva/processing_activities',
    operationId: 'listProcessingActivities',
    summary: 'See what is done with personal data',
    answer: Type.Object({ processingActivities: Type.Array(rvvaActivityShape) }),
    act: async (act) => ({
      processingActivities: [...latestVersions(await activityVersions(act.tx)).values()].map(rvvaActivity),
    }),
  })
  addRoute(server, house, identify, {
    ...read,
    url: '/rvva/processing_activities/:processingActivityId',
    operationId: 'readProcessingActivity',
    summary: 'See one processing activity',
    shapes: { params: Type.Object({ processingActivityId: uuid }, closed) },
    answer: rvvaActivityShape,
    act: async (act, { params }) => {
      const found = (await activityVersions(act.tx)).findLast(({ id }) => id === params.processingActivityId)
      return found === undefined ? absent() : rvvaActivity(found)
    },
  })
  addRoute(server, house, identify, {
    ...read,
    url: '/rvva/processing_activities/:processingActivityId/versions/:processingActivityVersionNumber',
    operationId: 'readProcessingActivityVersion',
    summary: 'See one version of a processing activity',
    shapes: {
      params: Type.Object(
        { processingActivityId: uuid, processingActivityVersionNumber: Type.String({ pattern: '^[1-9][0-9]{0,5}$' }) },
        closed,
      ),
    },
    answer: rvvaVersionShape,
    act: async (act, { params }, request) => {
      const found = (await activityVersions(act.tx)).find(
        ({ id, version }) =>
          id === params.processingActivityId && version === Number(params.processingActivityVersionNumber),
      )
      return found === undefined ? absent() : rvvaVersion(found, languageOf(house, request))
    },
  })
  addRoute(server, house, identify, {
    ...read,
    url: '/rvva/entities/:entityId',
    operationId: 'readEntity',
    summary: 'See who is responsible',
    shapes: { params: Type.Object({ entityId: uuid }, closed) },
    answer: rvvaEntityShape,
    act: async (act, { params }) =>
      params.entityId === controllerId
        ? { id: controllerId, type: 'Organisation', name: await organisationName(act) }
        : absent(),
  })
}
