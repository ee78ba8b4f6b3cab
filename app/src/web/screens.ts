// Every screen of the house, as a list that the server and the browser share. A screen that is added here gets its
// component in `screen-components.ts`; the compiler asks for it.

/** What a screen is called, who may open it and where it is offered. */
export type ScreenEntry = {
  readonly id: string
  /** Path; a part that starts with `:` stands for any one part, and is given to the screen under that name. */
  readonly path: string
  /** Key of the title: in the navigation, on cards and in the search. */
  readonly title: string
  /** Key of one sentence on what one does there. */
  readonly summary: string
  /** The same for who may try an action: nobody is promised what they may not do. */
  readonly summaryFor?: { readonly needs: string; readonly summary: string }
  /** `everybody` also without signing in. */
  readonly audience: 'everybody' | 'employees'
  /** Action that the person must be allowed to try; without it every employee may open the screen. */
  readonly needs?: string
  /** Where in the navigation; a screen that is only reached from another one has none. */
  readonly section?: 'own' | 'work' | 'house'
  readonly icon: IconName
}

/** Names of the drawings in `components/Icon.tsx`. */
export type IconName =
  | 'home'
  | 'person'
  | 'people'
  | 'building'
  | 'office'
  | 'tasks'
  | 'scale'
  | 'plug'
  | 'eye'
  | 'upload'
  | 'info'
  | 'door'
  | 'search'
  | 'book'

