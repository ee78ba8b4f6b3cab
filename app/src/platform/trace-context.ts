import { randomBytes } from 'node:crypto'

/** Where an act stands in a trace. Source: W3C Trace Context, section 3.2; hex, 32 and 16 characters. */
export type TracePlace = { readonly traceId: string; readonly parentSpanId: string | undefined }

/**
 * A trace that starts here, or goes on with the caller's. The flag for sampling is not looked at: what is recorded is
 * recorded always.
 *
 * @param traceparent - As the caller sent it; what is not well formed counts as absent (W3C Trace Context, section 4.3).
 */
export function tracePlaceOf(traceparent: string | undefined): TracePlace {
  const found = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/.exec(traceparent ?? '')
  const [, version, traceId, parentSpanId, rest] = found ?? []
  const known = version !== undefined && version !== 'ff' && (version !== '00' || rest === undefined)
  if (
    !known ||
    traceId === undefined ||
    /^0+$/.test(traceId) ||
    parentSpanId === undefined ||
    /^0+$/.test(parentSpanId)
  )
    return { traceId: randomBytes(16).toString('hex'), parentSpanId: undefined }
  return { traceId, parentSpanId }
}

/** A new span, 8 random bytes in hex. Source: W3C Trace Context, section 3.2.2.4. */
export function newSpanId(): string {
  return randomBytes(8).toString('hex')
}

/** The header that takes a trace along to another application. Source: W3C Trace Context, section 3.2. */
export function traceparentOf(traceId: string, spanId: string): string {
  return `00-${traceId}-${spanId}-01`
}
