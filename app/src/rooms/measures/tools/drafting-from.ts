import { parseDocument } from 'yaml'
import type { Declaration, LocalText, Source } from '../declaration.ts'
import { parseDeclaration } from '../parse-declaration.ts'
import { levels } from '../vocabulary.ts'
import { toolNames } from './drift.ts'
import { knownCapabilities } from './known-capabilities.ts'
import type { Tool, ToolSettings } from './tool-settings.ts'

// Makes a draft declaration out of what a tool was found to do. The draft is a start: what nobody can read from settings (why,
// on what ground, what else the tool can do) stays open, is marked as still to be filled in, and is asked.

/** Something that only people can answer. `subject`: what it is about, in the words of the export. */
export type OpenQuestion = {
  readonly code:
    | 'why'
    | 'ground'
    | 'dpia'
    | 'live-since'
    | 'told-since'
    | 'capability'
    | 'capability-open'
    | 'intrusive'
    | 'automatic'
    | 'field'
    | 'source-unknown'
    | 'unread'
    | 'personal-devices'
    | 'supplier'
    | 'retention'
    | 'looks'
    | 'responses'
  readonly path: string
  readonly subject: string
  /** The same in words that staff read, where there are such words. */
  readonly what?: LocalText
}

/** A draft: its text, and what is still to be answered. */
export type ToolDraft = { readonly text: string; readonly questions: readonly OpenQuestion[] }

/** The model that a draft of a tool starts from. */
export const modelOfTool: { readonly [Of in Tool]: Declaration['kind'] } = {
  intune: 'device-management',
  defender: 'monitoring-and-response',
  sentinel: 'monitoring-and-response',
  osquery: 'monitoring-and-response',
  wazuh: 'monitoring-and-response',
}

/**
 * Makes a draft.
 *
 * @param model - Text of the model declaration of `modelOfTool`.
 * @returns A text that is understood; what stands in the way of proposing it is told by `check`.
 */
export function draftFrom(settings: ToolSettings, model: string): ToolDraft {
  const parsed = parseDeclaration(model)
  if (parsed.kind === 'faults') throw new TypeError('a model declaration must be understood')
  const { declaration } = parsed
  const document = parseDocument(model)
  const set = (path: readonly (string | number)[], value: unknown): void =>
    document.setIn(path, document.createNode(value))
  set(['id'], `${settings.tool}-as-it-runs`)
  set(['tool', 'name'], toolNames[settings.tool])
  for (const [path, value] of toFill(toolNames[settings.tool])) set(path, value)
  set(['capabilities'], capabilitiesOf(settings))
  if (settings.personalDevices) set(['reach', 'personalDevices'], 'work-part')
  const sources = sourcesOf(settings)
  set(['sources'], sources)
  const names = sources.map(({ id }) => id)
  for (const [index, look] of declaration.looks.entries()) {
    if (look.sources === undefined) continue
    if (names.length > 0) set(['looks', index, 'sources'], names)
    else document.deleteIn(['looks', index, 'sources'])
  }
  set(['envelope', 'logsources'], distinctLogsources(sources))
  if (settings.rules.length > 0) {
    const running = settings.rules.filter(({ enabled }) => enabled)
    set(
      ['envelope', 'levels'],
      levels.filter((level) => running.some((rule) => rule.level === level)),
    )
    const tactics = [...new Set(running.flatMap(({ tags }) => tags))].sort()
    set(['envelope', 'tagsAllowed'], tactics.length > 0 ? tactics : ['*'])
  }
  set(['responses'], responsesOf(settings, declaration))
  document.commentBefore = ` Draft made from the settings of ${settings.tool}. Who looks, how long it is kept and what it never does come from a model: put your own in their place.`
  return { text: document.toString({ lineWidth: 0 }), questions: questionsOf(settings, declaration) }
}

// What the model says of a response is kept; one that it does not know gets the least that the schema asks, and a question.
function responsesOf(settings: ToolSettings, { responses }: Declaration): Declaration['responses'] {
  return settings.responses.map(({ response, automatic }) => {
    const known = responses.find((one) => one.response === response)
    if (known !== undefined) return { ...known, automatic }
    const office = settings.tool === 'intune' ? 'device-administrator' : 'analyst'
    return { response, offices: [office], term: { amount: 24, unit: 'hours' }, automatic, employeeTold: 'at-once' }
  })
}

/** What no settings say and a model must not say for them: marked as open, in every language. */
function toFill(tool: string): readonly (readonly [path: readonly string[], value: unknown])[] {
  const open = (nl: string, da: string, en: string): Required<LocalText> => ({
    nl: `fill in: ${nl}`,
    da: `fill in: ${da}`,
    en: `fill in: ${en}`,
  })
  return [
    [['title'], { nl: `${tool} zoals het nu loopt`, da: `${tool}, som det kører nu`, en: `${tool} as it runs now` }],
    [['summary'], open('wat medewerkers moeten weten', 'hvad medarbejderne skal vide', 'what staff should know')],
    [['grounds'], [{ ground: 'gdpr-6-1-e', provision: 'fill in: ground in the law' }]],
    [['necessity'], open('waarom dit nodig is', 'hvorfor det er nødvendigt', 'why this is needed')],
    [
      ['proportionality'],
      {
        toldBefore: open(
          'hoe mensen het vooraf weten',
          'hvordan folk ved det på forhånd',
          'how people know beforehand',
        ),
        extent: open('hoe ver het gaat', 'hvor langt det går', 'how far it goes'),
        reasons: open('welke reden dit draagt', 'hvilken grund der bærer det', 'which reason carries this'),
        milderMeans: [
          {
            means: open('wat ook had gekund', 'hvad der ellers kunne gøres', 'what else could have been done'),
            whyNot: open('waarom dat niet genoeg is', 'hvorfor det ikke er nok', 'why that is not enough'),
          },
        ],
        consequences: open('wat de gevolgen zijn', 'hvad følgerne er', 'what the consequences are'),
        safeguards: open('wat mensen beschermt', 'hvad der beskytter folk', 'what protects people'),
      },
    ],
    [['dpia'], { reference: 'fill in: reference of your own DPIA' }],
    [['recipients'], []],
  ]
}

