import { addDays, type LocalDate } from './local-date.ts'
import { type Appointment, type Employment, type OfficeCode, officeOf, offices, type WorkerType } from './offices.ts'

/** A made-up person of the demonstration. `lastDay` is in the organisation's zone. */
export type DemonstrationEmployee = Employment & {
  readonly staffNumber: string
  readonly userName: string
  readonly givenName: string
  readonly familyName: string
  readonly email: string
}

/** Somebody to sign in as: one for each office. `line` is a message key. */
export type Persona = {
  readonly id: OfficeCode
  readonly employeeId: string
  readonly office: OfficeCode
  readonly line: `people.persona.${OfficeCode}`
}

/** A whole made-up municipality. Identifiers have the shape of a UUID and are the same each time. */
export type Demonstration = {
  readonly organisation: {
    readonly id: string
    readonly name: string
    readonly jurisdiction: 'nl' | 'dk'
    readonly timeZone: string
    readonly language: 'nl' | 'da'
  }
  readonly units: readonly { readonly id: string; readonly name: string; readonly parentId: string | null }[]
  readonly employees: readonly DemonstrationEmployee[]
  readonly appointments: readonly Appointment[]
  readonly personas: readonly Persona[]
}

/** Staff in service on the day, without those from elsewhere and those who have left. */
export const demonstrationStaff = 400

/** Members of the works council, in Denmark of the staff side of the MED committee. */
export const councilSize = 7

const houses = {
  nl: {
    name: 'Gemeente Duinwaard',
    timeZone: 'Europe/Amsterdam',
    language: 'nl',
    domain: 'duinwaard.example',
    units: [
      'Directie',
      'Informatiemanagement',
      'Informatiebeheer',
      'Burgerzaken',
      'Financiën',
      'Personeel en Organisatie',
      'Juridische Zaken',
      'Communicatie',
      'Ruimtelijke Ontwikkeling',
      'Vergunningen en Handhaving',
      'Sociaal Domein',
      'Jeugd en Onderwijs',
      'Openbare Ruimte',
      'Sport en Cultuur',
    ],
    given: [
      'Anna',
      'Bram',
      'Carla',
      'Daan',
      'Elif',
      'Frank',
      'Gerda',
      'Hassan',
      'Inge',
      'Joris',
      'Karin',
      'Lars',
      'Mila',
      'Noor',
      'Omar',
      'Petra',
      'Ruben',
      'Sanne',
      'Teun',
      'Yasmin',
    ],
    // Plants and birds of the coast: nobody is meant.
    family: [
      'Duindoorn',
      'Helmgras',
      'Zeekraal',
      'Lamsoor',
      'Wulpenhorst',
      'Tureluursma',
      'Kwelderman',
      'Zandhaver',
      'Zeewinde',
      'Strandkamille',
      'Lepelblad',
      'Zilverschoon',
      'Kluutstra',
      'Meeuwenduin',
      'Bontbekplas',
      'Schelpenpad',
      'Wadloper',
      'Duinroosje',
      'Rietgors',
      'Zeeasterveld',
      'Ganzevoetje',
      'Parnassia',
    ],
  },
  dk: {
    name: 'Lyngborg Kommune',
    timeZone: 'Europe/Copenhagen',
    language: 'da',
    domain: 'lyngborg.example',
    units: [
      'Direktionen',
      'Digitalisering og IT',
      'Arkiv og Journal',
      'Borgerservice',
      'Økonomi',
      'Løn og Personale',
      'Jura og Byråd',
      'Kommunikation',
      'Plan og Byg',
      'Miljø',
      'Job og Ydelse',
      'Børn og Skole',
      'Vej og Park',
      'Kultur og Fritid',
    ],
    given: [
      'Anne',
      'Bo',
      'Camilla',
      'Dorte',
      'Emil',
      'Freja',
      'Gitte',
      'Hanne',
      'Ibrahim',
      'Jens',
      'Karen',
      'Lise',
      'Mads',
      'Nadia',
      'Ole',
      'Pia',
      'Rasmus',
      'Signe',
      'Tove',
      'Yusuf',
    ],
    family: [
      'Marehalmsen',
      'Klitrose',
      'Havtornsen',
      'Tranebærdal',
      'Blåhatsen',
      'Enebærkær',
      'Lyngsommer',
      'Strandnellike',
      'Gyvelsø',
      'Hjelmebakke',
      'Revlingsen',
      'Vibefugl',
      'Ryleager',
      'Hvenegræs',
      'Strandkål',
      'Engelskgræs',
      'Sandkryb',
      'Klokkelyng',
      'Måneskov',
      'Ternekyst',
      'Brokfugl',
      'Porsemose',
    ],
  },
} as const

