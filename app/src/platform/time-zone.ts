/** Time zone of an organisation by the law that it stands under: what it calls a day. */
export function timeZoneOf(jurisdiction: 'nl' | 'dk'): string {
  return jurisdiction === 'dk' ? 'Europe/Copenhagen' : 'Europe/Amsterdam'
}
