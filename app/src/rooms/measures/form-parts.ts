import { offices } from '../people/offices.ts'
import * as words from './vocabulary.ts'

// What the form shows of a declaration, part by part, in the order of the screen. Every part of the schema stands here; a test
// compares the two. Labels are the messages `measures.form.<names>`, help is `measures.form.<names>.help`.

/** How a part is filled in. `words`: beginning of the keys of what can be chosen. */
export type Control =
  | { readonly kind: 'line' | 'number' | 'day' | 'period' | 'yes-no' | 'lines' | 'texts' }
  | { readonly kind: 'one'; readonly of: readonly string[]; readonly words: string }
  | { readonly kind: 'some'; readonly of: readonly string[]; readonly words: string }
  | { readonly kind: 'parts'; readonly parts: readonly Part[] }
  | {
      readonly kind: 'rows'
      readonly parts: readonly Part[]
      /** Parts that tell one row from the other. */
      readonly named: readonly string[]
      /** What a new row begins with. */
      readonly fresh: Readonly<Record<string, unknown>>
    }

/** One part of a declaration. */
export type Part = {
  readonly name: string
  readonly control: Control
  /** One or two sentences stand beside it. */
  readonly help?: true
  /** It may be left out. */
  readonly optional?: true
  /** Only asked for when another part of the same row has one of these values. */
  readonly onlyWith?: { readonly part: string; readonly is: readonly string[] }
}

/** One step of the form. */
export type FormSection = { readonly id: string; readonly parts: readonly Part[] }

const line = { kind: 'line' } as const
const day = { kind: 'day' } as const
const texts = { kind: 'texts' } as const
const yesNo = { kind: 'yes-no' } as const
const period = { kind: 'period' } as const
const one = (of: readonly string[], key: string): Control => ({ kind: 'one', of, words: `measures.word.${key}` })
const some = (of: readonly string[], key: string): Control => ({ kind: 'some', of, words: `measures.word.${key}` })
const whichOffices: Control = { kind: 'some', of: offices.map(({ code }) => code), words: 'people.office' }

const logsource: readonly Part[] = [
  { name: 'product', control: line, help: true, optional: true },
  { name: 'category', control: line, help: true, optional: true },
  { name: 'service', control: line, help: true, optional: true },
]

const fields: Part = {
  name: 'fields',
  help: true,
  control: {
    kind: 'rows',
    named: ['path', 'class', 'treatment', 'to'],
    fresh: { class: 'other', treatment: 'drop' },
    parts: [
      { name: 'path', control: line, help: true },
      { name: 'class', control: one(words.fieldClasses, 'class') },
      { name: 'treatment', control: one(words.treatments, 'treatment') },
      {
        name: 'to',
        control: one([...new Set(Object.values(words.coarsenings).flat())], 'to'),
        optional: true,
        onlyWith: { part: 'treatment', is: ['coarsen'] },
      },
      { name: 'special', control: one(words.specialData, 'special'), help: true, optional: true },
      {
        name: 'exception',
        help: true,
        optional: true,
        onlyWith: { part: 'special', is: words.specialData },
        control: {
          kind: 'parts',
          parts: [
            { name: 'provision', control: line },
            { name: 'reason', control: texts },
          ],
        },
      },
    ],
  },
}

