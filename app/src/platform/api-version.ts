/** Full version of the API, sent with every answer. Source: NL GOV API Design Rules, /core/version-header. */
export const apiVersion = '1.0.0'
