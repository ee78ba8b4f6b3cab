// The plain part of YAML, read fast: block maps and lists of one-line scalars and block texts, which is how rules are written.
// Whatever else YAML knows (anchors, tags, flow collections, texts over several lines, several documents) is not read here but
// by the library: `undefined` means "ask it". The two agree on every public rule; a test compares them.

/** Characters that YAML treats in its own way, or that no text may have. */
const oddCharacter = /[\p{Cc}\u2028\u2029\ufeff]/u

/** Thrown to leave the fast way; never leaves this file. */
class NotPlain extends Error {}

/** One line without its indentation, comment lines and blank lines left out. */
type Line = { readonly indent: number; readonly text: string; readonly number: number }

/** Reads one document; `undefined` when it is not plain, or not YAML at all. */
export function readPlainDocument(text: string): { readonly value: unknown } | undefined {
  const lines = text.split(/\r?\n/)
  if (/^(---|\.\.\.|%)/m.test(text) || lines.some((line) => oddCharacter.test(line))) return undefined
  const reader = new PlainReader(lines)
  try {
    if (reader.line === undefined) return undefined
    const value = reader.block(reader.line.indent)
    return reader.line === undefined ? { value } : undefined
  } catch (error) {
    if (error instanceof NotPlain) return undefined
    throw error
  }
}

function leave(): never {
  throw new NotPlain()
}

class PlainReader {
  readonly lines: readonly string[]
  next = 0
  /** The line that is read next; `undefined` at the end. */
  line: Line | undefined

  constructor(lines: readonly string[]) {
    this.lines = lines
    this.advance()
  }

  advance(): void {
    for (; this.next < this.lines.length; this.next++) {
      const raw = this.lines[this.next] ?? ''
      let indent = 0
      while (raw.charCodeAt(indent) === 32) indent++
      if (indent === raw.length || raw.charCodeAt(indent) === 35) continue
      this.line = { indent, text: raw.slice(indent), number: this.next++ }
      return
    }
    this.line = undefined
  }

  block(indent: number): unknown {
    if (this.line === undefined) return leave()
    return isEntry(this.line.text) ? this.list(indent) : this.map(indent)
  }

  list(indent: number): unknown[] {
    const values: unknown[] = []
    while (this.line !== undefined && this.line.indent === indent && isEntry(this.line.text)) {
      const rest = this.line.text.slice(1)
      const content = rest.trimStart()
      if (content === '' || content.startsWith('#')) {
        this.advance()
        values.push(this.below(indent, indent + 1))
      } else if (isEntry(content)) leave()
      else if (splitKey(content) === undefined) values.push(this.scalar(content, indent))
      else {
        const inner = indent + 1 + rest.length - content.length
        this.line = { indent: inner, text: content, number: this.line.number }
        values.push(this.map(inner))
      }
    }
    if (this.line !== undefined && this.line.indent > indent) leave()
    return values
  }

  map(indent: number): Record<string, unknown> {
    const result: Record<string, unknown> = {}
    while (this.line !== undefined && this.line.indent === indent && !isEntry(this.line.text)) {
      const pair = splitKey(this.line.text)
      if (pair === undefined) return leave()
      const { key, rest } = pair
      if (Object.hasOwn(result, key) || key === '__proto__' || key === '<<') leave()
      if (rest === '' || rest.startsWith('#')) {
        this.advance()
        // A list may stand as far left as the key it belongs to.
        const atKey = this.line !== undefined && this.line.indent === indent && isEntry(this.line.text)
        result[key] = atKey ? this.list(indent) : this.below(indent, indent + 1)
      } else result[key] = this.scalar(rest, indent)
    }
    if (this.line !== undefined && this.line.indent > indent) leave()
    return result
  }

  /** What stands deeper than `indent`; null when nothing does. */
  below(indent: number, least: number): unknown {
    return this.line !== undefined && this.line.indent > indent && this.line.indent >= least
      ? this.block(this.line.indent)
      : null
  }

  scalar(text: string, indent: number): unknown {
    if (text.startsWith('|') || text.startsWith('>')) return this.blockText(text, indent)
    this.advance()
    if (this.line !== undefined && this.line.indent > indent && !isEntry(text)) leave()
    return readScalar(text)
  }

