import { type ReadTool, type ToolFault, toolLimits } from './tool-settings.ts'

/** JSON of an export, or why it was not read. Nothing is thrown, whatever the text. */
export function readJson(
  text: string,
): { readonly kind: 'json'; readonly value: unknown } | (ReadTool & { kind: 'fault' }) {
  if (text.length > toolLimits.characters) return fault('too-large', text, 0)
  const withoutMark = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (tooDeep(withoutMark)) return fault('too-deep', text, 0)
  try {
    return { kind: 'json', value: JSON.parse(withoutMark) as unknown }
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')
    return fault('not-json', withoutMark, Number(at?.[1] ?? 0))
  }
}

/** A fault with the place in the text, counted from 1. */
export function fault(code: ToolFault['code'], text: string, offset: number): ReadTool & { kind: 'fault' } {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { kind: 'fault', fault: { code, line, column: offset - before.lastIndexOf('\n') } }
}

// A text of brackets alone would end the parser of the platform, or whoever walks what comes out.
function tooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (inString) {
      if (code === 0x5c) at += 1
      else if (code === 0x22) inString = false
    } else if (code === 0x22) inString = true
    else if (code === 0x7b || code === 0x5b) {
      depth += 1
      if (depth > toolLimits.depth) return true
    } else if (code === 0x7d || code === 0x5d) depth -= 1
  }
  return false
}
