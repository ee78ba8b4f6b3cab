import { Type } from 'typebox'
import type { House, IdentifyRequest, Server } from '../../platform/http.ts'
import { addRoute } from '../../platform/route.ts'
import { staffActivity } from './activities.ts'
import {
  chooseLanguage,
  correctEmployee,
  enterEmployee,
  importStaff,
  listStaff,
  listUnits,
  previewStaffImport,
  readEmployee,
  setDeparture,
} from './people.ts'
import {
  addedShape,
  changedEmployeeShape,
  departureShape,
  employeeDetailShape,
  employeesQueryShape,
  employeesShape,
  emptyShape,
  idParams,
  importDoneShape,
  importPreviewShape,
  languageChoiceShape,
  newEmployeeShape,
  unitsShape,
} from './shapes.ts'
import { importPreviewAnswer } from './staff-import-answer.ts'

/** Bytes of a staff list that are read at most: about 100,000 people. */
const importLimitBytes = 10 * 1024 * 1024

/** The routes on staff and units. */
export function addStaffRoutes(server: Server, house: House, identify: IdentifyRequest): void {
  // A staff list comes as the bytes of a file: whether it is text is for the import to say, with the line.
  server.addContentTypeParser('text/csv', { parseAs: 'buffer', bodyLimit: importLimitBytes }, (_request, body, done) =>
    done(null, body),
  )
  const tag = 'Staff'
  const activity = staffActivity

  addRoute(server, house, identify, {
    method: 'GET',
    url: '/api/v1/employees',
    operationId: 'listEmployees',
    summary: 'Read the staff list',
    tag,
    action: 'people.see-staff',
    activity,
    shapes: { querystring: employeesQueryShape },
    answer: employeesShape,
    act: (act, { query }) =>
      listStaff(act, { search: query.search, unitId: query.unitId, page: Number(query.page ?? '1') }),
  })
  addRoute(server, house, identify, {
    method: 'POST',
    url: '/api/v1/employees',
    operationId: 'addEmployee',
    summary: 'Enter an employee',
    tag,
    action: 'people.manage-staff',
    activity,
    shapes: { body: newEmployeeShape },
    status: 201,
    answer: addedShape,
    act: (act, { body }) => enterEmployee(act, body),
  })
  addRoute(server, house, identify, {
    method: 'GET',
    url: '/api/v1/employees/:id',
    operationId: 'readEmployee',
    summary: 'Read an employee',
    tag,
    action: 'people.see-staff',
    activity,
    shapes: { params: idParams },
    answer: employeeDetailShape,
    act: (act, { params }) => readEmployee(act, params.id),
  })
  addRoute(server, house, identify, {
    method: 'PATCH',
    url: '/api/v1/employees/:id',
    operationId: 'correctEmployee',
    summary: 'Correct an employee',
    tag,
    action: 'people.manage-staff',
    activity,
    shapes: { params: idParams, body: changedEmployeeShape },
    status: 204,
    answer: emptyShape,
    act: async (act, { params, body }) => (await correctEmployee(act, params.id, body)) ?? null,
  })
  addRoute(server, house, identify, {
    method: 'POST',
    url: '/api/v1/employees/:id/departure',
    operationId: 'setDeparture',
    summary: 'Note when an employee leaves',
    tag,
    action: 'people.manage-staff',
    activity,
    shapes: { params: idParams, body: departureShape },
    status: 204,
    answer: emptyShape,
    act: async (act, { params, body }) =>
      (await setDeparture(act, params.id, body.leavesAt === null ? null : new Date(body.leavesAt))) ?? null,
  })
  addRoute(server, house, identify, {
    method: 'POST',
    url: '/api/v1/imports/preview',
    operationId: 'previewImport',
    summary: 'See what a staff list would change',
    tag,
    action: 'people.manage-staff',
    activity,
    shapes: { body: Type.Unsafe<Uint8Array>({}) },
    bodyLimitBytes: importLimitBytes,
    answer: importPreviewShape,
    act: async (act, { body }, request) =>
      importPreviewAnswer(
        await previewStaffImport(act, body),
        house.messages,
        request.headers['accept-language'],
        house.config.language,
      ),
  })
  addRoute(server, house, identify, {
    method: 'POST',
    url: '/api/v1/imports',
    operationId: 'importStaff',
    summary: 'Import a staff list',
    tag,
    action: 'people.manage-staff',
    activity,
    shapes: { body: Type.Unsafe<Uint8Array>({}) },
    bodyLimitBytes: importLimitBytes,
    answer: importDoneShape,
    act: (act, { body }) => importStaff(act, body),
  })
  addRoute(server, house, identify, {
    method: 'GET',
    url: '/api/v1/units',
    operationId: 'listUnits',
    summary: 'Read the units',
    tag,
    action: 'people.see-house',
    answer: unitsShape,
    act: (act) => listUnits(act),
  })
  addRoute(server, house, identify, {
    method: 'PUT',
    url: '/api/v1/me/language',
    operationId: 'chooseLanguage',
    summary: 'Choose the own language',
    tag: 'Own page',
    action: 'people.change-own',
    resource: 'self',
    activity,
    shapes: { body: languageChoiceShape },
    status: 204,
    answer: emptyShape,
    act: async (act, { body }) => (await chooseLanguage(act, body.language)) ?? null,
  })
}
