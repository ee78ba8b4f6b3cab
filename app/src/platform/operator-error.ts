/** Something that whoever runs the server can mend: what is wrong, and what cures it. Both are sentences in English. */
export class OperatorError extends Error {
  readonly cure: string
  constructor(wrong: string, cure: string, options?: ErrorOptions) {
    super(wrong, options)
    this.cure = cure
  }
}
