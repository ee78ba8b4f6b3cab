import type { Declaration } from '../declaration.ts'
import { covers, tagUnder } from '../logsource.ts'
import type { Tool, ToolSettings } from './tool-settings.ts'

/**
 * What a tool is set to do that its declaration does not say, or says otherwise. `beyond`: the tool does more; that must stop or
 * be declared. `short`: the declaration promises something that the settings do not show. `unclear`: nobody can tell from here.
 */
export type Drift = {
  readonly kind: 'beyond' | 'short' | 'unclear'
  readonly code:
    | 'capability-used'
    | 'capability-absent'
    | 'source-undeclared'
    | 'field-undeclared'
    | 'response-undeclared'
    | 'response-automatic'
    | 'level-outside'
    | 'tag-outside'
    | 'personal-devices'
    | 'used-nowhere'
    | 'unread'
  /** Where in the declaration it should stand. */
  readonly path: string
  /** The setting, as the export names it. */
  readonly where: string
}

/** Holds a later export of a tool against the declaration that is in force. */
export function driftOf(settings: ToolSettings, declaration: Declaration): readonly Drift[] {
  return [
    ...capabilityDrift(settings, declaration),
    ...sourceDrift(settings, declaration),
    ...responseDrift(settings, declaration),
    ...ruleDrift(settings, declaration),
    ...(settings.personalDevices && declaration.reach.personalDevices === 'none'
      ? [drift('beyond', 'personal-devices', '/reach/personalDevices', settings.tool)]
      : []),
    ...settings.unread.map((where) => drift('unclear', 'unread', '', where)),
  ]
}

function drift(kind: Drift['kind'], code: Drift['code'], path: string, where: string): Drift {
  return { kind, code, path, where }
}

function capabilityDrift(settings: ToolSettings, { capabilities }: Declaration): readonly Drift[] {
  const beyond = settings.capabilities.flatMap(({ id, state, where }) => {
    const index = capabilities.findIndex((one) => one.id === id)
    const declared = capabilities[index]
    if (declared === undefined)
      return state === 'used' ? [drift('beyond', 'capability-absent', '/capabilities', where)] : []
    return state === 'used' && declared.state !== 'used'
      ? [drift('beyond', 'capability-used', `/capabilities/${index}/state`, where)]
      : []
  })
  const short = capabilities.flatMap(({ id, state }, index) => {
    const found = settings.capabilities.find((one) => one.id === id)
    return state === 'used' && found?.state === 'off'
      ? [drift('short', 'used-nowhere', `/capabilities/${index}/state`, found.where)]
      : []
  })
  return [...beyond, ...short]
}

function sourceDrift(settings: ToolSettings, { sources }: Declaration): readonly Drift[] {
  return settings.sources.flatMap(({ id, logsource, fields, where, name }) => {
    const index = sources.findIndex((one) => one.id === id || covers(one.logsource, logsource))
    const declared = sources[index]
    if (declared === undefined) return [drift('beyond', 'source-undeclared', '/sources', `${where}: ${name}`)]
    const known = new Set(declared.fields.map(({ path }) => path))
    return fields
      .filter(({ path, class: says }) => says !== 'other' && !known.has(path))
      .map(({ path }) => drift('beyond', 'field-undeclared', `/sources/${index}/fields`, `${where}: ${path}`))
  })
}

function responseDrift(settings: ToolSettings, { responses }: Declaration): readonly Drift[] {
  return settings.responses.flatMap(({ response, automatic, where }) => {
    const index = responses.findIndex((one) => one.response === response)
    const declared = responses[index]
    if (declared === undefined) return [drift('beyond', 'response-undeclared', '/responses', where)]
    return automatic && !declared.automatic
      ? [drift('beyond', 'response-automatic', `/responses/${index}/automatic`, where)]
      : []
  })
}

function ruleDrift(settings: ToolSettings, { envelope }: Declaration): readonly Drift[] {
  return settings.rules
    .filter(({ enabled }) => enabled)
    .flatMap(({ level, tags, where }): readonly Drift[] => {
      if (!envelope.levels.includes(level)) return [drift('beyond', 'level-outside', '/envelope/levels', where)]
      const allowed = envelope.tagsAllowed.some(
        (pattern) => pattern === '*' || tags.some((tag) => tagUnder(pattern, tag)),
      )
      const forbidden = envelope.tagsForbidden.some(
        (pattern) => pattern === '*' || tags.some((tag) => tagUnder(pattern, tag)),
      )
      return allowed && !forbidden ? [] : [drift('beyond', 'tag-outside', '/envelope/tagsAllowed', where)]
    })
}

/** All codes of drift, for the messages. */
export const driftCodes: readonly Drift['code'][] = [
  ...([
    'capability-used',
    'capability-absent',
    'source-undeclared',
    'field-undeclared',
    'response-undeclared',
  ] as const),
  ...(['response-automatic', 'level-outside', 'tag-outside', 'personal-devices', 'used-nowhere', 'unread'] as const),
]

/** Names of tools as people know them. */
export const toolNames: { readonly [Of in Tool]: string } = {
  intune: 'Microsoft Intune',
  defender: 'Microsoft Defender',
  sentinel: 'Microsoft Sentinel',
  osquery: 'osquery',
  wazuh: 'Wazuh',
}
