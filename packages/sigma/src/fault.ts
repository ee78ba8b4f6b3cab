/** Where in a file: both count from 1. */
export type Place = { readonly line: number; readonly column: number }

/**
 * One thing that is wrong with a rule, or a deprecated form that still works.
 * `path` leads to the value inside its document, such as `['detection', 'selection', 'Image|endswith', 0]`.
 */
export type Fault = {
  readonly code: FaultCode
  /** What was expected and what stands there, in English, lower case, without a full stop. */
  readonly message: string
  readonly path: readonly (string | number)[]
  /** Characters from the start of the value at `path`; for conditions and expressions. */
  readonly offset?: number
  readonly place?: Place
}

/** The closed list of faults. */
export type FaultCode =
  | 'yaml'
  | 'limit'
  | 'attribute'
  | 'logsource'
  | 'detection'
  | 'value'
  | 'modifier'
  | 'regex'
  | 'placeholder'
  | 'condition'
  | 'correlation'
  | 'filter'
  | 'pipeline'
  | 'deprecated'

/** Thrown inside the parser at the first thing that cannot be read; the file's other rules still load. */
export class RuleError extends Error {
  readonly fault: Fault
  constructor(code: FaultCode, message: string, path: readonly (string | number)[] = [], offset?: number) {
    super(message)
    this.name = 'RuleError'
    this.fault = offset === undefined ? { code, message, path } : { code, message, path, offset }
  }
}

/** A fault as one line: `rules/a.yml:12:5: expected …`. */
export function formatFault(file: string, fault: Fault): string {
  const place = fault.place === undefined ? '' : `:${fault.place.line}:${fault.place.column}`
  return `${file}${place}: ${fault.message}`
}
