const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** How long a sign-in lasts. A working day, so that nobody signs in twice for one; the rest follows the weight of the office. */
export const sessionLimits = {
  lengthMs: 10 * hourMs,
  /** Without a request for this long it ends. */
  idleMs: 4 * hourMs,
  /** The same for offices that decide: their open browser is worth more to somebody who finds it. */
  idleDecidingMs: hourMs,
  /** A passkey proves presence for a decision and the few that follow it, not for a morning. */
  passkeyFreshMs: 5 * minuteMs,
} as const

/** The cookie that carries the token. The prefix makes browsers refuse it from a subdomain or without encryption. */
export const sessionCookie = {
  name: '__Host-openwacht',
  options: { path: '/', secure: true, httpOnly: true, sameSite: 'lax' },
} as const

/** How long a person may take at the provider. */
export const pendingLimitMs = 10 * minuteMs

/** The cookie of a sign-in under way, sealed, so that the house keeps nothing of who has not signed in yet. */
export const pendingCookie = {
  name: '__Host-openwacht-pending',
  options: { ...sessionCookie.options, maxAge: pendingLimitMs / 1000 },
} as const

/** What the rules know of a session. */
export type SessionTimes = {
  readonly lastSeenAt: Date
  readonly endsAt: Date
  readonly endedAt: Date | null
  readonly passkeyVerifiedAt: Date | null
}

/** Why a session opens nothing. The codes are those of `people.sign-in.<code>`. */
export type SessionRefusal = 'session-ended' | 'session-over' | 'session-idle' | 'left'

/**
 * Decides whether a session is good at an instant; the end itself is too late.
 *
 * @param who - `leavesAt`: first instant without access. `decides`: holds an office that decides.
 */
export function decideSession(
  session: SessionTimes,
  who: { readonly leavesAt: Date | null; readonly decides: boolean },
  now: Date,
): { readonly kind: 'valid' } | { readonly kind: 'refused'; readonly because: SessionRefusal } {
  const idleMs = who.decides ? sessionLimits.idleDecidingMs : sessionLimits.idleMs
  // Leaving goes first: it is the reason that no new sign-in mends.
  if (who.leavesAt !== null && now >= who.leavesAt) return { kind: 'refused', because: 'left' }
  if (session.endedAt !== null) return { kind: 'refused', because: 'session-ended' }
  if (now >= session.endsAt) return { kind: 'refused', because: 'session-over' }
  if (now.getTime() - session.lastSeenAt.getTime() >= idleMs) return { kind: 'refused', because: 'session-idle' }
  return { kind: 'valid' }
}

/** Until when a session that starts now lasts at most. */
export function endOfSession(startedAt: Date): Date {
  return new Date(startedAt.getTime() + sessionLimits.lengthMs)
}

/** Until when the last passkey verification counts for decisions; undefined where there was none. */
export function passkeyFreshUntil(session: Pick<SessionTimes, 'passkeyVerifiedAt'>): Date | undefined {
  const verifiedAt = session.passkeyVerifiedAt
  return verifiedAt === null ? undefined : new Date(verifiedAt.getTime() + sessionLimits.passkeyFreshMs)
}

// The first that fits counts: most browsers also name those from which they descend.
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOPT\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/Chrome\/|\bChromium\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** What a person needs to know a session again, and no more: "Firefox, Windows". Versions and models are not kept. */
export function browserLabel(userAgent: string | undefined): string {
  const found = [browsers, systems].map((names) => names.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1])
  return found.filter((name) => name !== undefined).join(', ') || '?'
}