// Who holds what: the number of a unit, and how long the office lasts already, tell enough of a story. The first row of an office is
// its persona. A `same` row gives a second office to the persona of another one, as a small house does.
const seats: readonly {
  readonly office: OfficeCode
  readonly unit: number
  readonly kind?: 'deputy'
  readonly same?: OfficeCode
  readonly workerType?: WorkerType
}[] = [
  { office: 'municipal-secretary', unit: 0 },
  { office: 'municipal-secretary', unit: 4, kind: 'deputy' },
  { office: 'im-head', unit: 1 },
  { office: 'im-head', unit: 2, kind: 'deputy' },
  // One CISO for the whole house, two hours a week, without deputy.
  { office: 'ciso', unit: 1 },
  { office: 'diso', unit: 10 },
  { office: 'diso', unit: 1, same: 'ciso' },
  { office: 'dpo', unit: 0, workerType: 'elsewhere' },
  { office: 'confidential-adviser', unit: 5 },
  { office: 'privacy-officer', unit: 6 },
  { office: 'analyst', unit: 1 },
  { office: 'external-processor', unit: 1, workerType: 'elsewhere' },
  { office: 'device-administrator', unit: 1 },
  { office: 'device-administrator', unit: 1, kind: 'deputy' },
  { office: 'service-desk', unit: 1 },
  { office: 'service-desk', unit: 1 },
  { office: 'service-desk', unit: 1 },
  // One administrator: the house works, but a change of an administrator does not.
  { office: 'administrator', unit: 1 },
  { office: 'project-lead', unit: 5 },
  { office: 'adopting-board', unit: 0, workerType: 'elsewhere' },
  { office: 'adopting-board', unit: 0, workerType: 'elsewhere' },
  { office: 'registry', unit: 2 },
  { office: 'registry', unit: 2 },
  { office: 'record-manager', unit: 2 },
  { office: 'record-manager', unit: 3, kind: 'deputy' },
  { office: 'foi-officer', unit: 6 },
  { office: 'foi-officer', unit: 6, kind: 'deputy' },
  { office: 'communications', unit: 7 },
  { office: 'communications', unit: 7 },
  { office: 'ipm', unit: 8 },
  { office: 'ipm', unit: 11 },
  { office: 'shop-steward', unit: 12 },
  { office: 'union-consultant', unit: 0, workerType: 'elsewhere' },
  ...Array.from({ length: councilSize }, (_, n) => ({ office: 'works-council-member', unit: 3 + n }) as const),
  ...houses.nl.units.map((_, n) => ({ office: 'manager', unit: (n + 3) % houses.nl.units.length }) as const),
]

/**
 * Makes the demonstration municipality of a jurisdiction: 400 staff, one persona for each office, and a state as houses have it:
 * most tasks work, some hang on one person, and one is stopped for want of a second administrator.
 *
 * @param on - Today; first days, last days and terms are counted from it. The same day gives the same municipality.
 */
