const nobody = '00000000-0000-4000-8000-000000000000'
const noEntry = '0'.repeat(32)
const period = 'from=2026-09-01&until=2026-09-30'
const csv = { 'content-type': 'text/csv' }
const evaluation = {
  subject: { type: 'Employee', id: nobody },
  action: { name: 'people.see-staff' },
  resource: { type: 'House', id: 'self' },
}
const evidence = { hash: '0'.repeat(64), reference: 'walk', day: '2026-09-01' }
const noMeasure = 'measure-999999'
const scim = { 'content-type': 'application/scim+json' }

/** A request that a route understands: where its pattern has a parameter, `path` fills it with what does not exist. */
export type Sample = {
  readonly path?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Each step of a measure that does not exist. */
const steps = {
  proposal: { revision: 0 },
  withdrawal: { version: 1, text: 'walk' },
  advice: { version: 1, outcome: 'positive', text: 'walk' },
  'objection-lifting': { text: 'walk' },
  submission: { version: 1, route: 'consent', body: 'works-council', text: 'walk' },
  questions: { version: 1, text: 'walk' },
  answers: { version: 1, question: 1, text: 'walk' },
  meetings: { version: 1, day: '2026-09-01' },
  'representatives-decision': { version: 1, outcome: 'consented', text: 'walk', evidence },
  'court-permission': { version: 1, evidence },
  decision: { version: 1 },
  announcement: { version: 1, day: '2026-09-01', tellings: ['meeting'] },
  activation: { version: 1 },
  narrowing: { version: 1 },
  suspension: { text: 'walk' },
  resumption: { text: 'walk' },
  ending: { text: 'walk' },
  regularisation: { version: 1, until: '2026-09-01', text: 'walk' },
  nullity: { text: 'walk' },
  'nullity-withdrawal': { text: 'walk' },
  'nullity-overturning': { evidence },
  'emergency-confirmation': { version: 1 },
  'emergency-extension': { until: '2026-09-01', text: 'walk' },
  account: { text: 'walk' },
  dialogues: { day: '2026-09-01', with: ['union'], text: 'walk', openPoints: [] },
}

/** One understood request for each route that asks for a permission, for the tests that walk all of them. */
export const samples: Readonly<Record<string, Sample>> = {
  'GET /api/v1/employees': {},
  'POST /api/v1/employees/search': { body: { search: 'an' } },
  'POST /api/v1/employees': {
    body: {
      staffNumber: '990001',
      userName: 'z.test',
      givenName: 'Zuzanna',
      familyName: 'Testmaker',
      email: 'z.testmaker@voorbeeld.example',
      unitId: nobody,
      workerType: 'employee',
      startsOn: '2026-09-01',
    },
  },
  'GET /api/v1/employees/:id': { path: `/api/v1/employees/${nobody}` },
  'PATCH /api/v1/employees/:id': { path: `/api/v1/employees/${nobody}`, body: { givenName: 'Zuzanna' } },
  'PUT /api/v1/employees/:id/sign-in-link': {
    path: `/api/v1/employees/${nobody}/sign-in-link`,
    body: { subject: 'z.test' },
  },
  'GET /api/v1/proposals': {},
  'POST /api/v1/proposals': { body: { kind: 'departure', employeeId: nobody, leavesAt: 'now' } },
  'POST /api/v1/proposals/:id/confirmation': { path: `/api/v1/proposals/${nobody}/confirmation` },
  'POST /api/v1/proposals/:id/rejection': { path: `/api/v1/proposals/${nobody}/rejection` },
  'POST /api/v1/employees/:id/departure': { path: `/api/v1/employees/${nobody}/departure`, body: { leavesAt: null } },
  'POST /api/v1/imports/preview': { body: 'staff number;given name;family name\n', headers: csv },
  'POST /api/v1/imports': { body: 'staff number;given name;family name\n', headers: csv },
  'GET /api/v1/units': {},
  'PUT /api/v1/me/language': { body: { language: 'nl' } },
  'GET /api/v1/appointments': {},
  'POST /api/v1/appointments': {
    body: { office: 'analyst', employeeId: nobody, unitId: null, kind: 'holder', from: '2026-09-01', until: null },
  },
  'POST /api/v1/appointments/:id/end': { path: `/api/v1/appointments/${nobody}/end`, body: { until: '2026-09-01' } },
  'POST /api/v1/candidates/search': { body: { search: 'an' } },
  'GET /api/v1/tasks': {},
  'DELETE /api/v1/session': {},
  'GET /api/v1/sessions': {},
  'DELETE /api/v1/sessions': {},
  'DELETE /api/v1/sessions/:id': { path: `/api/v1/sessions/${nobody}` },
  'GET /api/v1/start': {},
  'GET /api/v1/permissions': {},
  'GET /api/v1/me': {},
  'GET /api/v1/credentials': {},
  'POST /api/v1/credentials': { body: { purpose: 'metrics', label: 'walk', days: 1 } },
  'DELETE /api/v1/credentials/:id': { path: `/api/v1/credentials/${nobody}` },
  'GET /api/v1/passkeys': {},
  'POST /api/v1/passkeys': { body: { label: 'walk', response: {} } },
  'POST /api/v1/passkeys/registration-options': {},
  'POST /api/v1/passkeys/verification-options': {},
  'POST /api/v1/passkeys/verifications': { body: { response: {} } },
  'DELETE /api/v1/passkeys/:id': { path: `/api/v1/passkeys/${nobody}` },
  'GET /scim/v2/Users': {},
  'POST /scim/v2/Users': {
    body: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'walk' },
    headers: scim,
  },
  'GET /scim/v2/Users/:id': { path: `/scim/v2/Users/${nobody}` },
  'PUT /scim/v2/Users/:id': {
    path: `/scim/v2/Users/${nobody}`,
    body: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'walk2' },
    headers: scim,
  },
  'PATCH /scim/v2/Users/:id': {
    path: `/scim/v2/Users/${nobody}`,
    body: {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'active', value: false }],
    },
    headers: scim,
  },
  'DELETE /scim/v2/Users/:id': { path: `/scim/v2/Users/${nobody}` },
  'GET /metrics': {},
  'GET /api/v1/configuration': {},
  'GET /api/v1/processing-records': { path: '/api/v1/processing-records?by=others' },
  'GET /api/v1/records/processing': {},
  'GET /api/v1/records/decisions': {},
  'GET /api/v1/records/:id': { path: `/api/v1/records/${'0'.repeat(16)}` },
  'GET /exports/processing.jsonl': {},
  'GET /exports/decisions.jsonl': {},
  'POST /ldv/v1/processing-activities': { body: { 'dpl.core.data_subject_id': nobody } },
  'GET /adl/v1/records': {},
  'GET /adl/v1/policies/:digest': { path: `/adl/v1/policies/${'0'.repeat(64)}` },
  'GET /rvva/processing_activities': {},
  'GET /rvva/processing_activities/:processingActivityId': { path: `/rvva/processing_activities/${nobody}` },
  'GET /rvva/processing_activities/:processingActivityId/versions/:processingActivityVersionNumber': {
    path: `/rvva/processing_activities/${nobody}/versions/1`,
  },
  'GET /rvva/entities/:entityId': { path: `/rvva/entities/${nobody}` },
  'POST /access/v1/evaluation': { body: evaluation },
  'POST /access/v1/evaluations': { body: { evaluations: [evaluation] } },
  'GET /api/v1/measures': {},
  'POST /api/v1/measures': { body: { text: 'walk' } },
  'GET /api/v1/measures/:id': { path: `/api/v1/measures/${noMeasure}` },
  'PUT /api/v1/measures/:id/draft': {
    path: `/api/v1/measures/${noMeasure}/draft`,
    body: { text: 'walk', revision: 0 },
  },
  'GET /api/v1/measures/:id/versions/:version': { path: `/api/v1/measures/${noMeasure}/versions/1` },
  'GET /api/v1/measures/:id/comparison': { path: `/api/v1/measures/${noMeasure}/comparison?from=1&to=2` },
  'POST /api/v1/measure-checks': { body: { text: 'walk' } },
  'GET /api/v1/measure-models': {},
  'GET /api/v1/measure-models/:model': { path: '/api/v1/measure-models/own-logs' },
  'POST /api/v1/emergency-measures': { body: { text: 'walk', reasons: 'walk', endsOn: '2026-09-01' } },
  ...Object.fromEntries(
    Object.entries(steps).map(([step, body]) => [
      `POST /api/v1/measures/:id/${step}`,
      { path: `/api/v1/measures/${noMeasure}/${step}`, body },
    ]),
  ),
  'GET /api/v1/log': {},
  'GET /api/v1/log/entries': { path: '/api/v1/log/entries?from=2026-09-01&limit=10' },
  'GET /api/v1/log/entries/:id': { path: `/api/v1/log/entries/${noEntry}` },
  'GET /api/v1/log/entries/:id/proof': { path: `/api/v1/log/entries/${noEntry}/proof` },
  'GET /api/v1/log/detailed-entries': {},
  'GET /api/v1/log/detailed-entries/:id': { path: `/api/v1/log/detailed-entries/${noEntry}` },
  'GET /api/v1/log/delays': {},
  'GET /api/v1/log/absence': { path: `/api/v1/log/absence?${period}` },
  'GET /api/v1/log/absence/proof': { path: `/api/v1/log/absence/proof?${period}` },
  'GET /api/v1/log/absence/secret': {},
  'GET /api/v1/log/measures/:measure/absence': { path: `/api/v1/log/measures/measure-07/absence?${period}` },
  'GET /api/v1/log/measures/:measure/absence/proof': {
    path: `/api/v1/log/measures/measure-07/absence/proof?${period}`,
  },
  'GET /api/v1/register/:id/processing-activity': { path: `/api/v1/register/${noMeasure}/processing-activity` },
  'GET /api/v1/algorithm-register': {},
  'GET /api/v1/oversight-reports/:year': { path: '/api/v1/oversight-reports/2026' },
  'GET /documents/oversight-reports/:year': { path: '/documents/oversight-reports/2026' },
  'GET /api/v1/register': {},
  'GET /api/v1/register/:id': { path: `/api/v1/register/${noMeasure}` },
  'GET /api/v1/register/:id/versions/:version': { path: `/api/v1/register/${noMeasure}/versions/1` },
  'GET /api/v1/register/:id/comparison': { path: `/api/v1/register/${noMeasure}/comparison?from=1&to=2` },
}
