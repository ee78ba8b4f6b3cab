/** Structured log lines on standard error: JSON, one a line. Never a name, a number of an employee, an address or a secret. */
export type Log = {
  info(event: string, facts?: LogFacts): void
  warn(event: string, facts?: LogFacts): void
  error(event: string, facts?: LogFacts): void
}
export type LogFacts = Readonly<Record<string, string | number | boolean | readonly string[]>>

const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const

/** A log that writes lines of at least a level. */
export function makeLog(least: (typeof levels)[number], write: (line: string) => void, now: () => Date): Log {
  const at =
    (level: (typeof levels)[number]) =>
    (event: string, facts: LogFacts = {}) => {
      if (levels.indexOf(level) < levels.indexOf(least)) return
      write(`${JSON.stringify({ at: now().toISOString(), level, event, ...facts })}\n`)
    }
  return { info: at('info'), warn: at('warn'), error: at('error') }
}

/**
 * What of an error may be logged: its kind, code, constraint, and where it happened, through all causes.
 *
 * Its message is left out: messages of databases and parsers repeat what somebody typed.
 */
export function errorForLog(error: unknown): LogFacts {
  const chain: Error[] = []
  for (let next = error; next instanceof Error && chain.length < 5; next = next.cause) chain.push(next)
  const names = chain.map((part) => {
    const code = 'code' in part && typeof part.code === 'string' ? ` ${part.code}` : ''
    const constraint = 'constraint' in part && typeof part.constraint === 'string' ? ` ${part.constraint}` : ''
    return `${part.constructor.name}${code}${constraint}`
  })
  const frames = chain.flatMap((part) =>
    (part.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 6),
  )
  return { error: names.length > 0 ? names : ['not an error'], frames: frames.map((line) => line.trim()) }
}
