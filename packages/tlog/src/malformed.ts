// The one error this engine throws about what others sent.

/**
 * Input that is not in the form its standard demands. Every parser of this engine throws this and nothing else, whatever
 * the bytes. It says nothing about signatures and proofs: a well-formed one that is wrong is answered with a value.
 */
export class MalformedError extends Error {
  override readonly name = 'MalformedError'
  /** What could not be read, in the word of its standard: `checkpoint`, `signed note`, `entry bundle`. */
  readonly format: string
  /** Line in that text, from 1; `undefined` where the format has no lines or the fault is in no single one. */
  readonly line: number | undefined

  /** @param expected - What should have stood there and what stood there instead, without the name of the format. */
  constructor(format: string, expected: string, line?: number) {
    super(`malformed ${format}${line === undefined ? '' : `, line ${line}`}: ${expected}`)
    this.format = format
    this.line = line
  }
}

/** A piece of foreign text for an error: quoted, at most 40 characters, control characters escaped. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
}
