import { toolLimits } from './tool-settings.ts'

/** An element of XML with its attributes, its text and what stands in it. */
export type Element = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  readonly text: string
}

/** Where and why a text is not read. */
export type XmlFault = { readonly code: 'not-xml' | 'too-deep'; readonly offset: number }

type Open = { name: string; attributes: Record<string, string>; children: Element[]; text: string }

/** The longest tag that is read; arbitrary, one in a real file has a few hundred characters. */
const longestTag = 10_000

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/**
 * Reads elements, attributes and text, as far as configuration files have them. One pass, no look-back.
 *
 * A document type is refused: entities of its own are how a small file becomes a large one. More than one root is accepted, as
 * the agent does.
 */
export function readXml(text: string): readonly Element[] | XmlFault {
  const root: Open = { name: '', attributes: {}, children: [], text: '' }
  const stack: Open[] = [root]
  let at = 0
  let elements = 0
  while (at < text.length) {
    const open = text.indexOf('<', at)
    const top = stack.at(-1) ?? root
    if (open === -1) {
      top.text += text.slice(at)
      break
    }
    top.text += text.slice(at, open)
    if (text.startsWith('<!--', open)) {
      const end = text.indexOf('-->', open + 4)
      if (end === -1) return { code: 'not-xml', offset: open }
      at = end + 3
      continue
    }
    if (text.startsWith('<![CDATA[', open)) {
      const end = text.indexOf(']]>', open + 9)
      if (end === -1) return { code: 'not-xml', offset: open }
      top.text += text.slice(open + 9, end)
      at = end + 3
      continue
    }
    const end = endOfTag(text, open)
    if (end === -1 || end - open > longestTag || text[open + 1] === '!') return { code: 'not-xml', offset: open }
    const inside = text.slice(open + 1, end)
    at = end + 1
    if (inside.startsWith('?')) continue
    if (inside.startsWith('/')) {
      const closed = stack.length > 1 ? stack.pop() : undefined
      if (closed === undefined || closed.name !== inside.slice(1).trim()) return { code: 'not-xml', offset: open }
      add(stack.at(-1) ?? root, closed)
      continue
    }
    elements += 1
    const made = tagOf(inside)
    if (made === undefined || elements > toolLimits.items) return { code: 'not-xml', offset: open }
    if (inside.endsWith('/')) add(top, made)
    else if (stack.length > toolLimits.depth) return { code: 'too-deep', offset: open }
    else stack.push(made)
  }
  if (stack.length > 1) return { code: 'not-xml', offset: text.length }
  return root.children
}

function add(parent: Open, child: Open): void {
  parent.children.push({ ...child, text: decoded(child.text).trim() })
}

// A > in quotes does not end a tag.
function endOfTag(text: string, from: number): number {
  let quote = ''
  for (let at = from + 1; at < text.length; at += 1) {
    const char = text[at] ?? ''
    if (quote !== '') {
      if (char === quote) quote = ''
    } else if (char === '"' || char === "'") quote = char
    else if (char === '>') return at
    else if (char === '<') return -1
  }
  return -1
}

function tagOf(inside: string): Open | undefined {
  const name = /^[A-Za-z_][\w.-]*/.exec(inside)?.[0]
  if (name === undefined) return undefined
  const attributes: Record<string, string> = Object.create(null)
  for (const [, key = '', double, single] of inside
    .slice(name.length)
    .matchAll(/([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    attributes[key] = decoded(double ?? single ?? '')
  }
  return { name, attributes, children: [], text: '' }
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g, (all, decimal, hex, name) => {
    if (name !== undefined) return entities[name] ?? all
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : all
  })
}
