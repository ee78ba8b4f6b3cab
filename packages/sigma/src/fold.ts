// Case-insensitive comparison, for every script and not for ASCII alone.

/** Of each code point below 65,536 its folded form, filled when first asked; 0 is "not yet asked". */
const folded = new Uint16Array(0x10000)

/**
 * Folds case: two texts are equal without regard to case when their folded forms are equal.
 *
 * One code point gives one code point (Unicode simple case folding, without the Turkish forms), so `?` in a pattern means
 * the same before and after. The Kelvin sign folds to `k` and the long s to `s`.
 *
 * Source: Unicode Standard, CaseFolding.txt, status C and S.
 */
export function foldCase(text: string): string {
  if (isAscii(text)) return text.toLowerCase()
  let out = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    out += code < 0x10000 ? String.fromCharCode(foldUnit(code)) : single(character)
  }
  return out
}

/** Whether a text has only code points below 128. */
export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false
  return true
}

/** The folded form of one code point below 65,536. */
export function foldUnit(code: number): number {
  const known = folded[code]
  if (known !== undefined && known !== 0) return known
  const result = single(String.fromCharCode(code)).charCodeAt(0)
  folded[code] = result
  return result
}

function single(character: string): string {
  // The dotless i has no partner in simple folding; through its capital it would become an i.
  if (character === 'ı') return character
  const upper = oneCharacter(character.toUpperCase()) ?? character
  return oneCharacter(upper.toLowerCase()) ?? character
}

function oneCharacter(text: string): string | undefined {
  return [...text].length === 1 ? text : undefined
}
