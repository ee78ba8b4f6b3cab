import { useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { timeZoneOf } from '../../../platform/time-zone.ts'
import { Alert } from '../../../web/components/Alert.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { InputField } from '../../../web/components/Field.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { dayOfInstant } from '../../../web/dates.ts'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { Absence, LogState, Period } from '../shapes.ts'
import { CheckProof } from './CheckProof.tsx'
import { useEntryWords } from './entry-words.ts'
import './log.css'

/** Days that are asked about where nothing else is: a month and today. */
const usualDays = 31

/** Whether the log holds anything about whoever asks: the answer in words, its proof, and what it cannot show. */
export function OwnEntries() {
  const { say } = useWords()
  const search = new URLSearchParams(useSearch())
  const [path, navigate] = useLocation()
  const { jurisdiction } = useHouse().session.organisation
  const usual = usualPeriod(new Date(), timeZoneOf(jurisdiction))
  const period: Period = { from: search.get('from') ?? usual.from, until: search.get('until') ?? usual.until }
  const [isRefused, setRefused] = useState(false)
  return (
    <Page title={say('log.own.title')} lead={say('log.own.lead')}>
      <PeriodForm
        key={`${period.from} ${period.until}`}
        period={period}
        onAsk={(wanted) => {
          setRefused(false)
          navigate(`${path}?${new URLSearchParams(wanted)}`, { replace: true })
        }}
        onRefused={() => setRefused(true)}
      />
      {/* An answer never stands below another question: each has its own, and a wrong one has none. */}
      {!isRefused && <Answered key={`answer ${period.from} ${period.until}`} period={period} />}
    </Page>
  )
}

type PeriodFormProps = {
  readonly period: Period
  readonly onAsk: (period: Period) => void
  readonly onRefused: () => void
}

function PeriodForm({ period, onAsk, onRefused }: PeriodFormProps) {
  const { say } = useWords()
  const [from, setFrom] = useState(period.from)
  const [until, setUntil] = useState(period.until)
  const [isAsked, setAsked] = useState(false)
  const onSubmit = () => {
    setAsked(true)
    if (from !== '' && until !== '' && from <= until) {
      onAsk({ from, until })
      return
    }
    onRefused()
    document.getElementById(from === '' ? 'own-from' : 'own-until')?.focus()
  }
  const missing = (value: string) => (isAsked && value === '' ? say('log.check.day-missing') : undefined)
  return (
    <form
      noValidate
      className="log-period"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <InputField
        id="own-from"
        type="date"
        label={say('log.check.from')}
        value={from}
        onChange={setFrom}
        error={missing(from)}
      />
      <InputField
        id="own-until"
        type="date"
        label={say('log.check.until')}
        value={until}
        onChange={setUntil}
        error={missing(until) ?? (isAsked && from > until ? say('log.check.day-order') : undefined)}
      />
      <div className="log-period__go">
        <Button type="submit">{say('log.own.ask')}</Button>
      </div>
    </form>
  )
}

function Answered({ period }: { readonly period: Period }) {
  const answer = useResource<Absence>(`/log/absence?${new URLSearchParams(period)}`)
  return <ResourceView resource={answer}>{(absence) => <Told absence={absence} />}</ResourceView>
}

function Told({ absence }: { readonly absence: Absence }) {
  const { say, day } = useWords()
  const { nameOf, bandOf } = useEntryWords()
  const { from, until, days, delayed, covers, witnessed, waiting: notYet, unmarked } = absence
  const state = useResource<LogState>('/log').state
  const began = state.kind === 'loaded' ? state.value.days?.first : undefined
  const waiting = delayed.filter(({ undisclosed }) => undisclosed !== '0')
  const count = days.reduce((sum, one) => sum + one.entries.length, 0)
  return (
    <>
      <Alert
        kind={count === 0 ? 'ok' : 'info'}
        title={count === 0 ? say('log.own.absent') : say('log.own.present', { count })}
      >
        <p className="nl-paragraph">{say('log.own.between', { from: day(from), until: day(until), covers })}</p>
        {notYet > 0 && <p className="nl-paragraph">{say('log.own.not-yet', { count: notYet })}</p>}
        {waiting.length === 0 && <p className="nl-paragraph">{say('log.own.no-except')}</p>}
        {waiting.map(({ band, undisclosed }) => (
          <p key={band} className="nl-paragraph">
            {say('log.own.except', { year: band.replace('delayed/', ''), count: bandOf(undisclosed) })}
          </p>
        ))}
      </Alert>
      {count > 0 && (
        <ul className="ow-list">
          {days.flatMap((one) =>
            one.entries.map((index) => (
              <li key={index}>
                {day(one.day)}:{' '}
                <TextLink to={`/transparency/entries/${index}`}>{say('log.own.entry', { index })}</TextLink>
              </li>
            )),
          )}
        </ul>
      )}
      {!witnessed && <p className="nl-paragraph">{say('log.own.not-witnessed')}</p>}
      {began !== undefined && from < began && (
        <p className="nl-paragraph">{say('log.own.before', { day: day(began) })}</p>
      )}
      <Section id="proof" title={say('log.proof.title')}>
        <CheckProof
          key={`${from} ${until}`}
          file={`/log/absence/proof?${new URLSearchParams({ from, until })}`}
          name={`absence-own-${from}-${until}.tlog-proof`}
          period={{ from, until }}
        />
      </Section>
      <Section id="limits" title={say('log.own.limits')}>
        <ul className="ow-list">
          <li>{say(count === 0 ? 'log.own.limit.truth' : 'log.own.limit.truth-present')}</li>
          <li>{say('log.own.limit.looks')}</li>
          <li>{say('log.own.limit.unmarked', { kinds: unmarked.map(nameOf).join(', ') })}</li>
          <li>{say('log.own.limit.secret')}</li>
        </ul>
        <p className="nl-paragraph">
          <TextLink to="/me#looks">{say('log.list.own-page')}</TextLink>
        </p>
      </Section>
    </>
  )
}

/** Days of the organisation, wherever the device is: of a day that is still to come there is no answer. */
function usualPeriod(now: Date, timeZone: string): Period {
  const earlier = new Date(now.getTime() - usualDays * 86_400_000)
  return { from: dayOfInstant(earlier, timeZone), until: dayOfInstant(now, timeZone) }
}
