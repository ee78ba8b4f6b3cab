import { Type } from 'typebox'
import type { House, IdentifyRequest, Server } from './http.ts'
import { addRoute } from './route.ts'

/** Figures for Prometheus, for a machine that has a key for just that. */
export function addMetricsRoute(server: Server, house: House, identify: IdentifyRequest): void {
  addRoute(server, house, identify, {
    method: 'GET',
    url: '/metrics',
    operationId: 'readMetrics',
    summary: 'Read the figures',
    tag: 'House',
    action: 'platform.read-metrics',
    hidden: true,
    answer: Type.String(),
    act: async (_act, _input, _request, reply) => {
      reply.header('content-type', house.metrics.registry.contentType).serializer((text: string) => text)
      return house.metrics.registry.metrics()
    },
  })
}
