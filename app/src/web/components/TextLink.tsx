import type { ReactNode } from 'react'
import { Link } from 'wouter'

type TextLinkProps = {
  /** Address inside this site, beginning with a slash. */
  readonly to: string
  readonly children: ReactNode
  /** This is where one is now. */
  readonly current?: boolean
}

/** A link to another screen. */
export function TextLink({ to, children, current = false }: TextLinkProps) {
  return (
    <Link
      href={to}
      className={current ? 'nl-link nl-link--current' : 'nl-link'}
      aria-current={current ? 'page' : undefined}
    >
      {children}
    </Link>
  )
}

type ServerLinkProps = {
  readonly href: string
  readonly children: ReactNode
  readonly asButton?: boolean
  /** Opens in a tab of its own; its words must say so. */
  readonly inNewTab?: boolean
}

/** A link that the server answers, not a screen: sign-in, a file. */
export function ServerLink({ href, children, asButton = false, inNewTab = false }: ServerLinkProps) {
  return (
    <a
      href={href}
      className={asButton ? 'nl-button nl-button--primary' : 'nl-link'}
      target={inNewTab ? '_blank' : undefined}
      rel={inNewTab ? 'noopener' : undefined}
    >
      {asButton ? <span className="nl-button__label">{children}</span> : children}
    </a>
  )
}
