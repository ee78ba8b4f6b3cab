import { useWords } from '../words.tsx'
import { TextLink } from './TextLink.tsx'

type PaginationProps = {
  /** From 1. */
  readonly page: number
  readonly pages: number
  /** Address of a page. */
  readonly addressOf: (page: number) => string
}

/** Earlier, later, and where one is. Nothing when there is one page. */
export function Pagination({ page, pages, addressOf }: PaginationProps) {
  const { say } = useWords()
  if (pages <= 1) return null
  return (
    <nav className="ow-pagination" aria-label={say('shell.pages.label')}>
      <span className="ow-pagination__side">
        {page > 1 && <TextLink to={addressOf(page - 1)}>{say('shell.pages.previous')}</TextLink>}
      </span>
      <span>{say('shell.pages.here', { page, pages })}</span>
      <span className="ow-pagination__side">
        {page < pages && <TextLink to={addressOf(page + 1)}>{say('shell.pages.next')}</TextLink>}
      </span>
    </nav>
  )
}

type OlderProps = {
  /** Address of the newest, where one is not there. */
  readonly newest: string | undefined
  /** Address of what is older, where there is any. */
  readonly older: string | undefined
}

/** The way through a list that begins at its newest and has no number of pages. */
export function OlderPages({ newest, older }: OlderProps) {
  const { say } = useWords()
  return (
    <nav className="ow-pagination" aria-label={say('shell.pages.label')}>
      <span className="ow-pagination__side">
        {newest !== undefined && <TextLink to={newest}>{say('shell.pages.newest')}</TextLink>}
      </span>
      <span className="ow-pagination__side">
        {older !== undefined && <TextLink to={older}>{say('shell.pages.older')}</TextLink>}
      </span>
    </nav>
  )
}
