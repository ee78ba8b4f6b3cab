import type { House, Server } from './http.ts'

const dayMs = 24 * 60 * 60_000
/** The file says that it holds for less than a year, or readers think it forgotten. Source: RFC 9116, section 2.5.5. */
const validDays = 180

/** Where to report a weakness, for whoever finds one. Without a contact in the configuration there is no such file. */
export function addSecurityTxtRoute(server: Server, house: House): void {
  const { securityContact, language } = house.config
  if (securityContact === undefined) return
  const open = {
    config: { access: { kind: 'public', because: 'whoever finds a weakness must be able to report it' } },
    schema: { hide: true },
  } as const
  server.get('/.well-known/security.txt', open, async (_request, reply) => {
    const expires = new Date(house.now().getTime() + validDays * dayMs)
    const languages = [...new Set([language, 'nl', 'en'])].join(', ')
    const lines = [
      `Contact: ${securityContact}`,
      `Expires: ${expires.toISOString()}`,
      `Preferred-Languages: ${languages}`,
      `Canonical: ${house.publicUrl()}/.well-known/security.txt`,
    ]
    return reply.type('text/plain; charset=utf-8').send(`${lines.join('\n')}\n`)
  })
}
