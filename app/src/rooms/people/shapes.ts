import { type Static, Type } from 'typebox'
import { plainTextPattern } from './hidden-characters.ts'

// The shapes of what goes over the wire: the server checks against them, the screens take their types.
// `personal: true` marks what says something about a person: a route that sends it leaves a record of processing.

/** An id. */
// One spelling: the database takes capitals too, and then a record would be sealed under a name that is nobody's.
export const id = Type.String({ format: 'uuid', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' })
/** A day of the calendar. */
export const day = Type.String({ format: 'date', examples: ['2026-09-01'] })
/** An instant with its offset. */
export const instant = Type.String({ format: 'date-time' })
/** What may be null. */
export const nullable = <T extends ReturnType<typeof Type.String>>(schema: T) => Type.Union([schema, Type.Null()])
/** A text that says something about a person. */
export const name = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: plainTextPattern, personal: true })
/** No field that is not named. */
export const closed = { additionalProperties: false }

export const languageShape = Type.Union([Type.Literal('nl'), Type.Literal('da'), Type.Literal('en')])

const officeHeldShape = Type.Object({
  office: Type.String(),
  unitId: nullable(id),
  unitName: nullable(Type.String()),
  kind: Type.Union([Type.Literal('holder'), Type.Literal('deputy')]),
  until: nullable(day),
})

/** What a browser needs to know of who is signed in, and where. */
export const sessionShape = Type.Object({
  organisation: Type.Object({
    name: Type.String(),
    jurisdiction: Type.Union([Type.Literal('nl'), Type.Literal('dk')]),
    demonstration: Type.Boolean(),
  }),
  languages: Type.Array(languageShape),
  employee: Type.Union([
    Type.Null(),
    Type.Object({
      id,
      givenName: Type.String({ personal: true }),
      familyName: Type.String({ personal: true }),
      language: Type.Union([languageShape, Type.Null()]),
      offices: Type.Array(officeHeldShape),
    }),
  ]),
  allowed: Type.Array(Type.String()),
  assurance: Type.Object({ passkeys: Type.Integer(), verifiedUntil: nullable(instant) }),
})
export type SessionAnswer = Static<typeof sessionShape>

const setUpStep = Type.Union([
  Type.Literal('administrator'),
  Type.Literal('staff'),
  Type.Literal('passkey'),
  Type.Literal('second-administrator'),
  Type.Literal('offices'),
])

export const startShape = Type.Object({
  waiting: Type.Array(Type.Object({ code: Type.String(), count: Type.Integer(), link: Type.String() })),
  /** What must be done before the house works; null for those who do not set it up. */
  setUp: Type.Union([
    Type.Null(),
    Type.Array(Type.Object({ step: setUpStep, done: Type.Boolean(), cannotSignIn: Type.Integer() })),
  ]),
})

const workerType = Type.Union([
  Type.Literal('employee'),
  Type.Literal('external'),
  Type.Literal('intern'),
  Type.Literal('agency'),
  Type.Literal('payroll'),
  Type.Literal('volunteer'),
  Type.Literal('elsewhere'),
])

export const employeeShape = Type.Object({
  id,
  staffNumber: Type.String({ personal: true }),
  userName: Type.String({ personal: true }),
  givenName: Type.String({ personal: true }),
  familyName: Type.String({ personal: true }),
  email: Type.String({ personal: true }),
  unitId: nullable(id),
  unitName: nullable(Type.String()),
  workerType,
  language: Type.Union([languageShape, Type.Null()]),
  startsOn: day,
  leavesAt: nullable(instant),
  source: Type.String(),
  maySignIn: Type.Boolean(),
})
export type EmployeeAnswer = Static<typeof employeeShape>

export const employeeDetailShape = Type.Object({
  employee: employeeShape,
  offices: Type.Array(officeHeldShape),
  /** Which changes to this person need a second one. */
  secondPerson: Type.Object({ departure: Type.Boolean(), signInLink: Type.Boolean() }),
})
export type EmployeeDetailAnswer = Static<typeof employeeDetailShape>

export const employeesShape = Type.Object({
  employees: Type.Array(employeeShape),
  total: Type.Integer(),
  page: Type.Integer(),
  pageSize: Type.Integer(),
})

export type EmployeesAnswer = Static<typeof employeesShape>

const staffState = Type.Union([
  Type.Literal('here'),
  Type.Literal('coming'),
  Type.Literal('leaving'),
  Type.Literal('left'),
  Type.Literal('all'),
])

export const employeesQueryShape = Type.Object(
  {
    unitId: Type.Optional(id),
    state: Type.Optional(staffState),
    page: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,4}$' })),
  },
  closed,
)

