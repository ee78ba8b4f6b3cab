import { looksLikeIntune, readIntune } from './intune.ts'
import { looksLikeMicrosoftRules, readMicrosoftRules } from './microsoft-rules.ts'
import { looksLikeOsquery, readOsquery, withoutComments } from './osquery.ts'
import { readXml } from './plain-xml.ts'
import { fault, readJson } from './read-json.ts'
import { type ReadTool, toolLimits } from './tool-settings.ts'
import { looksLikeWazuh, readWazuh } from './wazuh.ts'

/**
 * Reads the exported settings of a tool, whichever it is. The text may be hostile: nothing is thrown, and nothing in it decides
 * more than what a draft says.
 */
export function readTool(text: string): ReadTool {
  if (text.length > toolLimits.characters) return fault('too-large', text, 0)
  if (text.trim() === '') return fault('empty', text, 0)
  if (
    text
      .trimStart()
      .replace(/^\uFEFF/, '')
      .startsWith('<')
  )
    return readXmlTool(text)
  const read = readJson(withoutComments(text))
  if (read.kind === 'fault') return read
  const { value } = read
  if (looksLikeIntune(value)) return { kind: 'read', settings: readIntune(value) }
  const rules = looksLikeMicrosoftRules(value)
  if (rules !== undefined) return { kind: 'read', settings: readMicrosoftRules(value, rules) }
  if (looksLikeOsquery(value)) return { kind: 'read', settings: readOsquery(value) }
  return fault('unknown-tool', text, 0)
}

function readXmlTool(text: string): ReadTool {
  const roots = readXml(text.replace(/^\uFEFF/, ''))
  if ('code' in roots) return fault(roots.code, text, roots.offset)
  return looksLikeWazuh(roots) ? { kind: 'read', settings: readWazuh(roots) } : fault('unknown-tool', text, 0)
}