export function demonstration(jurisdiction: 'nl' | 'dk', on: LocalDate): Demonstration {
  const house = houses[jurisdiction]
  const id = (kind: number, n: number) => {
    const country = jurisdiction === 'nl' ? 1 : 2
    return `${country}${kind}000000-0000-4000-8000-${String(n).padStart(12, '0')}`
  }
  const unitId = (n: number) => id(1, n)
  const employees: DemonstrationEmployee[] = []
  const hire = (unit: number, workerType: WorkerType, lastDay: LocalDate | null = null) => {
    const employee = person(house, employees.length, { id: id(2, employees.length), workerType, lastDay, on })
    employees.push({ ...employee, unitId: workerType === 'elsewhere' ? null : unitId(unit) })
    return employees.length - 1
  }
  const personas = new Map<OfficeCode, string>()
  const appointments = seats.map((seat, n): Appointment => {
    const employeeId =
      seat.same === undefined ? id(2, hire(seat.unit, seat.workerType ?? 'employee')) : personas.get(seat.same)
    if (employeeId === undefined) throw new TypeError(`no persona yet for "${seat.same}"`)
    if (!personas.has(seat.office)) personas.set(seat.office, employeeId)
    return {
      id: id(3, n),
      office: seat.office,
      employeeId,
      unitId: officeOf(seat.office).scope === 'unit' ? unitId(seat.unit) : null,
      kind: seat.kind ?? 'holder',
      from: addDays(on, -200 - (n % 90)),
      // The council is elected for a term; the others hold until further notice. Source: WOR art. 12(1).
      until: seat.office === 'works-council-member' ? addDays(on, 800) : null,
    }
  })
  personas.set('employee', id(2, hire(3, 'employee')))
  hire(9, 'employee', addDays(on, 20))
  const serving = () => employees.filter((one) => one.workerType !== 'elsewhere').length
  while (serving() < demonstrationStaff) {
    hire(employees.length % house.units.length, otherWorkers[employees.length % otherWorkers.length] ?? 'employee')
  }
  hire(4, 'employee', addDays(on, -30))
  return {
    organisation: {
      id: id(0, 1),
      name: house.name,
      jurisdiction,
      timeZone: house.timeZone,
      language: house.language,
    },
    units: house.units.map((name, n) => ({ id: unitId(n), name, parentId: n === 0 ? null : unitId(0) })),
    employees,
    appointments,
    personas: offices.flatMap(({ code }) => {
      const employeeId = personas.get(code)
      return employeeId === undefined
        ? []
        : [{ id: code, employeeId, office: code, line: `people.persona.${code}` } as const]
    }),
  }
}

const otherWorkers: readonly WorkerType[] = [
  'employee',
  'employee',
  'employee',
  'external',
  'employee',
  'employee',
  'employee',
  'intern',
  'employee',
  'employee',
  'employee',
  'agency',
  'employee',
  'employee',
  'employee',
  'payroll',
  'employee',
  'employee',
  'volunteer',
]

function person(
  house: (typeof houses)['nl' | 'dk'],
  n: number,
  facts: {
    readonly id: string
    readonly workerType: WorkerType
    readonly lastDay: LocalDate | null
    readonly on: LocalDate
  },
): Omit<DemonstrationEmployee, 'unitId'> {
  // Every pair of names comes once in 440 persons: the second list moves on by one each time the first has gone round.
  const turn = Math.floor(n / house.given.length)
  const givenName = house.given[n % house.given.length] ?? ''
  const familyName = house.family[(n + turn) % house.family.length] ?? ''
  const userName = [givenName, familyName].map(plainLetters).join('.')
  return {
    id: facts.id,
    staffNumber: String(100_001 + n),
    userName,
    givenName,
    familyName,
    email: `${userName}@${house.domain}`,
    workerType: facts.workerType,
    startsOn: addDays(facts.on, -400 - ((n * 37) % 6000)),
    lastDay: facts.lastDay,
  }
}

function plainLetters(name: string): string {
  const danish = name.toLowerCase().replaceAll('æ', 'ae').replaceAll('ø', 'oe').replaceAll('å', 'aa')
  return danish.normalize('NFD').replace(/[^a-z]/g, '')
}