/** The screens, in the order of the navigation. */
export const screens = [
  {
    id: 'start',
    path: '/',
    title: 'shell.start.title',
    summary: 'shell.start.summary',
    audience: 'employees',
    section: 'own',
    icon: 'home',
  },
  {
    id: 'me',
    path: '/me',
    title: 'shell.me.title',
    summary: 'shell.me.summary',
    audience: 'employees',
    section: 'own',
    icon: 'person',
  },
  {
    id: 'log-own',
    path: '/transparency/me',
    title: 'log.own.title',
    summary: 'log.own.summary',
    audience: 'employees',
    needs: 'log.see-own',
    section: 'own',
    icon: 'search',
  },
  {
    id: 'set-up',
    path: '/set-up',
    title: 'people.set-up.title',
    summary: 'people.set-up.summary',
    audience: 'employees',
    needs: 'people.manage-staff',
    section: 'work',
    icon: 'tasks',
  },
  {
    id: 'staff',
    path: '/staff',
    title: 'people.staff.title',
    summary: 'people.staff.summary-oversight',
    summaryFor: { needs: 'people.manage-staff', summary: 'people.staff.summary' },
    audience: 'employees',
    needs: 'people.see-staff',
    section: 'work',
    icon: 'people',
  },
  {
    id: 'staff-import',
    path: '/staff/import',
    title: 'people.import-screen.title',
    summary: 'people.import-screen.summary',
    audience: 'employees',
    needs: 'people.manage-staff',
    section: 'work',
    icon: 'upload',
  },
  {
    id: 'staff-new',
    path: '/staff/new',
    title: 'people.staff-new.title',
    summary: 'people.staff-new.lead',
    audience: 'employees',
    needs: 'people.manage-staff',
    icon: 'person',
  },
  {
    id: 'employee',
    path: '/staff/:id',
    title: 'people.employee.title',
    summary: 'people.employee.summary',
    audience: 'employees',
    needs: 'people.see-staff',
    icon: 'person',
  },
  {
    id: 'proposals',
    path: '/proposals',
    title: 'people.proposals.title',
    summary: 'people.proposals.summary',
    audience: 'employees',
    needs: 'people.see-proposals',
    section: 'work',
    icon: 'people',
  },
  {
    id: 'processing-log',
    path: '/records/processing',
    title: 'people.records.processing.title',
    summary: 'people.records.processing.summary',
    audience: 'employees',
    needs: 'platform.see-processing',
    section: 'work',
    icon: 'eye',
  },
  {
    id: 'decision-log',
    path: '/records/decisions',
    title: 'people.records.decisions.title',
    summary: 'people.records.decisions.summary',
    audience: 'employees',
    needs: 'platform.see-decisions',
    section: 'work',
    icon: 'scale',
  },
  {
    id: 'record',
    path: '/records/:id',
    title: 'people.record.title',
    summary: 'people.record.lead',
    audience: 'employees',
    needs: 'platform.see-processing',
    icon: 'eye',
  },
  {
    id: 'measures',
    path: '/measures',
    title: 'measures.register.title',
    summary: 'measures.register.summary',
    audience: 'everybody',
    section: 'house',
    icon: 'eye',
  },
  {
    id: 'measure-new',
    path: '/measures/new',
    title: 'measures.new.title',
    summary: 'measures.new.lead',
    audience: 'employees',
    needs: 'measures.write',
    icon: 'tasks',
  },
  {
    id: 'measure',
    path: '/measures/:id',
    title: 'measures.one.title',
    summary: 'measures.register.summary',
    audience: 'everybody',
    icon: 'eye',
  },
  {
    id: 'measure-edit',
    path: '/measures/:id/edit',
    title: 'measures.edit.title',
    summary: 'measures.new.lead',
    audience: 'employees',
    needs: 'measures.write',
    icon: 'tasks',
  },
  {
    id: 'measure-version',
    path: '/measures/:id/versions/:version',
    title: 'measures.version.title',
    summary: 'measures.register.summary',
    audience: 'everybody',
    icon: 'eye',
  },
  {
    id: 'measure-changes',
    path: '/measures/:id/changes',
    title: 'measures.changes.title',
    summary: 'measures.register.summary',
    audience: 'everybody',
    icon: 'eye',
  },
  {
    id: 'measure-dossier',
    path: '/measures/:id/dossier',
    title: 'measures.dossier.title',
    summary: 'measures.register.summary',
    audience: 'everybody',
    icon: 'eye',
  },
  {
    id: 'measure-drift',
    path: '/measures/:id/drift',
    title: 'measures.drift-screen.title',
    summary: 'measures.register.summary',
    audience: 'employees',
    needs: 'measures.check',
    icon: 'tasks',
  },
  {
    id: 'oversight-report',
    path: '/oversight-reports/:year',
    title: 'measures.report-screen.name',
    summary: 'measures.report-screen.lead',
    audience: 'everybody',
    icon: 'eye',
  },
  {
    id: 'measure-step',
    path: '/measures/:id/steps/:step',
    title: 'measures.one.title',
    summary: 'measures.register.summary',
    audience: 'employees',
    icon: 'tasks',
  },
  {
    id: 'offices',
    path: '/offices',
    title: 'people.offices.title',
    summary: 'people.offices.summary',
    summaryFor: { needs: 'people.appoint', summary: 'people.offices.summary-manage' },
    audience: 'employees',
    section: 'house',
    icon: 'office',
  },
  {
    id: 'units',
    path: '/units',
    title: 'people.units.title',
    summary: 'people.units.summary',
    audience: 'employees',
    section: 'house',
    icon: 'building',
  },
  {
    id: 'tasks',
    path: '/tasks',
    title: 'people.tasks.title',
    summary: 'people.tasks.summary',
    audience: 'employees',
    needs: 'people.see-tasks',
    section: 'house',
    icon: 'tasks',
  },
  {
    id: 'connections',
    path: '/connections',
    title: 'people.connections.title',
    summary: 'people.connections.summary-oversight',
    summaryFor: { needs: 'people.manage-credentials', summary: 'people.connections.summary' },
    audience: 'employees',
    needs: 'people.see-credentials',
    section: 'work',
    icon: 'plug',
  },
  {
    id: 'log',
    path: '/transparency',
    title: 'log.list.title',
    summary: 'log.list.summary',
    audience: 'employees',
    needs: 'log.see',
    section: 'house',
    icon: 'book',
  },
  {
    id: 'log-entry',
    path: '/transparency/entries/:entry',
    title: 'log.one.title',
    summary: 'log.one.summary',
    audience: 'employees',
    needs: 'log.see',
    icon: 'book',
  },
  {
    id: 'verify-log',
    path: '/verify',
    title: 'log.check.title',
    summary: 'log.check.summary',
    audience: 'everybody',
    section: 'house',
    icon: 'search',
  },
  {
    id: 'permissions',
    path: '/permissions',
    title: 'shell.permissions.title',
    summary: 'shell.permissions.summary',
    audience: 'employees',
    section: 'house',
    icon: 'scale',
  },
  {
    id: 'about',
    path: '/about',
    title: 'shell.about.title',
    summary: 'shell.about.summary',
    audience: 'everybody',
    section: 'house',
    icon: 'info',
  },
  {
    id: 'sign-in',
    path: '/sign-in',
    title: 'shell.sign-in.title',
    summary: 'shell.sign-in.summary',
    audience: 'everybody',
    icon: 'door',
  },
  {
    id: 'signed-in',
    path: '/signed-in',
    title: 'shell.signed-in.title',
    summary: 'shell.signed-in.lead',
    audience: 'everybody',
    icon: 'door',
  },
] as const satisfies readonly ScreenEntry[]

