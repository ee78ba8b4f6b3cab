import type { Level, Response } from '../vocabulary.ts'
import { type CapabilityName, knownCapabilities } from './known-capabilities.ts'
import { microsoftTables } from './known-sources.ts'
import {
  distinct,
  type FoundCapability,
  type FoundResponse,
  type FoundRule,
  type FoundSource,
  listOf,
  nameOf,
  objectOf,
  strongest,
  type ToolSettings,
  textOf,
  toolLimits,
} from './tool-settings.ts'

// Rule lists of Microsoft Sentinel (`Microsoft.SecurityInsights/alertRules`, as the management API lists them or as a template)
// and of Microsoft Defender (`security/rules/detectionRules` of Microsoft Graph).

/** What Defender does because of a finding, by the name of its action in Graph. */
const actions: Readonly<
  Record<string, { readonly capability: CapabilityName; readonly response: Response | undefined }>
> = {
  isolateDevice: { capability: 'isolate-device', response: 'isolate-device' },
  restrictAppExecution: { capability: 'block-file', response: undefined },
  stopAndQuarantineFile: { capability: 'block-file', response: undefined },
  blockFile: { capability: 'block-file', response: undefined },
  allowFile: { capability: 'block-file', response: undefined },
  collectInvestigationPackage: { capability: 'collect-package', response: undefined },
  runAntivirusScan: { capability: 'hunt-events', response: undefined },
  initiateInvestigation: { capability: 'hunt-events', response: undefined },
  disableUser: { capability: 'disable-account', response: 'disable-account' },
  markUserAsCompromised: { capability: 'disable-account', response: undefined },
  forceUserPasswordReset: { capability: 'reset-password', response: 'reset-password' },
  revokeUserSessions: { capability: 'end-sessions', response: 'end-sessions' },
  hardDelete: { capability: 'hold-message', response: 'hold-message' },
  softDelete: { capability: 'hold-message', response: 'hold-message' },
  moveToDeletedItems: { capability: 'hold-message', response: 'hold-message' },
  moveToJunk: { capability: 'hold-message', response: 'hold-message' },
  moveToInbox: { capability: 'hold-message', response: undefined },
}

/** Kinds of Sentinel rule that learn from what accounts do. */
const learning = ['Fusion', 'MLBehaviorAnalytics']

type Rule = {
  readonly name: string
  readonly level: Level
  readonly tags: readonly string[]
  readonly enabled: boolean
  readonly query: string
  readonly kind: string
  readonly actions: readonly string[]
}

/** Whether a value of JSON looks like a list of rules of Sentinel or Defender. */
export function looksLikeMicrosoftRules(value: unknown): 'sentinel' | 'defender' | undefined {
  const rules = rawRules(value)
  if (rules.some(isSentinel)) return 'sentinel'
  return rules.some(isDefender) ? 'defender' : undefined
}

/** Reads the list. */
export function readMicrosoftRules(value: unknown, tool: 'sentinel' | 'defender'): ToolSettings {
  const raw = rawRules(value).filter(tool === 'sentinel' ? isSentinel : isDefender)
  const rules = raw.map(tool === 'sentinel' ? sentinelRule : defenderRule)
  const capabilities: FoundCapability[] = []
  const responses: FoundResponse[] = []
  const unread: string[] = []
  const add = (id: CapabilityName, state: FoundCapability['state'], where: string): void => {
    capabilities.push({ id, kind: knownCapabilities[id].kind, state, where })
  }
  add('hunt-events', 'used', `${tool}: query`)
  for (const rule of rules) {
    const state = rule.enabled ? 'used' : 'off'
    if (learning.includes(rule.kind)) add('learn-behaviour', state, rule.name)
    for (const name of rule.actions) {
      const known = Object.hasOwn(actions, name) ? actions[name] : undefined
      if (known === undefined) unread.push(`${rule.name}: ${name}`)
      else {
        add(known.capability, state, `${rule.name}: ${name}`)
        if (known.response !== undefined && rule.enabled)
          responses.push({ response: known.response, automatic: true, where: `${rule.name}: ${name}` })
      }
    }
  }
  const sources = rules.flatMap((rule) => (rule.enabled ? sourcesOf(rule) : []))
  return {
    tool,
    capabilities: strongest(capabilities),
    sources: distinct(sources, ({ id }) => id),
    responses: distinct(responses, ({ response }) => response),
    rules: rules.map(({ name, level, tags, enabled }): FoundRule => ({ name, level, tags, enabled, where: name })),
    personalDevices: false,
    unread: distinct(unread, (one) => one),
  }
}