/** The whole form. */
export const formSections: readonly FormSection[] = [
  {
    id: 'about',
    parts: [
      { name: 'title', control: texts },
      { name: 'summary', control: texts, help: true },
      { name: 'kind', control: one(words.kinds, 'kind') },
      {
        name: 'tool',
        control: {
          kind: 'parts',
          parts: [
            { name: 'name', control: line, help: true },
            { name: 'liveSince', control: day, help: true, optional: true },
            { name: 'staffToldSince', control: day, help: true, optional: true },
          ],
        },
      },
      {
        name: 'owner',
        control: { kind: 'one', of: offices.map(({ code }) => code), words: 'people.office' },
        help: true,
      },
      { name: 'jurisdiction', control: one(['nl', 'dk'], 'jurisdiction') },
      { name: 'id', control: line, help: true },
      { name: 'review', control: day, help: true },
    ],
  },
  {
    id: 'purpose',
    parts: [
      { name: 'purposes', control: some(words.purposes, 'purpose'), help: true },
      {
        name: 'grounds',
        help: true,
        control: {
          kind: 'rows',
          named: ['ground'],
          fresh: { ground: 'gdpr-6-1-e' },
          parts: [
            { name: 'ground', control: one(words.grounds, 'ground') },
            { name: 'provision', control: line, help: true, optional: true },
            {
              name: 'balancingTest',
              help: true,
              optional: true,
              onlyWith: { part: 'ground', is: ['gdpr-6-1-f'] },
              control: {
                kind: 'parts',
                parts: [
                  { name: 'reference', control: line },
                  { name: 'date', control: day },
                ],
              },
            },
          ],
        },
      },
      { name: 'dataSubjects', control: some(words.dataSubjects, 'data-subject') },
      { name: 'necessity', control: texts, help: true },
    ],
  },
  {
    id: 'proportionality',
    parts: [
      {
        name: 'proportionality',
        help: true,
        control: {
          kind: 'parts',
          parts: [
            { name: 'toldBefore', control: texts },
            { name: 'extent', control: texts, help: true },
            { name: 'reasons', control: texts },
            {
              name: 'milderMeans',
              help: true,
              control: {
                kind: 'rows',
                named: ['means'],
                fresh: {},
                parts: [
                  { name: 'means', control: texts },
                  { name: 'whyNot', control: texts },
                ],
              },
            },
            { name: 'consequences', control: texts, help: true },
            { name: 'safeguards', control: texts, help: true },
          ],
        },
      },
    ],
  },
  {
    id: 'dpia',
    parts: [
      {
        name: 'dpia',
        help: true,
        control: {
          kind: 'parts',
          parts: [
            { name: 'reference', control: line, help: true, optional: true },
            { name: 'date', control: day, optional: true },
            { name: 'residualRisk', control: one(['low', 'medium', 'high'], 'risk'), help: true, optional: true },
            { name: 'review', control: day, optional: true },
            {
              name: 'priorConsultation',
              help: true,
              optional: true,
              onlyWith: { part: 'residualRisk', is: ['high'] },
              control: {
                kind: 'parts',
                parts: [
                  { name: 'reference', control: line },
                  { name: 'date', control: day },
                ],
              },
            },
            { name: 'reasonForNone', control: texts, help: true, optional: true },
          ],
        },
      },
    ],
  },
  {
    id: 'capabilities',
    parts: [
      { name: 'monitoring', control: one(words.monitoringModels, 'monitoring'), help: true },
      {
        name: 'reach',
        control: {
          kind: 'parts',
          parts: [
            { name: 'organisationDevices', control: one(words.reaches, 'reach') },
            { name: 'personalDevices', control: one(words.reaches, 'reach') },
          ],
        },
      },
      {
        name: 'capabilities',
        help: true,
        control: {
          kind: 'rows',
          named: ['what'],
          fresh: { kind: 'ordinary', state: 'off' },
          parts: [
            { name: 'what', control: texts },
            { name: 'kind', control: one(words.capabilityKinds, 'capability-kind') },
            { name: 'state', control: one(words.capabilityStates, 'capability-state') },
            { name: 'lockedBy', control: texts, optional: true, onlyWith: { part: 'state', is: ['locked'] } },
            { name: 'id', control: line, help: true },
          ],
        },
      },
      { name: 'methods', control: some(words.testMethods, 'method'), help: true },
    ],
  },
  {
    id: 'sources',
    parts: [
      {
        name: 'sources',
        help: true,
        control: {
          kind: 'rows',
          named: ['what'],
          fresh: { medium: 'system-log', logsource: {}, fields: [] },
          parts: [
            { name: 'what', control: texts },
            { name: 'medium', control: one(words.media, 'medium') },
            { name: 'logsource', help: true, control: { kind: 'parts', parts: logsource } },
            fields,
            { name: 'id', control: line, help: true },
          ],
        },
      },
    ],
  },
  {
    id: 'envelope',
    parts: [
      {
        name: 'envelope',
        help: true,
        control: {
          kind: 'parts',
          parts: [
            {
              name: 'logsources',
              help: true,
              control: { kind: 'rows', named: ['product', 'category', 'service'], fresh: {}, parts: logsource },
            },
            { name: 'levels', control: some(words.levels, 'level') },
            { name: 'tagsAllowed', control: { kind: 'lines' }, help: true },
            { name: 'tagsForbidden', control: { kind: 'lines' }, help: true },
          ],
        },
      },
    ],
  },
  {
    id: 'responses',
    parts: [
      {
        name: 'responses',
        help: true,
        control: {
          kind: 'rows',
          named: ['response'],
          fresh: { automatic: false, employeeTold: 'at-once', term: { amount: 1, unit: 'days' } },
          parts: [
            { name: 'response', control: one(words.responses, 'response') },
            { name: 'offices', control: whichOffices },
            { name: 'term', control: period, help: true },
            { name: 'automatic', control: yesNo, help: true },
            { name: 'employeeTold', control: one(['before', 'at-once', 'afterwards'], 'told') },
          ],
        },
      },
    ],
  },
  {
    id: 'looks',
    parts: [
      {
        name: 'looks',
        help: true,
        control: {
          kind: 'rows',
          named: ['offices', 'subject', 'level'],
          fresh: { level: 'organisation', subject: 'statistics', groupBy: [], precision: 'day', oversight: false },
          parts: [
            { name: 'id', control: line, help: true },
            { name: 'offices', control: whichOffices },
            { name: 'level', control: one(words.lookLevels, 'look-level'), help: true },
            {
              name: 'k',
              control: { kind: 'number' },
              help: true,
              optional: true,
              onlyWith: { part: 'level', is: ['unit'] },
            },
            { name: 'subject', control: one(words.lookSubjects, 'look-subject') },
            { name: 'groupBy', control: some(words.groupings, 'grouping') },
            { name: 'precision', control: one(words.precisions, 'precision') },
            { name: 'sources', control: { kind: 'lines' }, help: true, optional: true },
            { name: 'oversight', control: yesNo, help: true },
          ],
        },
      },
    ],
  },
  {
    id: 'recipients',
    parts: [
      {
        name: 'recipients',
        help: true,
        control: {
          kind: 'rows',
          named: ['what'],
          fresh: { role: 'processor' },
          parts: [
            { name: 'what', control: texts },
            { name: 'role', control: one(['processor', 'authority', 'controller'], 'recipient-role'), help: true },
            { name: 'country', control: line, help: true },
            { name: 'contract', control: line, optional: true, help: true },
            { name: 'transferTool', control: one(words.transferTools, 'transfer'), optional: true, help: true },
            { name: 'id', control: line, help: true },
          ],
        },
      },
    ],
  },
  {
    id: 'retention',
    parts: [
      {
        name: 'retention',
        help: true,
        control: {
          kind: 'rows',
          named: ['kind', 'keep'],
          fresh: { keep: { amount: 90, unit: 'days' } },
          parts: [
            {
              name: 'kind',
              control: { kind: 'one', of: Object.keys(words.retentionKinds), words: 'measures.retention' },
            },
            { name: 'keep', control: period },
            { name: 'why', control: texts },
          ],
        },
      },
      { name: 'holds', control: some(words.holdReasons, 'hold'), help: true },
    ],
  },
  {
    id: 'never',
    parts: [{ name: 'never', control: { kind: 'some', of: words.neverWords, words: 'measures.never' }, help: true }],
  },
  {
    id: 'staff',
    parts: [
      {
        name: 'protectedOffices',
        help: true,
        control: {
          kind: 'rows',
          named: ['office'],
          fresh: { leftOut: [...words.leftOut] },
          parts: [
            { name: 'office', control: { kind: 'one', of: words.protectedOffices, words: 'measures.protected' } },
            { name: 'leftOut', control: some(words.leftOut, 'left-out') },
          ],
        },
      },
      {
        name: 'notice',
        help: true,
        control: {
          kind: 'parts',
          parts: [
            { name: 'term', control: period },
            { name: 'how', control: texts },
          ],
        },
      },
      {
        name: 'conditions',
        help: true,
        control: {
          kind: 'rows',
          named: ['what'],
          fresh: {},
          parts: [
            { name: 'what', control: texts },
            { name: 'decided', control: day },
            { name: 'id', control: line, help: true },
          ],
        },
      },
      {
        name: 'secrecy',
        help: true,
        control: {
          kind: 'rows',
          named: ['part', 'readers'],
          fresh: { readers: 'council' },
          parts: [
            { name: 'part', control: one(words.parts, 'part') },
            { name: 'readers', control: one(words.readers, 'readers') },
            { name: 'reason', control: texts },
          ],
        },
      },
    ],
  },
]

/** Parts of the file that the form does not ask about: there is one format. */
export const fixedParts: Readonly<Record<string, string>> = { format: 'openwacht-measure/1' }

/** Key of the message for one choice of a closed list. A promise has its name beside what it forbids and misses. */
export function wordKey(words: string, choice: string): string {
  return words === 'measures.never' ? `${words}.${choice}.name` : `${words}.${choice}`
}
