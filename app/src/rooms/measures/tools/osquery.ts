import { type CapabilityName, knownCapabilities } from './known-capabilities.ts'
import { osqueryTables } from './known-sources.ts'
import {
  distinct,
  type FoundCapability,
  type FoundSource,
  listOf,
  nameOf,
  objectOf,
  strongest,
  type ToolSettings,
  textOf,
  toolLimits,
} from './tool-settings.ts'

// A configuration of osquery: options, schedule, packs, decorators, file_paths.

/** Whether a value of JSON looks like a configuration of osquery. */
export function looksLikeOsquery(value: unknown): boolean {
  const root = objectOf(value)
  const isPack = Object.keys(objectOf(root.queries)).length > 0
  return (
    ['schedule', 'packs', 'decorators', 'file_paths'].some((key) => Object.keys(objectOf(root[key])).length > 0) ||
    isPack
  )
}

/** Takes out lines that are comments: osquery reads a configuration with lines that begin with # or //. */
export function withoutComments(text: string): string {
  return text.replace(/^[ \t]*(#|\/\/)[^\n]*$/gm, '')
}

/** Reads the configuration. */
export function readOsquery(value: unknown): ToolSettings {
  const root = objectOf(value)
  const options = objectOf(root.options)
  const capabilities: FoundCapability[] = []
  const unread: string[] = []
  const add = (id: CapabilityName, state: FoundCapability['state'], where: string): void => {
    capabilities.push({ id, kind: knownCapabilities[id].kind, state, where })
  }
  add('ask-any-table', unlessDisabled(options.disable_distributed), 'options: disable_distributed')
  add('carve-files', unlessDisabled(options.disable_carver), 'options: disable_carver')
  if (Object.keys(objectOf(root.file_paths)).length > 0) add('watch-files', 'used', 'file_paths')
  const sources = queriesIn(root).flatMap(({ name, query }) => {
    const tables = tablesIn(query)
    for (const table of tables) {
      if (!Object.hasOwn(osqueryTables, table)) unread.push(`${name}: ${table}`)
      if (table === 'shell_history' || table === 'powershell_events') add('shell-history', 'used', name)
      if (table === 'wifi_networks' || table === 'wifi_status' || table === 'wifi_survey') add('locate', 'used', name)
    }
    return tables.flatMap((table) => sourceOf(table, query, name))
  })
  return {
    tool: 'osquery',
    capabilities: strongest(capabilities),
    sources: merged(sources),
    responses: [],
    rules: [],
    personalDevices: false,
    unread: distinct(unread, (one) => one),
  }
}

// An option that is not there may stand on the command line of the agent.
function unlessDisabled(option: unknown): FoundCapability['state'] {
  if (option === true || option === 'true') return 'off'
  return option === false || option === 'false' ? 'used' : 'open'
}

function queriesIn(
  root: Readonly<Record<string, unknown>>,
): readonly { readonly name: string; readonly query: string }[] {
  const named = (all: unknown, prefix: string) =>
    Object.entries(objectOf(all))
      .slice(0, toolLimits.settings)
      .map(([name, one]) => ({ name: `${prefix}${name}`.slice(0, 200), query: sqlOf(objectOf(one).query) }))
  const packs = Object.entries(objectOf(root.packs))
    .slice(0, toolLimits.settings)
    .flatMap(([name, pack]) => named(objectOf(pack).queries, `${name}/`))
  const decorators = ['load', 'always'].flatMap((when) =>
    listOf(objectOf(root.decorators)[when]).map((query) => ({ name: `decorators/${when}`, query: sqlOf(query) })),
  )
  return [...named(root.schedule, ''), ...named(root.queries, ''), ...packs, ...decorators].filter(
    ({ query }) => query !== '',
  )
}

function sqlOf(query: unknown): string {
  return typeof query === 'string' ? query.slice(0, 20_000) : ''
}

function tablesIn(query: string): readonly string[] {
  const found = [...query.matchAll(/\b(?:from|join)\s+([a-z_][a-z0-9_]{0,60})/gi)].map(([, table = '']) =>
    table.toLowerCase(),
  )
  const listed = [
    ...query.matchAll(/\bfrom\s+[a-z_][a-z0-9_]{0,60}(?:\s+(?:as\s+)?[a-z]\w{0,20})?\s*,\s*([a-z_][a-z0-9_]{0,60})/gi),
  ].map(([, table = '']) => table.toLowerCase())
  return distinct([...found, ...listed], (one) => one)
}

function sourceOf(table: string, query: string, name: string): readonly FoundSource[] {
  const known = Object.hasOwn(osqueryTables, table) ? osqueryTables[table] : undefined
  if (known === undefined) return []
  const all = /\*/.test(query)
  const fields = known.fields.filter(({ path }) => all || new RegExp(`\\b${path}\\b`, 'i').test(query))
  return [
    {
      id: nameOf(table),
      name: table,
      ...known,
      fields: fields.length > 0 ? fields : known.fields,
      where: textOf(name),
    },
  ]
}

// Two queries on one table are one source, with the fields of both.
function merged(sources: readonly FoundSource[]): readonly FoundSource[] {
  return distinct(sources, ({ id }) => id).map((one) => ({
    ...one,
    fields: distinct(
      sources.filter(({ id }) => id === one.id).flatMap(({ fields }) => fields),
      ({ path }) => path,
    ),
  }))
}