/** What somebody looks for in the staff list. In a body: a name in an address is kept by every proxy on the way. */
export const employeesSearchShape = Type.Object(
  {
    search: Type.Optional(Type.String({ maxLength: 100 })),
    unitId: Type.Optional(id),
    state: Type.Optional(staffState),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 99_999 })),
  },
  closed,
)
export type EmployeesSearch = Static<typeof employeesSearchShape>

export const newEmployeeShape = Type.Object(
  {
    staffNumber: name(40),
    userName: name(200),
    subject: Type.Optional(name(200)),
    givenName: name(100),
    familyName: name(100),
    email: Type.String({ format: 'email', maxLength: 254, personal: true }),
    unitId: nullable(id),
    workerType,
    language: Type.Optional(Type.Union([languageShape, Type.Null()])),
    startsOn: day,
  },
  closed,
)
export type NewEmployee = Static<typeof newEmployeeShape>

export const changedEmployeeShape = Type.Object(
  {
    givenName: Type.Optional(name(100)),
    familyName: Type.Optional(name(100)),
    email: Type.Optional(Type.String({ format: 'email', maxLength: 254, personal: true })),
    unitId: Type.Optional(nullable(id)),
    workerType: Type.Optional(workerType),
    language: Type.Optional(Type.Union([languageShape, Type.Null()])),
  },
  { ...closed, minProperties: 1 },
)
export type ChangedEmployee = Static<typeof changedEmployeeShape>
/** What the sign-in provider calls somebody; null: they cannot sign in. */
export const signInLinkShape = Type.Object({ subject: nullable(name(200)) }, closed)

/** `now`: by the clock of the server, so that the clock of somebody's computer does not leave a door open. */
export const departureShape = Type.Object({ leavesAt: Type.Union([instant, Type.Literal('now'), Type.Null()]) }, closed)
export const languageChoiceShape = Type.Object({ language: languageShape }, closed)
export const idParams = Type.Object({ id }, closed)
export const emptyShape = Type.Null()

export const unitsShape = Type.Object({
  units: Type.Array(Type.Object({ id, name: Type.String(), parentId: nullable(id), people: Type.Integer() })),
})
export type UnitsAnswer = Static<typeof unitsShape>

const importFault = Type.Object({
  line: Type.Integer(),
  column: nullable(Type.String()),
  code: Type.String(),
  detail: Type.String(),
})
export const importPreviewShape = Type.Object({
  columns: Type.Array(Type.Object({ header: Type.String(), field: nullable(Type.String()) })),
  rows: Type.Array(
    Type.Object({
      line: Type.Integer(),
      kind: Type.Union([Type.Literal('new'), Type.Literal('changed'), Type.Literal('same')]),
      staffNumber: Type.String({ personal: true }),
      givenName: Type.String({ personal: true }),
      familyName: Type.String({ personal: true }),
      unitName: nullable(Type.String()),
      changes: Type.Array(Type.String()),
      flags: Type.Array(Type.Object({ code: Type.String(), column: nullable(Type.String()), detail: Type.String() })),
    }),
  ),
  faults: Type.Array(importFault),
  newUnits: Type.Array(Type.String()),
  counts: Type.Object({
    new: Type.Integer(),
    changed: Type.Integer(),
    same: Type.Integer(),
    faults: Type.Integer(),
    badLines: Type.Integer(),
    flagged: Type.Integer(),
    returning: Type.Integer(),
    leaving: Type.Integer(),
    notInFile: Type.Integer(),
  }),
})
/** Which lines of a file with bad lines are imported: none, or those that are good. */
export const importQueryShape = Type.Object(
  { lines: Type.Optional(Type.Union([Type.Literal('all'), Type.Literal('good')])) },
  closed,
)
export type ImportPreviewAnswer = Static<typeof importPreviewShape>
export const importDoneShape = Type.Object({
  created: Type.Integer(),
  changed: Type.Integer(),
  same: Type.Integer(),
  units: Type.Integer(),
})
export type ImportDoneAnswer = Static<typeof importDoneShape>

/** Somebody as others see them. */
export const person = Type.Object({ id, name: Type.String({ personal: true }), unitName: nullable(Type.String()) })

