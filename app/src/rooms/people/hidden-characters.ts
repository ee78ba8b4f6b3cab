// Control characters, halves of a character, marks that turn the direction of text, and characters without width that no name needs.
// Those that join letters (U+200C, U+200D) stay: names in some scripts need them.
const hidden =
  '\\u0000-\\u001F\\u007F-\\u009F\\uD800-\\uDFFF\\u00AD\\u061C\\u180E\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u2064\\u2066-\\u2069\\uFEFF'

/** A text without hidden characters, as a pattern of a schema (ECMA-262, with `u`). */
export const plainTextPattern = `^[^${hidden}]*$`

const plainText = new RegExp(plainTextPattern, 'u')

/** True where a text holds characters that nobody sees: a name with them shows as another name, or as that of somebody else. */
export function hidesCharacters(text: string): boolean {
  return !plainText.test(text)
}
