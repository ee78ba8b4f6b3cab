import { type CapabilityName, knownCapabilities } from './known-capabilities.ts'
import { wazuhLocations } from './known-sources.ts'
import type { Element } from './plain-xml.ts'
import {
  distinct,
  type FoundCapability,
  type FoundResponse,
  type FoundSource,
  nameOf,
  strongest,
  type ToolSettings,
} from './tool-settings.ts'

// A configuration of a Wazuh agent: ossec.conf, or a shared agent.conf.

/** Whether the roots of an XML text are those of a Wazuh agent. */
export function looksLikeWazuh(roots: readonly Element[]): boolean {
  return roots.some(({ name }) => name === 'ossec_config' || name === 'agent_config')
}

/** Reads the configuration. */
export function readWazuh(roots: readonly Element[]): ToolSettings {
  const capabilities: FoundCapability[] = []
  const responses: FoundResponse[] = []
  const sources: FoundSource[] = []
  const unread: string[] = []
  const add = (id: CapabilityName, state: FoundCapability['state'], where: string): void => {
    capabilities.push({ id, kind: knownCapabilities[id].kind, state, where })
  }
  const sections = roots.filter(({ name }) => /^(ossec|agent)_config$/.test(name)).flatMap(({ children }) => children)
  for (const section of sections) {
    const disabled = wordIn(section, 'disabled') === 'yes'
    switch (section.name) {
      case 'localfile':
        sources.push(...sourceOf(section, unread, add))
        break
      case 'syscheck': {
        const folders = section.children.filter(({ name }) => name === 'directories')
        add('watch-files', disabled ? 'off' : 'used', 'syscheck')
        for (const { attributes, text } of folders) {
          if (attributes.report_changes === 'yes')
            add('read-file-changes', disabled ? 'off' : 'used', `syscheck: ${text.slice(0, 200)}`)
          if (attributes.whodata === 'yes')
            add('who-changed-files', disabled ? 'off' : 'used', `syscheck: ${text.slice(0, 200)}`)
        }
        break
      }
      case 'active-response':
        add('active-response', disabled ? 'off' : 'used', 'active-response')
        if (!disabled) responses.push({ response: 'isolate-device', automatic: true, where: 'active-response' })
        break
      case 'wodle':
        readWodle(section, disabled, add, unread)
        break
      case 'rootcheck':
      case 'sca':
        add('inventory', wordIn(section, 'enabled') === 'no' || disabled ? 'off' : 'used', section.name)
        break
      case 'client':
      case 'client_buffer':
      case 'logging':
        break
      default:
        unread.push(section.name)
    }
  }
  return {
    tool: 'wazuh',
    capabilities: strongest(capabilities),
    sources: distinct(sources, ({ id }) => id),
    responses: distinct(responses, ({ response }) => response),
    rules: [],
    personalDevices: false,
    unread: distinct(unread, (one) => one),
  }
}

type Add = (id: CapabilityName, state: FoundCapability['state'], where: string) => void

function readWodle(section: Element, disabled: boolean, add: Add, unread: string[]): void {
  const name = section.attributes.name ?? ''
  const state = disabled ? 'off' : 'used'
  if (name === 'syscollector') {
    add('inventory', state, 'wodle: syscollector')
    const packages = wordIn(section, 'packages') === 'no' ? 'off' : state
    add('app-inventory', packages, 'wodle: syscollector: packages')
  } else if (name === 'osquery') add('ask-any-table', state, 'wodle: osquery')
  else if (name === 'command') add('run-commands', state, 'wodle: command')
  else unread.push(`wodle: ${name.slice(0, 100)}`)
}

function sourceOf(section: Element, unread: string[], add: Add): readonly FoundSource[] {
  const location = wordIn(section, 'location') || wordIn(section, 'command')
  const format = wordIn(section, 'log_format')
  if (format === 'command' || format === 'full_command') {
    add('run-commands', 'used', `localfile: ${location.slice(0, 200)}`)
    return []
  }
  const known = wazuhLocations.find(({ part }) => location.toLowerCase().includes(part))
  if (known === undefined) {
    unread.push(`localfile: ${location.slice(0, 200)}`)
    return []
  }
  const { part: _part, ...rest } = known
  return [
    { ...rest, id: nameOf(known.id), name: location.slice(0, 200), where: `localfile: ${location.slice(0, 200)}` },
  ]
}

function wordIn(section: Element, name: string): string {
  return section.children.find((one) => one.name === name)?.text ?? ''
}
