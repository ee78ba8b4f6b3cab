import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Figures for Prometheus. Labels are patterns and codes, never ids: a label lives for ever. */
export type Metrics = {
  readonly registry: Registry
  readonly requests: Histogram<'method' | 'route' | 'status'>
  readonly signIns: Counter<'outcome'>
  readonly signInProvider: Gauge
  readonly logSize: Gauge
  readonly logWaiting: Gauge
  readonly logStopped: Counter<'why'>
  readonly logWitness: Gauge<'witness'>
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
    logSize: new Gauge({
      name: 'openwacht_log_entries',
      help: 'Entries of the transparency log under its newest checkpoint',
      registers: [registry],
    }),
    logWaiting: new Gauge({
      name: 'openwacht_log_waiting',
      help: 'Entries that are not in the transparency log yet',
      registers: [registry],
    }),
    logStopped: new Counter({
      name: 'openwacht_log_failures_total',
      help: 'Failures to append to the transparency log, by kind',
      labelNames: ['why'],
      registers: [registry],
    }),
    logWitness: new Gauge({
      name: 'openwacht_log_witness',
      help: '1 where a witness has cosigned the newest checkpoint when it was asked last, else 0',
      labelNames: ['witness'],
      registers: [registry],
    }),
  }
}
