import type { Field, Logsource } from '../declaration.ts'
import type { CapabilityKind, Level, Medium, Response } from '../vocabulary.ts'

// What the exported settings of a tool say, in the words of a declaration. Every reader gives this one shape.

/** Tools whose exports are read. */
export const tools = ['intune', 'defender', 'sentinel', 'osquery', 'wazuh'] as const
export type Tool = (typeof tools)[number]

/** Something that the tool does or could do. `where`: the setting that says so, as the export names it. */
export type FoundCapability = {
  /** Name of a capability that we know, see `known-capabilities.ts`. */
  readonly id: string
  readonly kind: CapabilityKind
  /** `open`: the export has the setting, and does not say whether somebody can do it. */
  readonly state: 'used' | 'off' | 'open'
  readonly where: string
}

/** A source of events or facts, with the fields that are known of it. */
export type FoundSource = {
  readonly id: string
  /** The name that the tool has for it, such as a table. */
  readonly name: string
  readonly medium: Medium
  readonly logsource: Logsource
  readonly fields: readonly Field[]
  readonly where: string
}

/** Something that happens because of a finding. */
export type FoundResponse = { readonly response: Response; readonly automatic: boolean; readonly where: string }

/** A rule that looks for something. */
export type FoundRule = {
  readonly name: string
  readonly level: Level
  readonly tags: readonly string[]
  readonly enabled: boolean
  readonly where: string
}

/** What an export says. `unread`: settings that were there and say nothing that a declaration could hold. */
export type ToolSettings = {
  readonly tool: Tool
  readonly capabilities: readonly FoundCapability[]
  readonly sources: readonly FoundSource[]
  readonly responses: readonly FoundResponse[]
  readonly rules: readonly FoundRule[]
  readonly personalDevices: boolean
  readonly unread: readonly string[]
}

/** Why an export was not read. */
export type ToolFault = {
  readonly code: 'too-large' | 'not-json' | 'not-xml' | 'unknown-tool' | 'too-deep' | 'empty'
  readonly line: number
  readonly column: number
}

/** What reading an export gave. */
export type ReadTool =
  | { readonly kind: 'read'; readonly settings: ToolSettings }
  | { readonly kind: 'fault'; readonly fault: ToolFault }

/** Limits of an export; arbitrary, a large tenant has a few megabytes. */
export const toolLimits = { characters: 16_000_000, depth: 60, items: 20_000, settings: 2_000 } as const

/** An object of JSON, or an empty one where it is something else. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

/** A list of JSON, at most as long as the limit, or an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, toolLimits.items) : []
}

/** A text of JSON, cut to what a person reads, or an empty one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 300) : ''
}

/** A name for a declaration out of any text: small letters, digits and hyphens, beginning with a letter. */
export function nameOf(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  return /^[a-z]/.test(name) ? name : `x-${name || 'unnamed'}`.replace(/-+$/, '')
}

const weight = { used: 0, open: 1, off: 2 } as const

/** One of each: one policy that uses a capability is enough for it to be used, and one that leaves it open for it to be open. */
export function strongest(all: readonly FoundCapability[]): readonly FoundCapability[] {
  return distinct(
    all.toSorted((a, b) => weight[a.state] - weight[b.state]),
    ({ id }) => id,
  )
}

/** Takes away what stands there twice, by a key; the first stays. */
export function distinct<T>(all: readonly T[], keyOf: (one: T) => string): readonly T[] {
  const seen = new Set<string>()
  return all.filter((one) => {
    const key = keyOf(one)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
