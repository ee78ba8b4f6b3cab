import type { Act } from '../../platform/act.ts'
import { type House, type IdentifyRequest, type Server, sayIn } from '../../platform/http.ts'
import { Refused, type Say } from '../../platform/problem.ts'
import { addRoute } from '../../platform/route.ts'
import { measuresActivity } from './activities.ts'
import { adviceAnswer, findingAnswer } from './check-answers.ts'
import { advise, changeDraft, checkText, listModels, makeMeasure, readModel } from './drafting.ts'
import { comparisonOf, viewerOf } from './reading.ts'
import {
  type CheckAnswer,
  checkBodyShape,
  checkShape,
  declarationBodyBytes,
  draftShape,
  madeShape,
  measureParams,
  modelParams,
  modelShape,
  modelsShape,
  newMeasureShape,
  savedShape,
} from './shapes.ts'

/** What those who write a measure do with its text. */
export function addDraftRoutes(server: Server, house: House, identify: IdentifyRequest): void {
  const tag = 'Measures'
  addRoute(server, house, identify, {
    method: 'POST',
    url: '/api/v1/measures',
    operationId: 'makeMeasure',
    summary: 'Start a measure from a declaration',
    tag,
    action: 'measures.write',
    activity: measuresActivity,
    shapes: { body: newMeasureShape },
    status: 201,
    answer: madeShape,
    bodyLimitBytes: declarationBodyBytes,
    act: (act, { body }) => makeMeasure(act, body.text),
  })
  addRoute(server, house, identify, {
    method: 'PUT',
    url: '/api/v1/measures/:id/draft',
    operationId: 'changeDraft',
    summary: 'Save the draft of a measure',
    tag,
    action: 'measures.write',
    activity: measuresActivity,
    shapes: { params: measureParams, body: draftShape },
    answer: savedShape,
    bodyLimitBytes: declarationBodyBytes,
    act: async (act, { params, body }, request) => {
      const saved = await changeDraft(act, params.id, body)
      if (saved instanceof Refused) return saved
      const check = await checked(act, body.text, params.id, sayIn(house, request))
      return check instanceof Refused ? check : { revision: saved.revision, check }
    },
  })
  addRoute(server, house, identify, {
    method: 'POST',
    url: '/api/v1/measure-checks',
    operationId: 'checkMeasure',
    summary: 'Check a declaration and keep nothing',
    tag,
    action: 'measures.check',
    shapes: { body: checkBodyShape },
    answer: checkShape,
    bodyLimitBytes: declarationBodyBytes,
    act: (act, { body }, request) => checked(act, body.text, body.against, sayIn(house, request)),
  })
  addRoute(server, house, identify, {
    method: 'GET',
    url: '/api/v1/measure-models',
    operationId: 'listMeasureModels',
    summary: 'See the model declarations',
    tag,
    action: 'measures.check',
    answer: modelsShape,
    act: (act) => listModels(act),
  })
  addRoute(server, house, identify, {
    method: 'GET',
    url: '/api/v1/measure-models/:model',
    operationId: 'readMeasureModel',
    summary: 'See one model declaration',
    tag,
    action: 'measures.check',
    shapes: { params: modelParams },
    answer: modelShape,
    act: (act, { params }) => readModel(act, params.model),
  })
}

async function checked(act: Act, text: string, against: string | undefined, say: Say): Promise<CheckAnswer | Refused> {
  const found = await checkText(act, text, against)
  if (found instanceof Refused) return found
  const { declaration, faults, refusals, comparison, before, to } = found
  const advice = await advise(act, declaration)
  return {
    fit: declaration !== undefined && refusals.length === 0,
    faults: faults.map((one) => findingAnswer(one, say)),
    refusals: refusals.map((one) => findingAnswer(one, say)),
    advice: advice.map((one) => adviceAnswer(one, say)),
    comparison:
      comparison === undefined || before === undefined || declaration === undefined
        ? null
        : comparisonOf(comparison, before, { version: to, declaration }, viewerOf(act), say),
    declaration: declaration ?? null,
  }
}
