import { Type } from 'typebox'
import { type House, type IdentifyRequest, type Server, sayIn } from '../../platform/http.ts'
import { addRoute } from '../../platform/route.ts'
import { staffActivity } from './activities.ts'
import { importLimits } from './import-limits.ts'
import {
  chooseLanguage,
  correctEmployee,
  departureInstant,
  enterEmployee,
  listStaff,
  listUnits,
  readEmployee,
  relink,
  setDeparture,
} from './people.ts'
import {
  addedShape,
  changedEmployeeShape,
  departureShape,
  employeeDetailShape,
  employeesQueryShape,
  employeesSearchShape,
  employeesShape,
  emptyShape,
  idParams,
  importDoneShape,
  importPreviewShape,
  importQueryShape,
  languageChoiceShape,
  newEmployeeShape,
  signInLinkShape,
  unitsShape,
} from './shapes.ts'
import { importPreviewAnswer } from './staff-import-answer.ts'
import { allUnitNames, importStaff, previewStaffImport } from './staff-importing.ts'

/** The routes on staff and units. */
export function addStaffRoutes(server: Server, house: House, identify: IdentifyRequest): void {
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
      listStaff(act, {
        search: undefined,
        unitId: query.unitId,
        state: query.state ?? 'all',
        page: Number(query.page ?? '1'),
      }),
  })
  addRoute(server, house, identify, {
    method: 'POST',
    url: '/api/v1/employees/search',
    operationId: 'searchEmployees',
    summary: 'Look for people in the staff list',
    tag,
    action: 'people.see-staff',
    activity,
    shapes: { body: employeesSearchShape },
    answer: employeesShape,
    act: (act, { body: { search, unitId, state = 'all', page = 1 } }) =>
      listStaff(act, { search, unitId, state, page }),
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
    method: 'PUT',
    url: '/api/v1/employees/:id/sign-in-link',
    operationId: 'relink',
    summary: 'Change which account signs in as an employee',
    tag,
    action: 'people.relink',
    activity,
    shapes: { params: idParams, body: signInLinkShape },
    status: 204,
    answer: emptyShape,
    act: async (act, { params, body }) => (await relink(act, params.id, body.subject)) ?? null,
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
      (await setDeparture(act, params.id, body.leavesAt === null ? null : departureInstant(body.leavesAt, act.at))) ??
      null,
  })
  // Apart: here alone a body may be a file.
  server.register(async (part) => addImportRoutes(part, house, identify))
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

function addImportRoutes(server: Server, house: House, identify: IdentifyRequest): void {
  // A staff list comes as the bytes of a file: whether it is text is for the import to say, with the line.
  server.addContentTypeParser(
    'text/csv',
    { parseAs: 'buffer', bodyLimit: importLimits.sizeBytes },
    (_request, body, done) => done(null, body),
  )
  const both = { tag: 'Staff', action: 'people.manage-staff', activity: staffActivity } as const

  addRoute(server, house, identify, {
    ...both,
    method: 'POST',
    url: '/api/v1/imports/preview',
    operationId: 'previewImport',
    summary: 'See what a staff list would change',
    shapes: { body: Type.Unsafe<Uint8Array>({}) },
    bodyLimitBytes: importLimits.sizeBytes,
    mediaType: 'text/csv',
    answer: importPreviewShape,
    act: async (act, { body }, request) => {
      const preview = await previewStaffImport(act, body)
      const units = await allUnitNames(act)
      return importPreviewAnswer(preview, sayIn(house, request), (id) => units.get(id ?? '') ?? null)
    },
  })
  addRoute(server, house, identify, {
    ...both,
    method: 'POST',
    url: '/api/v1/imports',
    operationId: 'importStaff',
    summary: 'Import a staff list',
    shapes: { querystring: importQueryShape, body: Type.Unsafe<Uint8Array>({}) },
    bodyLimitBytes: importLimits.sizeBytes,
    mediaType: 'text/csv',
    answer: importDoneShape,
    act: (act, { query, body }) => importStaff(act, body, query.lines ?? 'all'),
  })
}
