import type { House, IdentifyRequest, Server } from '../../platform/http.ts'
import { addRoute } from '../../platform/route.ts'
import { officesActivity } from './activities.ts'
import { appoint, assessTasks, end, listAppointments, listCandidates } from './appointing.ts'
import {
  addedShape,
  appointmentsShape,
  candidatesSearchShape,
  candidatesShape,
  emptyShape,
  endShape,
  idParams,
  newAppointmentShape,
  tasksShape,
} from './shapes.ts'

/** The routes on offices and who holds them. */
export function addAppointmentRoutes(server: Server, house: House, identify: IdentifyRequest): void {
  const tag = 'Offices'
  const activity = officesActivity

  addRoute(server, house, identify, {
    method: 'GET',
    url: '/api/v1/appointments',
    operationId: 'listAppointments',
    summary: 'See who holds which office',
    tag,
    action: 'people.see-house',
    activity,
    answer: appointmentsShape,
    act: (act) => listAppointments(act),
  })
  addRoute(server, house, identify, {
    method: 'POST',
    url: '/api/v1/appointments',
    operationId: 'appoint',
    summary: 'Give an office to somebody',
    tag,
    action: 'people.appoint',
    activity,
    shapes: { body: newAppointmentShape },
    status: 201,
    answer: addedShape,
    act: (act, { body }) => appoint(act, body),
  })
  addRoute(server, house, identify, {
    method: 'POST',
    url: '/api/v1/appointments/:id/end',
    operationId: 'endAppointment',
    summary: 'End an appointment',
    tag,
    action: 'people.end-appointment',
    activity,
    shapes: { params: idParams, body: endShape },
    status: 204,
    answer: emptyShape,
    act: (act, { params, body }) => end(act, params.id, body.until),
  })
  addRoute(server, house, identify, {
    method: 'POST',
    url: '/api/v1/candidates/search',
    operationId: 'listCandidates',
    summary: 'Look for somebody to give an office to',
    tag,
    action: 'people.manage-staff',
    activity,
    shapes: { body: candidatesSearchShape },
    answer: candidatesShape,
    act: (act, { body }) => listCandidates(act, body.search),
  })
  addRoute(server, house, identify, {
    method: 'GET',
    url: '/api/v1/tasks',
    operationId: 'assessTasks',
    summary: 'See which tasks work with the people there are',
    tag,
    action: 'people.see-tasks',
    activity,
    answer: tasksShape,
    act: (act) => assessTasks(act),
  })
}