function rawRules(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const root = objectOf(value)
  const lists = [listOf(value), listOf(root.value), listOf(root.resources), [value]]
  return lists.flat().map(objectOf).slice(0, toolLimits.items)
}

function isSentinel(rule: Readonly<Record<string, unknown>>): boolean {
  const properties = objectOf(rule.properties)
  if (/SecurityInsights.*\/alertRules$/i.test(textOf(rule.type))) return true
  return (
    typeof rule.kind === 'string' &&
    ('severity' in properties || 'alertRuleTemplateName' in properties) &&
    'enabled' in properties
  )
}

function isDefender(rule: Readonly<Record<string, unknown>>): boolean {
  return 'queryCondition' in rule && 'detectionAction' in rule
}

function sentinelRule(rule: Readonly<Record<string, unknown>>): Rule {
  const properties = objectOf(rule.properties)
  const tactics = listOf(properties.tactics).map(
    (one) =>
      `attack.${textOf(one)
        .replace(/([a-z])([A-Z])/g, '$1_$2')
        .toLowerCase()}`,
  )
  const techniques = [...listOf(properties.techniques), ...listOf(properties.subTechniques)].map(
    (one) => `attack.${textOf(one).toLowerCase()}`,
  )
  return {
    name: textOf(properties.displayName) || textOf(rule.name),
    level: levelOf(properties.severity),
    tags: [...tactics, ...techniques].filter(isTag),
    enabled: properties.enabled === true,
    query: queryOf(properties.query),
    kind: textOf(rule.kind),
    actions: [],
  }
}

function defenderRule(rule: Readonly<Record<string, unknown>>): Rule {
  const action = objectOf(rule.detectionAction)
  const template = objectOf(action.alertTemplate)
  const category = textOf(template.category)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
  const techniques = listOf(template.mitreTechniques).map((one) => `attack.${textOf(one).toLowerCase()}`)
  const listed = listOf(action.responseActions).map((one) =>
    textOf(objectOf(one)['@odata.type'])
      .replace(/^#?microsoft\.graph\.security\./, '')
      .replace(/ResponseAction$/, ''),
  )
  // The newer form has a list for each action, named in the plural.
  const grouped = Object.entries(objectOf(action.automatedActions))
    .filter(([, all]) => listOf(all).length > 0)
    .map(([name]) => name.replace(/(?<=[a-z])s$/, ''))
  return {
    name: textOf(rule.displayName) || textOf(template.title),
    level: levelOf(template.severity),
    tags: [...(category === '' ? [] : [`attack.${category}`]), ...techniques].filter(isTag),
    enabled: rule.isEnabled === true,
    query: queryOf(objectOf(rule.queryCondition).queryText),
    kind: 'detection',
    actions: [...listed, ...grouped].filter((name) => name !== ''),
  }
}

function levelOf(severity: unknown): Level {
  const name = textOf(severity).toLowerCase()
  if (name === 'informational' || name === 'low' || name === 'medium' || name === 'high') return name
  return 'medium'
}

function isTag(tag: string): boolean {
  return /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(tag)
}

function queryOf(query: unknown): string {
  return typeof query === 'string' ? query.slice(0, 100_000) : ''
}

// A query begins with a table, or names one in `union` and `join`: names that are no known table are the query's own.
function sourcesOf({ query, name }: Rule): readonly FoundSource[] {
  const words = new Set(query.match(/\b[A-Z][A-Za-z0-9]{3,60}\b/g) ?? [])
  return [...words].flatMap((word): readonly FoundSource[] => {
    const known = Object.hasOwn(microsoftTables, word) ? microsoftTables[word] : undefined
    if (known === undefined) return []
    const used = known.fields.filter(({ path }) => query.includes(path))
    return [
      {
        id: nameOf(word.replace(/([a-z])([A-Z])/g, '$1-$2')),
        name: word,
        ...known,
        fields: used.length > 0 ? used : known.fields,
        where: name,
      },
    ]
  })
}
