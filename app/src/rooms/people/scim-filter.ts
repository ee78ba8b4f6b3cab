const token = /\s*(?:"(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-f]{4})*"|[()[\]]|[^\s()[\]"]+)/giy
const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'lt', 'ge', 'le']
const attribute = /^(?:urn:[\w:.-]+:)?[a-z][\w-]*(?:\.[a-z][\w-]*)?$/i
const value = /^(?:".*"|true|false|null|-?\d+(?:\.\d+)?)$/is
/** Parentheses and brackets in one another at most. Arbitrary: directories use one. */
const deepest = 10

/**
 * True where a text is a filter. The library takes a half one for a whole one, and would answer with people whom nobody
 * asked for.
 *
 * Source: RFC 7644, section 3.4.2.2, figure 1.
 */
export function isScimFilter(text: string): boolean {
  const tokens = tokensOf(text)
  if (tokens === undefined) return false
  const rest = afterFilter(tokens, 0)
  return rest !== undefined && rest.length === 0
}

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = []
  const whole = text.trimEnd()
  token.lastIndex = 0
  while (token.lastIndex < whole.length) {
    const found = token.exec(whole)
    if (found === null) return undefined
    tokens.push(found[0].trim())
  }
  return tokens
}

type Rest = readonly string[] | undefined

/** What follows a filter at the start of the tokens; undefined where none stands there. */
function afterFilter(tokens: readonly string[], depth: number): Rest {
  const rest = afterTerm(tokens, depth)
  if (rest === undefined || !/^(and|or)$/i.test(rest[0] ?? '')) return rest
  return afterFilter(rest.slice(1), depth)
}

function afterTerm(tokens: readonly string[], depth: number): Rest {
  const [first = '', second = '', third = ''] = tokens
  if (depth > deepest) return undefined
  if (first === '(') return afterClosing(afterFilter(tokens.slice(1), depth + 1), ')')
  if (/^not$/i.test(first) && second === '(') return afterClosing(afterFilter(tokens.slice(2), depth + 1), ')')
  if (!attribute.test(first)) return undefined
  if (second === '[') return afterClosing(afterFilter(tokens.slice(2), depth + 1), ']')
  if (/^pr$/i.test(second)) return tokens.slice(2)
  return operators.includes(second.toLowerCase()) && value.test(third) ? tokens.slice(3) : undefined
}

function afterClosing(rest: Rest, closing: ')' | ']'): Rest {
  return rest?.[0] === closing ? rest.slice(1) : undefined
}
