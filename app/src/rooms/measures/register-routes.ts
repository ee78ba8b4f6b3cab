import { type House, type Server, sayIn } from '../../platform/http.ts'
import { addPublicRoute } from '../../platform/route.ts'
import { compareVersions, listMeasures, readPublicMeasure, readVersion } from './reading.ts'
import {
  comparisonQueryShape,
  comparisonShape,
  measureParams,
  measureShape,
  measuresShape,
  versionParams,
  versionShape,
} from './shapes.ts'
import { anybody } from './viewers.ts'

/** The public register: every measure that runs or ran, for everybody. */
export function addRegisterRoutes(server: Server, house: House): void {
  const open = { tag: 'Register of measures', because: 'what is done with staff must be known to everybody' } as const
  addPublicRoute(server, house, {
    ...open,
    url: '/api/v1/register',
    operationId: 'listRegister',
    summary: 'See every measure that runs or ran',
    answer: measuresShape,
    read: (reading, _input, request) => listMeasures(reading, anybody, sayIn(house, request)),
  })
  addPublicRoute(server, house, {
    ...open,
    url: '/api/v1/register/:id',
    operationId: 'readRegister',
    summary: 'See one measure of the register and its history',
    shapes: { params: measureParams },
    answer: measureShape,
    read: (reading, { params }, request) => readPublicMeasure(reading, params.id, sayIn(house, request)),
  })
  addPublicRoute(server, house, {
    ...open,
    url: '/api/v1/register/:id/versions/:version',
    operationId: 'readRegisterVersion',
    summary: 'See one version of a measure of the register',
    shapes: { params: versionParams },
    answer: versionShape,
    read: (reading, { params }, request) =>
      readVersion(reading, params.id, Number(params.version), anybody, sayIn(house, request)),
  })
  addPublicRoute(server, house, {
    ...open,
    url: '/api/v1/register/:id/comparison',
    operationId: 'compareRegisterVersions',
    summary: 'See what changed between two versions of a measure of the register',
    shapes: { params: measureParams, querystring: comparisonQueryShape },
    answer: comparisonShape,
    read: (reading, { params, query }, request) => {
      const wish = { from: Number(query.from), to: Number(query.to) }
      return compareVersions(reading, params.id, wish, anybody, sayIn(house, request))
    },
  })
}