export const appointmentsShape = Type.Object({
  on: day,
  appointments: Type.Array(
    Type.Object({
      id,
      office: Type.String(),
      unitId: nullable(id),
      unitName: nullable(Type.String()),
      kind: Type.Union([Type.Literal('holder'), Type.Literal('deputy')]),
      from: day,
      until: nullable(day),
      state: Type.Union([Type.Literal('now'), Type.Literal('later'), Type.Literal('past')]),
      person,
    }),
  ),
  offices: Type.Array(
    Type.Object({
      office: Type.String(),
      scope: Type.String(),
      decides: Type.Boolean(),
      oversight: Type.Boolean(),
      secondPerson: Type.Boolean(),
    }),
  ),
})
export type AppointmentsAnswer = Static<typeof appointmentsShape>

export const newAppointmentShape = Type.Object(
  {
    office: Type.String({ maxLength: 40 }),
    employeeId: id,
    unitId: nullable(id),
    kind: Type.Union([Type.Literal('holder'), Type.Literal('deputy')]),
    from: day,
    until: nullable(day),
  },
  closed,
)
export type NewAppointment = Static<typeof newAppointmentShape>
export const addedShape = Type.Object({ id })

export const endShape = Type.Object({ until: day }, closed)

export const tasksShape = Type.Object({
  on: day,
  tasks: Type.Array(
    Type.Object({
      task: Type.String(),
      state: Type.Union([Type.Literal('works'), Type.Literal('fragile'), Type.Literal('stopped')]),
      source: Type.String(),
      missing: Type.Array(Type.String()),
      personsShort: Type.Integer(),
      hangsOn: Type.Array(Type.Object({ offices: Type.Array(Type.String()), person })),
      deputies: Type.Array(
        Type.Object({ office: Type.String(), people: Type.Array(person), hints: Type.Array(Type.String()) }),
      ),
      unitsWithout: Type.Array(Type.Object({ office: Type.String(), units: Type.Array(Type.String()) })),
    }),
  ),
})
export type TasksAnswer = Static<typeof tasksShape>

export const candidatesShape = Type.Object({
  candidates: Type.Array(Type.Interface([person], { maySignIn: Type.Boolean() })),
})
export type CandidatesAnswer = Static<typeof candidatesShape>

export const ownSessionsShape = Type.Object({
  sessions: Type.Array(
    Type.Object({
      id,
      browser: Type.String({ personal: true }),
      createdAt: instant,
      lastSeenAt: instant,
      endsAt: instant,
      current: Type.Boolean(),
    }),
  ),
})
export const endedSessionsShape = Type.Object({ ended: Type.Integer() })

export const ownPasskeysShape = Type.Object({
  passkeys: Type.Array(
    Type.Object({
      id,
      label: Type.String({ personal: true }),
      createdAt: instant,
      lastUsedAt: nullable(instant),
      backedUp: Type.Boolean(),
    }),
  ),
})
/** A WebAuthn message: checked by the library that reads it, not by us. */
export const webauthnShape = Type.Object({}, { additionalProperties: true })
export const newPasskeyShape = Type.Object(
  { label: Type.String({ minLength: 1, maxLength: 60, personal: true }), response: webauthnShape },
  closed,
)
export const verificationShape = Type.Object({ response: webauthnShape }, closed)
export const verifiedShape = Type.Object({ verifiedUntil: instant })

const credentialPurpose = Type.Union([Type.Literal('scim'), Type.Literal('authzen'), Type.Literal('metrics')])
export const credentialsShape = Type.Object({
  credentials: Type.Array(
    Type.Object({
      id,
      purpose: credentialPurpose,
      label: Type.String(),
      createdAt: instant,
      endsAt: instant,
      endedAt: nullable(instant),
    }),
  ),
})
export const newCredentialShape = Type.Object(
  {
    purpose: credentialPurpose,
    label: Type.String({ minLength: 1, maxLength: 80 }),
    days: Type.Integer({ minimum: 1, maximum: 400 }),
  },
  closed,
)
/** The only time the secret is shown. */
export const addedCredentialShape = Type.Object({ id, secret: Type.String(), endsAt: instant })

export const rightsShape = Type.Object({
  rights: Type.Array(
    Type.Object({
      id: Type.String(),
      effect: Type.Union([Type.Literal('permit'), Type.Literal('forbid')]),
      actions: Type.Array(Type.String()),
      offices: Type.Array(Type.String()),
      explanation: Type.String(),
      policy: Type.String(),
    }),
  ),
  actions: Type.Array(Type.Object({ action: Type.String(), explanation: Type.String() })),
  digest: Type.String(),
})

export const personasShape = Type.Object({
  personas: Type.Array(
    Type.Object({ id: Type.String(), name: Type.String(), office: Type.String(), line: Type.String() }),
  ),
})
export const candidatesSearchShape = Type.Object({ search: Type.String({ minLength: 2, maxLength: 100 }) }, closed)
export type CredentialsAnswer = Static<typeof credentialsShape>
