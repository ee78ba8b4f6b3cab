import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Figures for Prometheus. Labels are patterns and codes, never ids: a label lives for ever. */
export type Metrics = {
  readonly registry: Registry
  readonly requests: Histogram<'method' | 'route' | 'status'>
  readonly signIns: Counter<'outcome'>
  readonly signInProvider: Gauge
}

/** New figures, all zero. */
export function makeMetrics(): Metrics {
  const registry = new Registry()
  return {
    registry,
    requests: new Histogram({
      name: 'openwacht_http_request_seconds',
      help: 'Time to answer, by route pattern',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    }),
    signIns: new Counter({
      name: 'openwacht_sign_ins_total',
      help: 'Sign-ins by outcome',
      labelNames: ['outcome'],
      registers: [registry],
    }),
    signInProvider: new Gauge({
      name: 'openwacht_sign_in_provider_up',
      help: '1 where the sign-in provider answered when it was last asked, once a minute; 0 where it did not',
      registers: [registry],
    }),
  }
}
