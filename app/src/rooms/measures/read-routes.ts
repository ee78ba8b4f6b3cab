import { type House, type IdentifyRequest, type Server, sayIn } from '../../platform/http.ts'
import { addRoute } from '../../platform/route.ts'
import { compareVersions, listMeasures, readMeasure, readVersion, viewerOf } from './reading.ts'
import {
  comparisonQueryShape,
  comparisonShape,
  measureParams,
  measureShape,
  measuresShape,
  versionParams,
  versionShape,
} from './shapes.ts'

/** What everybody who works here reads of measures; what is kept for others is not in it. */
export function addReadRoutes(server: Server, house: House, identify: IdentifyRequest): void {
  const read = { method: 'GET', tag: 'Measures', action: 'measures.see' } as const
  addRoute(server, house, identify, {
    ...read,
    url: '/api/v1/measures',
    operationId: 'listMeasures',
    summary: 'See the measures',
    answer: measuresShape,
    act: (act, _input, request) => listMeasures(act, viewerOf(act), sayIn(house, request)),
  })
  addRoute(server, house, identify, {
    ...read,
    url: '/api/v1/measures/:id',
    operationId: 'readMeasure',
    summary: 'See one measure and its history',
    shapes: { params: measureParams },
    answer: measureShape,
    act: (act, { params }, request) => readMeasure(act, params.id, sayIn(house, request)),
  })
  addRoute(server, house, identify, {
    ...read,
    url: '/api/v1/measures/:id/versions/:version',
    operationId: 'readMeasureVersion',
    summary: 'See one version of a measure',
    shapes: { params: versionParams },
    answer: versionShape,
    act: (act, { params }, request) =>
      readVersion(act, params.id, Number(params.version), viewerOf(act), sayIn(house, request)),
  })
  addRoute(server, house, identify, {
    ...read,
    url: '/api/v1/measures/:id/comparison',
    operationId: 'compareMeasureVersions',
    summary: 'See what changed between two versions of a measure',
    shapes: { params: measureParams, querystring: comparisonQueryShape },
    answer: comparisonShape,
    act: (act, { params, query }, request) => {
      const wish = { from: Number(query.from), to: Number(query.to) }
      return compareVersions(act, params.id, wish, viewerOf(act), sayIn(house, request))
    },
  })
}
