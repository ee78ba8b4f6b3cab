/** Kinds of entry as people choose from them, by what they are about. A test holds that each kind of the house is in one. */
export const kindGroups = {
  access: [
    'appointment-given',
    'appointment-ended',
    'credential-made',
    'credential-ended',
    'sign-in-link-changed',
    'proposal',
    'overseer-access-ended',
    'passkeys-forgotten',
    'staff-imported',
  ],
  procedure: [
    'measure-declared',
    'measure-advised',
    'measure-submitted',
    'measure-discussed',
    'measure-represented',
    'measure-decided',
    'measure-announced',
  ],
  running: [
    'measure-activated',
    'measure-narrowed',
    'measure-suspended',
    'measure-resumed',
    'measure-ended',
    'measure-regularised',
    'measure-emergency',
    'measure-accounted',
  ],
  upkeep: ['outcome', 'lost', 'outside-erased', 'secret-erased', 'delay-ended'],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** Names of the groups, in the order in which they are offered. */
export const kindGroupNames = ['access', 'procedure', 'running', 'upkeep'] as const

/** Kinds that have words. */
export const kindsWithWords: ReadonlySet<string> = new Set(kindGroupNames.flatMap((name) => kindGroups[name]))
