import type { Static } from 'typebox'
import { type House, type IdentifyRequest, type Server, sayIn } from '../../platform/http.ts'
import { addRoute } from '../../platform/route.ts'
import { measuresActivity } from './activities.ts'
import { steppedAnswer } from './reading.ts'
import { declarationBodyBytes, measureParams, stepBodies, steppedShape } from './shapes.ts'
import { callEmergency, propose, takeStep } from './stepping.ts'
import type { Wish } from './steps.ts'

type Bodies = typeof stepBodies
type StepRoute<K extends keyof Bodies> = {
  readonly url: string
  readonly operationId: string
  readonly summary: string
  readonly action: string
  readonly body: K
  readonly wish: (body: Static<Bodies[K]>) => Wish
}

/** Each step of a measure is a path of its own: who may take it is one right. */
export function addStepRoutes(server: Server, house: House, identify: IdentifyRequest): void {
  const common = { method: 'POST', tag: 'Steps of measures', activity: measuresActivity, status: 201 } as const
  const add = <K extends keyof Bodies>({ url, wish, body: shape, ...route }: StepRoute<K>): void =>
    addRoute(server, house, identify, {
      ...common,
      ...route,
      url: `/api/v1/measures/:id/${url}`,
      shapes: { params: measureParams, body: stepBodies[shape] },
      answer: steppedShape,
      act: async (act, { params, body }, request) =>
        // The body was checked against this shape; the compiler cannot follow a shape that is looked up.
        steppedAnswer(act, await takeStep(act, params.id, wish(body as Static<Bodies[K]>)), sayIn(house, request)),
    })

  addRoute(server, house, identify, {
    ...common,
    url: '/api/v1/measures/:id/proposal',
    operationId: 'proposeMeasure',
    summary: 'Propose the draft of a measure',
    action: 'measures.write',
    shapes: { params: measureParams, body: stepBodies.proposed },
    answer: steppedShape,
    act: async (act, { params, body }, request) =>
      steppedAnswer(act, await propose(act, params.id, body.revision), sayIn(house, request)),
  })
  addRoute(server, house, identify, {
    ...common,
    url: '/api/v1/emergency-measures',
    operationId: 'callEmergency',
    summary: 'Call an emergency measure',
    action: 'measures.call-emergency',
    shapes: { body: stepBodies.emergencyCalled },
    answer: steppedShape,
    bodyLimitBytes: declarationBodyBytes,
    act: async (act, { body }, request) => steppedAnswer(act, await callEmergency(act, body), sayIn(house, request)),
  })
  add({
    url: 'withdrawal',
    operationId: 'withdrawMeasure',
    summary: 'Withdraw a proposal',
    action: 'measures.write',
    body: 'withdrawn',
    wish: (body) => ({ kind: 'withdrawn', ...body }),
  })
  add({
    url: 'advice',
    operationId: 'adviseOnMeasure',
    summary: 'Advise on a measure',
    action: 'measures.advise',
    body: 'advised',
    wish: (body) => ({ kind: 'advised', ...body }),
  })
  add({
    url: 'objection-lifting',
    operationId: 'liftObjection',
    summary: 'Take an objection back',
    action: 'measures.advise',
    body: 'objectionLifted',
    wish: (body) => ({ kind: 'objection-lifted', ...body }),
  })
  add({
    url: 'submission',
    operationId: 'submitMeasure',
    summary: 'Put a measure to the representatives',
    action: 'measures.submit',
    body: 'submitted',
    wish: (body) => ({ kind: 'submitted', ...body }),
  })
  add({
    url: 'questions',
    operationId: 'askAboutMeasure',
    summary: 'Ask a question about a measure',
    action: 'measures.ask',
    body: 'asked',
    wish: (body) => ({ kind: 'asked', ...body }),
  })
  add({
    url: 'answers',
    operationId: 'answerAboutMeasure',
    summary: 'Answer a question about a measure',
    action: 'measures.submit',
    body: 'answered',
    wish: (body) => ({ kind: 'answered', ...body }),
  })
  add({
    url: 'meetings',
    operationId: 'noteMeeting',
    summary: 'Note that there was a meeting about a measure',
    action: 'measures.meet',
    body: 'met',
    wish: (body) => ({ kind: 'met', ...body }),
  })
  add({
    url: 'representatives-decision',
    operationId: 'answerForRepresentatives',
    summary: 'Record the decision of the representatives',
    action: 'measures.represent',
    body: 'represented',
    wish: ({ conditions = [], delegated = [], ...body }) => ({ kind: 'represented', conditions, delegated, ...body }),
  })
  add({
    url: 'court-permission',
    operationId: 'recordCourtPermission',
    summary: 'Record that a judge permits a measure',
    action: 'measures.decide',
    body: 'courtPermitted',
    wish: (body) => ({ kind: 'court-permitted', ...body }),
  })
  add({
    url: 'decision',
    operationId: 'decideOnMeasure',
    summary: 'Decide on a measure',
    action: 'measures.decide',
    body: 'decided',
    wish: (body) => ({ kind: 'decided', ...body }),
  })
  add({
    url: 'announcement',
    operationId: 'announceMeasure',
    summary: 'Record that staff were told of a measure',
    action: 'measures.announce',
    body: 'announced',
    wish: (body) => ({ kind: 'announced', ...body }),
  })
  add({
    url: 'activation',
    operationId: 'activateMeasure',
    summary: 'Put a measure into force',
    action: 'measures.activate',
    body: 'activated',
    wish: (body) => ({ kind: 'activated', ...body }),
  })
  add({
    url: 'narrowing',
    operationId: 'narrowMeasure',
    summary: 'Make a measure narrower at once',
    action: 'measures.activate',
    body: 'narrowed',
    wish: (body) => ({ kind: 'narrowed', ...body }),
  })
  add({
    url: 'suspension',
    operationId: 'suspendMeasure',
    summary: 'Suspend a measure',
    action: 'measures.suspend',
    body: 'suspended',
    wish: (body) => ({ kind: 'suspended', suspender: 'employer', ...body }),
  })
  add({
    url: 'resumption',
    operationId: 'resumeMeasure',
    summary: 'Let a measure go on',
    action: 'measures.resume',
    body: 'resumed',
    wish: (body) => ({ kind: 'resumed', ...body }),
  })
  add({
    url: 'ending',
    operationId: 'endMeasure',
    summary: 'End a measure',
    action: 'measures.end',
    body: 'ended',
    wish: (body) => ({ kind: 'ended', ...body }),
  })
  add({
    url: 'regularisation',
    operationId: 'regulariseMeasure',
    summary: 'Let a measure that runs already go on for a time',
    action: 'measures.regularise',
    body: 'regularised',
    wish: (body) => ({ kind: 'regularised', ...body }),
  })
  add({
    url: 'nullity',
    operationId: 'invokeNullity',
    summary: 'Invoke that a decision on a measure is void',
    action: 'measures.represent',
    body: 'nullityInvoked',
    wish: (body) => ({ kind: 'nullity-invoked', ...body }),
  })
  add({
    url: 'nullity-withdrawal',
    operationId: 'withdrawNullity',
    summary: 'Take back that a decision is void',
    action: 'measures.represent',
    body: 'nullityWithdrawn',
    wish: (body) => ({ kind: 'nullity-withdrawn', ...body }),
  })
  add({
    url: 'nullity-overturning',
    operationId: 'overturnNullity',
    summary: 'Record that a judge holds a decision to be valid',
    action: 'measures.decide',
    body: 'nullityOverturned',
    wish: (body) => ({ kind: 'nullity-overturned', ...body }),
  })
  add({
    url: 'emergency-confirmation',
    operationId: 'startEmergency',
    summary: 'Confirm an emergency measure as the second office',
    action: 'measures.call-emergency',
    body: 'emergencyStarted',
    wish: (body) => ({ kind: 'emergency-started', ...body }),
  })
  add({
    url: 'emergency-extension',
    operationId: 'extendEmergency',
    summary: 'Give an emergency measure more time to account',
    action: 'measures.represent',
    body: 'emergencyExtended',
    wish: (body) => ({ kind: 'emergency-extended', ...body }),
  })
  add({
    url: 'account',
    operationId: 'accountForEmergency',
    summary: 'Account for an emergency measure',
    action: 'measures.account',
    body: 'accounted',
    wish: (body) => ({ kind: 'accounted', ...body }),
  })
  add({
    url: 'dialogues',
    operationId: 'noteDialogue',
    summary: 'Record a dialogue about a measure',
    action: 'measures.talk',
    body: 'dialogueHeld',
    wish: (body) => ({ kind: 'dialogue-held', ...body }),
  })
}
