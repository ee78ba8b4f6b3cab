import type { WorkerType } from './offices.ts'

/** The columns that the import reads; other columns of a file are shown and skipped. Words: `people.import-column.<column>`. */
export const importColumns = [
  'staffNumber',
  'userName',
  'givenName',
  'infix',
  'familyName',
  'email',
  'unit',
  'workerType',
  'language',
  'subject',
  'startsOn',
  'lastDay',
] as const

/** See `importColumns`. `infix` ("van der") goes in front of the family name. */
export type ImportColumn = (typeof importColumns)[number]

/** Without these columns no line can be read. */
export const requiredColumns = ['staffNumber', 'givenName', 'familyName', 'email'] as const

// Written as `plain` leaves them: lower case, without spaces, points, hyphens and underscores.
const headers: Readonly<Record<ImportColumn, readonly string[]>> = {
  staffNumber: [
    'personeelsnummer',
    'personeelsnr',
    'persnr',
    'medewerkernummer',
    'medewerkernr',
    'werknemernummer',
    'medarbejdernummer',
    'medarbejdernr',
    'personalenummer',
    'lønnummer',
    'lønnr',
    'ansættelsesnummer',
    'staffnumber',
    'staffnr',
    'staffid',
    'employeenumber',
    'employeeid',
    'personnelnumber',
  ],
  userName: [
    'gebruikersnaam',
    'inlognaam',
    'account',
    'accountnaam',
    'upn',
    'userprincipalname',
    'brugernavn',
    'brugerid',
    'login',
    'loginnavn',
    'username',
    'loginname',
    'accountname',
  ],
  givenName: ['voornaam', 'roepnaam', 'fornavn', 'fornavne', 'givenname', 'firstname', 'forename'],
  infix: [
    'tussenvoegsel',
    'tussenvoegsels',
    'voorvoegsel',
    'voorvoegsels',
    'infix',
    'nameprefix',
    'mellemled',
    'mellemnavn',
    'mellemnavne',
  ],
  familyName: ['achternaam', 'familienaam', 'geslachtsnaam', 'efternavn', 'familyname', 'lastname', 'surname'],
  email: ['email', 'emailadres', 'mail', 'mailadres', 'emailadresse', 'mailadresse', 'emailaddress', 'mailaddress'],
  unit: [
    'afdeling',
    'eenheid',
    'team',
    'organisatieonderdeel',
    'organisatieeenheid',
    'cluster',
    'enhed',
    'organisationsenhed',
    'forvaltning',
    'unit',
    'department',
    'organisationalunit',
    'organizationalunit',
  ],
  workerType: [
    'soortmedewerker',
    'typemedewerker',
    'soortdienstverband',
    'dienstverband',
    'contractvorm',
    'contractsoort',
    'medarbejdertype',
    'ansættelsestype',
    'ansættelsesform',
    'workertype',
    'employmenttype',
    'contracttype',
  ],
  // What the organisation's sign-in provider calls somebody, for life.
  subject: [
    'naambijinlogdienst',
    'naambijdeinlogdienst',
    'inlogid',
    'navnhoslogintjenesten',
    'loginid',
    'subject',
    'sub',
    'objectid',
    'nameatthesigninprovider',
  ],
  language: ['taal', 'voorkeurstaal', 'sprog', 'language', 'preferredlanguage'],
  startsOn: [
    'datumindienst',
    'indienst',
    'indiensttreding',
    'startdatum',
    'begindatum',
    'ingangsdatum',
    'startdato',
    'ansættelsesdato',
    'ansatfra',
    'tiltrædelsesdato',
    'startdate',
    'startson',
    'hiredate',
    'employedfrom',
  ],
  lastDay: [
    'datumuitdienst',
    'uitdienst',
    'einddatum',
    'laatstewerkdag',
    'laatstedag',
    'slutdato',
    'fratrædelsesdato',
    'ansattil',
    'sidstedag',
    'enddate',
    'lastday',
    'lastworkingday',
    'employeduntil',
  ],
}

const workerWords: Readonly<Record<WorkerType, readonly string[]>> = {
  employee: [
    'medewerker',
    'werknemer',
    'ambtenaar',
    'vast',
    'tijdelijk',
    'medarbejder',
    'ansat',
    'fastansat',
    'månedslønnet',
    'employee',
    'permanent',
  ],
  external: ['extern', 'externe', 'inhuur', 'zzp', 'ekstern', 'konsulent', 'external', 'contractor', 'freelancer'],
  intern: ['stagiair', 'stagiaire', 'stage', 'praktikant', 'studerende', 'elev', 'trainee', 'internship'],
  agency: ['uitzendkracht', 'uitzend', 'vikar', 'agency', 'agencyworker', 'temp'],
  payroll: ['payroll', 'payroller'],
  volunteer: ['vrijwilliger', 'frivillig', 'volunteer'],
  elsewhere: ['elders', 'andetsteds', 'elsewhere'],
}

const languageWords = {
  nl: ['nl', 'nederlands', 'hollandsk', 'dutch'],
  da: ['da', 'deens', 'dansk', 'danish'],
  en: ['en', 'engels', 'engelsk', 'english'],
} as const

/** Language of a person's screens. */
export type StaffLanguage = keyof typeof languageWords

/** Reduces a word of a spreadsheet to what is compared: lower case, without spaces, points, hyphens, underscores. */
export function plain(word: string): string {
  return word
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s._-]+/g, '')
}

const columnOfHeader = invert(headers)
const typeOfWord = invert(workerWords)
const languageOfWord = invert(languageWords)

/** The column that a header names in Dutch, Danish or English; `undefined` when it names none. */
export function columnOf(header: string): ImportColumn | undefined {
  return columnOfHeader.get(plain(header))
}

/**
 * The kind of worker that a word names.
 *
 * @returns `ambiguous` for "intern": in Dutch and Danish lists it means our own staff, in English ones somebody on a traineeship.
 */
export function workerTypeOf(word: string): WorkerType | 'ambiguous' | undefined {
  return plain(word) === 'intern' ? 'ambiguous' : typeOfWord.get(plain(word))
}

/** The language that a code or a name in one of the three languages means. */
export function languageOf(word: string): StaffLanguage | undefined {
  return languageOfWord.get(plain(word))
}

function invert<Key extends string>(words: Readonly<Record<Key, readonly string[]>>): ReadonlyMap<string, Key> {
  // Object.keys forgets the type of the keys of a literal table.
  const keys = Object.keys(words) as Key[]
  return new Map(keys.flatMap((key) => words[key].map((word) => [word, key] as const)))
}
