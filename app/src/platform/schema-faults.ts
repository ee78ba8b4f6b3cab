import type { FastifyError } from 'fastify'
import { type Fault, InputError } from './problem.ts'

/** Faults of one request that are told at most. Arbitrary; nobody reads more, and each is worded for the person. */
const mostFaults = 100

/** Where in a request a schema found something wrong, in words of ours: codes with a message in every language. */
export function faultsOfSchema(error: FastifyError): InputError {
  const part = error.validationContext ?? 'body'
  const faults = (error.validation ?? []).slice(0, mostFaults).map(({ keyword, instancePath, params }): Fault => {
    const path = `${part}${instancePath}`
    switch (keyword) {
      case 'required':
        return { path: `${path}/${params.missingProperty}`, code: 'missing' }
      case 'additionalProperties':
      case 'unevaluatedProperties':
        return { path: `${path}/${params.additionalProperty ?? params.unevaluatedProperty}`, code: 'unknown-field' }
      case 'enum':
      case 'const':
        return { path, code: 'not-in-list' }
      case 'minLength':
        return { path, code: 'too-short', values: { limit: Number(params.limit) } }
      case 'maxLength':
        return { path, code: 'too-long', values: { limit: Number(params.limit) } }
      case 'format':
      case 'pattern':
        return { path, code: 'wrong-form' }
      default:
        return { path, code: 'wrong-type' }
    }
  })
  return new InputError(faults)
}