/** What the settings say. What they leave open stands in no declaration: it is asked. */
function capabilitiesOf(settings: ToolSettings): Declaration['capabilities'] {
  return settings.capabilities.flatMap(({ id, kind, state }) =>
    state === 'open' ? [] : [{ id, what: whatOf(id) ?? { en: id }, kind, state }],
  )
}

/** What nobody can tell from the settings: settings that leave it open, and what such tools can do besides. */
function openCapabilities(settings: ToolSettings, { capabilities }: Declaration): readonly OpenQuestion[] {
  const names = new Set(settings.capabilities.map(({ id }) => id))
  const ask = (subject: string, what: LocalText | undefined): OpenQuestion => ({
    ...{ code: 'capability-open', path: '/capabilities', subject },
    ...(what === undefined ? {} : { what }),
  })
  return [
    ...settings.capabilities.filter(({ state }) => state === 'open').map(({ id, where }) => ask(where, whatOf(id))),
    ...capabilities
      .filter(({ id }) => !names.has(id) && !names.has(sameAs[id] ?? id))
      .map(({ id, what }) => ask(id, what)),
  ]
}

function whatOf(id: string): LocalText | undefined {
  return Object.hasOwn(knownCapabilities, id) ? knownCapabilities[id as keyof typeof knownCapabilities].what : undefined
}

/** Names that models use for what the readers name otherwise. */
const sameAs: Readonly<Record<string, string>> = { location: 'locate', wipe: 'wipe-device' }

function sourcesOf({ sources }: ToolSettings): readonly Source[] {
  return sources.map(({ id, name, medium, logsource, fields }) => ({
    id,
    what: { nl: `Wat ${name} meldt.`, da: `Hvad ${name} melder.`, en: `What ${name} reports.` },
    medium,
    logsource: { ...logsource },
    fields: fields.map((field) => ({ ...field })),
  }))
}

function distinctLogsources(sources: readonly Source[]): readonly Source['logsource'][] {
  return [...new Map(sources.map(({ logsource }) => [JSON.stringify(logsource), logsource])).values()]
}

function questionsOf(settings: ToolSettings, declaration: Declaration): readonly OpenQuestion[] {
  const ask = (code: OpenQuestion['code'], path: string, subject = ''): OpenQuestion => ({ code, path, subject })
  const intrusive = settings.capabilities.filter(({ kind, state }) => kind !== 'ordinary' && state === 'used')
  const off = settings.capabilities.filter(({ state }) => state === 'off')
  const known = new Set(declaration.responses.map(({ response }) => response))
  return [
    ask('why', '/necessity'),
    ask('ground', '/grounds'),
    ask('dpia', '/dpia'),
    ask('live-since', '/tool/liveSince'),
    ask('told-since', '/tool/staffToldSince'),
    ask('supplier', '/recipients'),
    ask('retention', '/retention'),
    ask('looks', '/looks'),
    ...(settings.personalDevices ? [ask('personal-devices', '/reach/personalDevices')] : []),
    ...intrusive.map(({ where }) => ask('intrusive', '/capabilities', where)),
    ...off.map(({ where }) => ask('capability', '/capabilities', where)),
    ...openCapabilities(settings, declaration),
    ...(settings.responses.length === 0 ? [ask('responses', '/responses')] : []),
    ...settings.responses
      .filter(({ automatic }) => automatic)
      .map(({ where }) => ask('automatic', '/responses', where)),
    ...settings.responses
      .filter(({ response }) => !known.has(response))
      .map(({ where }) => ask('automatic', '/responses', where)),
    ...settings.sources.flatMap(({ name, fields }) =>
      fields
        .filter((field) => field.class === 'text' || field.class === 'place')
        .map(({ path }) => ask('field', '/sources', `${name}: ${path}`)),
    ),
    ...(settings.sources.length === 0 ? [ask('source-unknown', '/sources')] : []),
    ...settings.unread.slice(0, 100).map((one) => ask('unread', '', one)),
  ]
}

/** All codes of questions, for the messages. */
export const questionCodes: readonly OpenQuestion['code'][] = [
  ...(['why', 'ground', 'dpia', 'live-since', 'told-since', 'capability', 'intrusive', 'automatic', 'field'] as const),
  ...(['capability-open', 'responses'] as const),
  ...(['source-unknown', 'unread', 'personal-devices', 'supplier', 'retention', 'looks'] as const),
]