  blockText(header: string, indent: number): string {
    const mode = /^([|>])([-+]?)(?:\s+#.*|\s*)$/.exec(header)
    if (mode === null || mode[2] === '+') return leave()
    const first = this.lines[this.next] ?? ''
    const depth = first.length - first.trimStart().length
    if (first.trim() === '' || depth <= indent) return leave()
    const content: string[] = []
    for (; this.next < this.lines.length; this.next++) {
      const raw = this.lines[this.next] ?? ''
      const isBlank = raw.trim() === ''
      if (!isBlank && raw.length - raw.trimStart().length < depth) break
      if (isBlank && raw.length > depth) return leave()
      const line = raw.slice(depth)
      if (mode[1] === '>' && line.startsWith(' ')) return leave()
      content.push(line)
    }
    while (content.at(-1) === '') content.pop()
    this.advance()
    const end = mode[2] === '-' ? '' : '\n'
    return (mode[1] === '|' ? content.join('\n') : folded(content)) + end
  }
}

/** Lines of a folded text: a line break is a space, an empty line is a line break. */
function folded(lines: readonly string[]): string {
  let text = ''
  let blanks = 0
  for (const [index, line] of lines.entries()) {
    if (line === '') blanks++
    else {
      text += index === 0 ? line : (blanks > 0 ? '\n'.repeat(blanks) : ' ') + line
      blanks = 0
    }
  }
  return text
}

function isEntry(text: string): boolean {
  return text.charCodeAt(0) === 45 && (text.length === 1 || text.charCodeAt(1) === 32)
}

/** `key: rest`; `undefined` when the text is no pair. */
function splitKey(text: string): { readonly key: string; readonly rest: string } | undefined {
  const quote = text[0]
  if (quote === "'" || quote === '"') {
    const found = /^(?:'((?:[^']|'')*)'|"([^"\\]*)")\s*:(?:\s+(.*))?$/.exec(text)
    if (found === null) return undefined
    return { key: found[1]?.replaceAll("''", "'") ?? found[2] ?? '', rest: (found[3] ?? '').trim() }
  }
  const colon = /:(?=\s|$)/.exec(text)
  if (colon === null) return undefined
  const key = text.slice(0, colon.index).trimEnd()
  if (!/^[A-Za-z_][^#,[\]{}&*!>%@`"']*$/.test(key) || isSpecial(key)) return leave()
  return { key, rest: text.slice(colon.index + 1).trim() }
}

function isSpecial(text: string): boolean {
  return typeof plainScalar(text) !== 'string'
}

function readScalar(text: string): unknown {
  if (text.startsWith("'")) {
    const found = /^'((?:[^']|'')*)'(?:\s+#.*|\s*)$/.exec(text)
    return found === null ? leave() : (found[1] ?? '').replaceAll("''", "'")
  }
  if (text.startsWith('"')) {
    const found = /^("(?:[^"\\]|\\["\\/bfnrt])*")(?:\s+#.*|\s*)$/.exec(text)
    return found === null ? leave() : JSON.parse(found[1] ?? '')
  }
  if (/^([[\]{}#&*!|>%@`,]|[-?:](\s|$))/.test(text)) return leave()
  const comment = text.search(/\s#/)
  const plain = (comment < 0 ? text : text.slice(0, comment)).trimEnd()
  if (/:(\s|$)/.test(plain)) return leave()
  return plainScalar(plain)
}

/** The core schema of YAML 1.2. */
function plainScalar(text: string): unknown {
  if (text === '~' || text === 'null' || text === 'Null' || text === 'NULL') return null
  if (/^(true|True|TRUE)$/.test(text)) return true
  if (/^(false|False|FALSE)$/.test(text)) return false
  if (/^[-+]?\d+$/.test(text)) return Number(text)
  if (/^0o[0-7]+$|^0x[0-9a-fA-F]+$/.test(text)) return Number(text)
  if (/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(text)) return Number(text)
  if (/^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$/.test(text)) return leave()
  return text
}
