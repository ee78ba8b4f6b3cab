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
