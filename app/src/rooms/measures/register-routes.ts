import { type House, languageOf, type Server, sayIn, sendAnswer } from '../../platform/http.ts'
import type { Language } from '../../platform/messages.ts'
import { Refused, refusalAnswer, type Values } from '../../platform/problem.ts'
import { addPublicRoute } from '../../platform/route.ts'
import { compareVersions, listMeasures, readPublicMeasure, readVersion } from './reading.ts'
import { exportAlgorithms, exportProcessing, oversightDocument, readOversightReport } from './reporting.ts'
import {
  algorithmsShape,
  comparisonQueryShape,
  comparisonShape,
  documentQueryShape,
  measureParams,
  measureShape,
  measuresShape,
  oversightReportShape,
  processingActivityShape,
  versionParams,
  versionShape,
  yearParams,
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
  addPublicRoute(server, house, {
    ...open,
    url: '/api/v1/register/:id/processing-activity',
    operationId: 'readRegisterProcessing',
    summary: 'See one measure as a register of processing activities has it',
    shapes: { params: measureParams },
    answer: processingActivityShape,
    read: (reading, { params }, request) => exportProcessing(reading, params.id, sayIn(house, request)),
  })
  addPublicRoute(server, house, {
    ...open,
    url: '/api/v1/algorithm-register',
    operationId: 'listAlgorithms',
    summary: 'See every measure in the fields of the Algoritmeregister',
    answer: algorithmsShape,
    read: (reading, _input, request) => exportAlgorithms(reading, house.publicUrl(), sayIn(house, request)),
  })
  addPublicRoute(server, house, {
    ...open,
    url: '/api/v1/oversight-reports/:year',
    operationId: 'readOversightReport',
    summary: 'See the oversight report of a year',
    shapes: { params: yearParams },
    answer: oversightReportShape,
    read: (reading, { params }, request) => readOversightReport(reading, Number(params.year), sayIn(house, request)),
  })
  addReportDocument(server, house)
}

/** The report of a year as a document. It is a file, so it stands outside the interface. */
function addReportDocument(server: Server, house: House): void {
  server.get<{ Params: { year: string }; Querystring: { language?: Language } }>(
    '/documents/oversight-reports/:year',
    {
      config: { access: { kind: 'public', because: 'what is done with staff must be known to everybody' } },
      schema: { hide: true, params: yearParams, querystring: documentQueryShape },
    },
    async (request, reply) => {
      const { language = languageOf(house, request) } = request.query
      const { jurisdiction } = house.config
      const speak = (key: string, values?: Values) => house.messages(language, key, { jurisdiction, ...values })
      const say = Object.assign(speak, { language })
      const at = house.now()
      const report = await house.database
        .transaction()
        .execute((tx) => readOversightReport({ tx, at }, Number(request.params.year), say))
      if (report instanceof Refused) return sendAnswer(reply, refusalAnswer(report, request.id, say))
      return reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="oversight-report-${report.year}-${language}.pdf"`)
        .send(oversightDocument(report, say))
    },
  )
}