/** Id of a screen. */
export type ScreenId = (typeof screens)[number]['id']

/** Parts of a path by the name they have in the screen's path. */
export type ScreenParams = Readonly<Record<string, string>>

/** A screen found by its address. */
export type FoundScreen<Entry extends ScreenEntry = ScreenEntry> = {
  readonly screen: Entry
  readonly params: ScreenParams
}

/** True when a path is one of the screens; everything else gets the page that helps, with status 404. */
export function isScreen(path: string): boolean {
  return findScreen(path, screens) !== undefined
}

/**
 * The screen at a path, the first one that matches; a fixed path must stand before one with a part for anything.
 *
 * @param path - Without query and fragment. One slash at the end does not matter.
 */
export function findScreen<Entry extends ScreenEntry>(
  path: string,
  among: readonly Entry[],
): FoundScreen<Entry> | undefined {
  const parts = partsOf(path)
  for (const screen of among) {
    const params = paramsOf(partsOf(screen.path), parts)
    if (params !== undefined) return { screen, params }
  }
  return undefined
}

/** Screens that a person can open: the same question as the server asks, to leave out what would be refused. */
export function openTo<Entry extends ScreenEntry>(
  among: readonly Entry[],
  person: { readonly signedIn: boolean; readonly allowed: readonly string[] },
): readonly Entry[] {
  return among.filter((screen) => {
    if (screen.audience === 'employees' && !person.signedIn) return false
    return screen.needs === undefined || person.allowed.includes(screen.needs)
  })
}

/** The room whose own sentences a screen needs, by the first word of its title; none for a screen of the shell. */
export function roomOf({ title }: ScreenEntry): string | undefined {
  const [first] = title.split('.')
  return first === 'shell' ? undefined : first
}

/** Key of the sentence on what this person does on a screen. */
export function summaryOf({ summary, summaryFor }: ScreenEntry, allowed: readonly string[]): string {
  return summaryFor !== undefined && allowed.includes(summaryFor.needs) ? summaryFor.summary : summary
}

/**
 * A path of this site to go to after signing in. Anything else becomes the start page: an address from outside must not
 * lead a person who has just signed in to a page of somebody else.
 */
export function localPath(wish: string | null): string {
  if (wish === null || !/^\/(?![/\\])/.test(wish)) return '/'
  const here = 'https://here.invalid'
  if (!URL.canParse(wish, here)) return '/'
  const url = new URL(wish, here)
  return url.origin === here && url.pathname !== '/sign-in' ? `${url.pathname}${url.search}${url.hash}` : '/'
}

function partsOf(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/').slice(1)
}

function paramsOf(pattern: readonly string[], parts: readonly string[]): ScreenParams | undefined {
  if (pattern.length !== parts.length) return undefined
  const params: Record<string, string> = {}
  for (const [at, wanted] of pattern.entries()) {
    const part = decoded(parts[at] ?? '')
    if (part === undefined || part === '') return undefined
    if (wanted.startsWith(':')) params[wanted.slice(1)] = part
    else if (wanted !== part) return undefined
  }
  return params
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    // A percent sign that begins nothing: no screen has such an address.
    return undefined
  }
}
