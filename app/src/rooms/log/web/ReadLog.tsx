import { useLocation, useSearch } from 'wouter'
import { Empty } from '../../../web/components/Empty.tsx'
import { OlderPages } from '../../../web/components/Pagination.tsx'
import { type Column, Table } from '../../../web/components/Table.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { EntryView, LogState } from '../shapes.ts'
import { Delays } from './Delays.tsx'
import { useEntryWords } from './entry-words.ts'
import { kindGroups } from './kind-groups.ts'
import { LogFilters } from './LogFilters.tsx'
import { LogStanding } from './LogStanding.tsx'
import { type MeasureTitles, useMeasureTitles } from './measure-titles.ts'
import './log.css'

type Entries = { readonly entries: readonly EntryView[]; readonly next: number | null }

const noTitles: MeasureTitles = new Map()

/** What the address can ask for. `finer`: hour and office too. */
const asked = ['kind', 'measure', 'from', 'until', 'before', 'finer'] as const

/** What is asked of the list. */
export type LogWish = Readonly<Partial<Record<(typeof asked)[number], string>>>

/** The transparency log as people read it: how it is, what was entered, and what it cannot show. */
export function ReadLog() {
  const { say } = useWords()
  const { allowed } = useHouse().session
  const state = useResource<LogState>('/log')
  const seesDetails = allowed.includes('log.see-details')
  return (
    <Page title={say('log.list.title')} lead={say('log.list.lead')}>
      <ResourceView resource={state}>{(log) => <LogStanding log={log} />}</ResourceView>
      <Section id="entries" title={say('log.list.entries')}>
        <EntryList seesDetails={seesDetails} />
      </Section>
      {seesDetails && <Delays />}
      <Section id="limits" title={say('log.list.limits')}>
        <ul className="ow-list">
          {(['truth', 'who', 'seconds', 'looks'] as const).map((limit) => (
            <li key={limit}>{say(`log.list.limit.${limit}`)}</li>
          ))}
        </ul>
        <p className="nl-paragraph">
          <TextLink to="/me#looks">{say('log.list.own-page')}</TextLink>
        </p>
      </Section>
    </Page>
  )
}

function EntryList({ seesDetails }: { readonly seesDetails: boolean }) {
  const { say } = useWords()
  const [path, navigate] = useLocation()
  const search = new URLSearchParams(useSearch())
  const wish: LogWish = Object.fromEntries(wished(search))
  const isFiner = seesDetails && wish.finer !== undefined
  const titles = useMeasureTitles() ?? noTitles
  const entries = useResource<Entries>(`/log/${isFiner ? 'detailed-entries' : 'entries'}?${queryOf(wish)}`)
  const addressOf = (change: LogWish) => {
    const wanted = Object.entries({ ...wish, ...change }).filter(([, value]) => value !== '')
    return wanted.length === 0 ? path : `${path}?${new URLSearchParams(wanted)}`
  }
  const isFiltered = [wish.kind, wish.measure, wish.from, wish.until].some((one) => one !== undefined)
  return (
    <>
      <LogFilters
        wish={wish}
        titles={titles}
        onChange={(change) => navigate(addressOf({ ...change, before: '' }), { replace: true })}
      />
      {seesDetails && (
        <>
          <p className="nl-paragraph ow-note">{say('log.list.finer-note')}</p>
          <p className="nl-paragraph">
            <TextLink to={addressOf({ finer: isFiner ? '' : '1' })}>
              {say(isFiner ? 'log.list.coarser' : 'log.list.finer')}
            </TextLink>
          </p>
        </>
      )}
      <ResourceView resource={entries}>
        {({ entries: found, next }) =>
          found.length === 0 ? (
            <Empty title={say(isFiltered ? 'log.list.none-found' : 'log.list.none')}>
              <p className="nl-paragraph">{say(isFiltered ? 'log.list.none-found-detail' : 'log.list.none-detail')}</p>
              {isFiltered && (
                <p className="nl-paragraph">
                  <TextLink to={path}>{say('log.list.everything')}</TextLink>
                </p>
              )}
            </Empty>
          ) : (
            <>
              <EntryTable entries={found} isFiner={isFiner} titles={titles} />
              <OlderPages
                newest={wish.before === undefined ? undefined : addressOf({ before: '' })}
                older={next === null ? undefined : addressOf({ before: String(next) })}
              />
            </>
          )
        }
      </ResourceView>
    </>
  )
}

type EntryTableProps = {
  readonly entries: readonly EntryView[]
  readonly isFiner: boolean
  readonly titles: MeasureTitles
}

function EntryTable({ entries, isFiner, titles }: EntryTableProps) {
  const { say, number } = useWords()
  const { nameOf, sentenceOf, officesOf, dayOf } = useEntryWords()
  const columns: readonly Column<EntryView>[] = [
    { id: 'day', header: say(isFiner ? 'log.list.day-hour' : 'log.list.day'), cell: dayOf },
    {
      id: 'what',
      header: say('log.list.what'),
      namesRow: true,
      cell: (entry) => (
        <>
          <TextLink to={`/transparency/entries/${entry.index ?? entry.id}`}>{nameOf(entry.kind)}</TextLink>
          <span className="ow-table__detail">{sentenceOf(entry)}</span>
        </>
      ),
    },
    {
      id: 'measure',
      header: say('log.list.measure'),
      cell: ({ measure }) =>
        measure === null ? nothing(say('log.list.no-measure')) : (titles.get(measure) ?? measure),
    },
    {
      id: 'offices',
      header: say(isFiner ? 'log.list.office' : 'log.list.offices'),
      cell: (entry) =>
        isFiner && entry.outside === 'erased'
          ? say('log.list.erased')
          : (officesOf(entry) ?? nothing(say('log.list.no-office'))),
    },
    {
      id: 'number',
      header: say('log.list.number'),
      numeric: true,
      cell: ({ index }) => (index === null ? nothing('') : number(index)),
    },
  ]
  return (
    <div className="log-entries">
      <Table caption={say('log.list.caption')} columns={columns} rows={entries} keyOf={({ id }) => id} />
    </div>
  )
}

/** Said in the column of a wide table; on a phone such a line is left out. */
function nothing(words: string) {
  return <span className="log-nothing">{words}</span>
}

function wished(search: URLSearchParams): [string, string][] {
  return asked.flatMap((name): [string, string][] => {
    const value = search.get(name) ?? ''
    return value === '' ? [] : [[name, value]]
  })
}

/** The question to the API: a group stands for its kinds, and `finer` is another address. */
function queryOf({ kind, finer: _finer, ...wish }: LogWish): string {
  const group = Object.entries(kindGroups).find(([name]) => name === kind)
  const kinds = group === undefined ? kind : group[1].join(',')
  return new URLSearchParams({ ...wish, ...(kinds === undefined ? {} : { kind: kinds }) }).toString()
}
