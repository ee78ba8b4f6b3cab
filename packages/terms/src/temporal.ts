import { Temporal as polyfill } from 'temporal-polyfill'

/** `Temporal` of the machine where there is one (Node 26), else the polyfill. The one place that chooses. */
export const Temporal: typeof polyfill = (globalThis as { readonly Temporal?: typeof polyfill }).Temporal ?? polyfill
