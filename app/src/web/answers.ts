// What the API answers, as far as the shell reads it. The server declares the same shapes and checks them.
import type { Language } from './messages.ts'

/** An office that a person holds now. `unitId` null: for the whole organisation. `until`: first day outside. */
export type OfficeHeld = {
  readonly office: string
  readonly unitId: string | null
  readonly unitName: string | null
  readonly kind: 'holder' | 'deputy'
  readonly until: string | null
}

/** GET /session: who is signed in, and where. `employee` null: nobody. */
export type Session = {
  readonly organisation: {
    readonly name: string
    readonly jurisdiction: 'nl' | 'dk'
    readonly demonstration: boolean
  }
  readonly languages: readonly Language[]
  readonly employee: null | {
    readonly id: string
    readonly givenName: string
    readonly familyName: string
    readonly language: Language | null
    readonly offices: readonly OfficeHeld[]
  }
  /** Actions this person may try. */
  readonly allowed: readonly string[]
  /** `verifiedUntil`: instant until which the last use of a passkey counts. */
  readonly assurance: { readonly passkeys: number; readonly verifiedUntil: string | null }
}

/** GET /start */
export type Start = {
  readonly waiting: readonly { readonly code: string; readonly count: number; readonly link: string }[]
  /** What must be done before the house works; null for those who do not set it up. */
  readonly setUp: readonly { readonly step: string; readonly done: boolean; readonly cannotSignIn: number }[] | null
}

/** GET /personas */
export type Personas = {
  readonly personas: readonly {
    readonly id: string
    readonly name: string
    readonly office: string
    readonly line: string
  }[]
}

/** GET /permissions: one right a policy. `offices` holds `machine` for rights of other systems, `operator` for those on the server. */
export type Permissions = {
  readonly rights: readonly {
    readonly id: string
    readonly effect: 'permit' | 'forbid'
    readonly actions: readonly string[]
    readonly offices: readonly string[]
    readonly explanation: string
    readonly policy: string
  }[]
  readonly digest: string
}

/** GET /me */
export type EmployeeDetail = {
  readonly employee: {
    readonly id: string
    readonly staffNumber: string
    readonly userName: string
    readonly givenName: string
    readonly familyName: string
    readonly email: string
    readonly unitName: string | null
    readonly workerType: string
    readonly startsOn: string
    readonly leavesAt: string | null
  }
  readonly offices: readonly OfficeHeld[]
}

/** GET /sessions */
export type OwnSessions = {
  readonly sessions: readonly {
    readonly id: string
    readonly browser: string
    readonly createdAt: string
    readonly lastSeenAt: string
    readonly endsAt: string
    readonly current: boolean
  }[]
}

/** GET /passkeys */
export type OwnPasskeys = {
  readonly passkeys: readonly {
    readonly id: string
    readonly label: string
    readonly createdAt: string
    readonly lastUsedAt: string | null
    readonly backedUp: boolean
  }[]
}

/** GET /processing-records: who worked with data about me, newest day first; what is alike on one day is one line. */
export type OwnRecords = {
  readonly records: readonly {
    readonly on: string
    readonly what: string
    readonly by: 'self' | 'employee' | 'machine' | 'operator'
    /** Groups of offices. */
    readonly groups: readonly string[]
    readonly count: number
    readonly activity: string | null
    readonly outcome: 'done' | 'refused' | 'denied'
  }[]
  readonly next: string | null
}

/** GET /configuration: what runs here, without secrets. */
export type RunningConfiguration = {
  readonly version: string
  readonly settings: readonly { readonly key: string; readonly what: string; readonly value: string }[]
}
