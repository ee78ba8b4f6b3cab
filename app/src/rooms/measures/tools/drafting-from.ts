import { parseDocument } from 'yaml'
import type { Declaration, Source } from '../declaration.ts'
import { parseDeclaration } from '../parse-declaration.ts'
import { levels } from '../vocabulary.ts'
import { knownCapabilities } from './known-capabilities.ts'
import type { Tool, ToolSettings } from './tool-settings.ts'

// Makes a draft declaration out of what a tool was found to do. The draft is a start: what nobody can read from settings (why,
// on what ground, for how long) stays open, and each open question is told.

/** Something that only people can answer. `subject`: what it is about, in the words of the export. */
export type OpenQuestion = {
  readonly code:
    | 'why'
    | 'ground'
    | 'dpia'
    | 'live-since'
    | 'told-since'
    | 'capability'
    | 'intrusive'
    | 'automatic'
    | 'field'
    | 'source-unknown'
    | 'unread'
    | 'personal-devices'
    | 'supplier'
    | 'retention'
    | 'looks'
  readonly path: string
  readonly subject: string
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
  set(['tool', 'name'], settings.tool)
  set(['capabilities'], capabilitiesOf(settings, declaration))
  if (settings.personalDevices) set(['reach', 'personalDevices'], 'work-part')
  const sources = sourcesOf(settings)
  if (sources.length > 0) {
    set(['sources'], sources)
    const names = sources.map(({ id }) => id)
    for (const [index, look] of declaration.looks.entries()) {
      if (look.sources !== undefined) set(['looks', index, 'sources'], names)
    }
    set(['envelope', 'logsources'], distinctLogsources(sources))
  }
  if (settings.rules.length > 0) {
    const running = settings.rules.filter(({ enabled }) => enabled)
    set(
      ['envelope', 'levels'],
      levels.filter((level) => running.some((rule) => rule.level === level)),
    )
    const tactics = [...new Set(running.flatMap(({ tags }) => tags))].sort()
    set(['envelope', 'tagsAllowed'], tactics.length > 0 ? tactics : ['*'])
  }
  if (settings.responses.length > 0) set(['responses'], responsesOf(settings, declaration))
  document.commentBefore = ` Draft made from the settings of ${settings.tool}. The texts are those of a model: put your own in their place.`
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

/** What was found, and what the model says the kind of tool can do besides: that stays until somebody says it cannot. */
function capabilitiesOf(settings: ToolSettings, { capabilities }: Declaration): Declaration['capabilities'] {
  const found = settings.capabilities.map(({ id, kind, state }) => ({
    id,
    what: knownCapabilities[id as keyof typeof knownCapabilities]?.what ?? { en: id },
    kind,
    state,
  }))
  const names = new Set(found.map(({ id }) => id))
  return [...found, ...capabilities.filter(({ id }) => !names.has(id) && !names.has(sameAs[id] ?? id))]
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
    ...(settings.sources.length === 0 && settings.tool !== 'intune' ? [ask('source-unknown', '/sources')] : []),
    ...settings.unread.slice(0, 100).map((one) => ask('unread', '', one)),
  ]
}

/** All codes of questions, for the messages. */
export const questionCodes: readonly OpenQuestion['code'][] = [
  ...(['why', 'ground', 'dpia', 'live-since', 'told-since', 'capability', 'intrusive', 'automatic', 'field'] as const),
  ...(['source-unknown', 'unread', 'personal-devices', 'supplier', 'retention', 'looks'] as const),
]
