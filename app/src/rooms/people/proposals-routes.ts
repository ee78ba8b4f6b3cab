import type { House, IdentifyRequest, Server } from '../../platform/http.ts'
import { addRoute } from '../../platform/route.ts'
import { officesActivity } from './activities.ts'
import { proposalsShape, proposalWishShape } from './proposal-shapes.ts'
import { confirm, listProposals, propose, reject } from './proposing.ts'
import { addedShape, emptyShape, idParams } from './shapes.ts'

/** The routes on what one person proposes and a second one confirms. */
export function addProposalRoutes(server: Server, house: House, identify: IdentifyRequest): void {
  const both = { tag: 'Proposals', activity: officesActivity } as const

  addRoute(server, house, identify, {
    ...both,
    method: 'GET',
    url: '/api/v1/proposals',
    operationId: 'listProposals',
    summary: 'See what waits for a second person',
    action: 'people.see-proposals',
    answer: proposalsShape,
    act: (act) => listProposals(act),
  })
  addRoute(server, house, identify, {
    ...both,
    method: 'POST',
    url: '/api/v1/proposals',
    operationId: 'propose',
    summary: 'Propose what a second person confirms',
    action: 'people.propose',
    shapes: { body: proposalWishShape },
    status: 201,
    answer: addedShape,
    act: (act, { body }) => propose(act, body),
  })
  addRoute(server, house, identify, {
    ...both,
    method: 'POST',
    url: '/api/v1/proposals/:id/confirmation',
    operationId: 'confirmProposal',
    summary: 'Confirm a proposal as the second person',
    action: 'people.answer-proposal',
    shapes: { params: idParams },
    status: 204,
    answer: emptyShape,
    act: (act, { params }) => confirm(act, params.id),
  })
  addRoute(server, house, identify, {
    ...both,
    method: 'POST',
    url: '/api/v1/proposals/:id/rejection',
    operationId: 'rejectProposal',
    summary: 'Reject a proposal, or withdraw the own one',
    action: 'people.answer-proposal',
    shapes: { params: idParams },
    status: 204,
    answer: emptyShape,
    act: (act, { params }) => reject(act, params.id),
  })
}
