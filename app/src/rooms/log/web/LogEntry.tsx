import { useState } from 'react'
import { Button } from '../../../web/components/Button.tsx'
import { DescriptionList } from '../../../web/components/DescriptionList.tsx'
import { Disclosure } from '../../../web/components/Disclosure.tsx'
import { Empty } from '../../../web/components/Empty.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import type { ScreenProps } from '../../../web/screen-components.ts'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { EntryAnswer } from '../shapes.ts'
import { CheckProof } from './CheckProof.tsx'
import { useEntryWords } from './entry-words.ts'
import { type MeasureTitles, useMeasureTitles } from './measure-titles.ts'
import './log.css'

/** Facts that are hashes: shown to the letter, so that somebody can compare them. */
const fingerprints = ['digest', 'words', 'paper'] as const

/** One entry in words, with all its facts and its proof. The address has its number in the log, or its id. */
export function LogEntry({ params }: ScreenProps) {
  const { say } = useWords()
  const wanted = params.entry ?? ''
  const isAddress = /^([0-9a-f]{32}|[0-9]{1,15})$/.test(wanted)
  return (
    <Page title={say('log.one.title')}>
      <p className="nl-paragraph">
        <TextLink to="/transparency">{say('log.one.back')}</TextLink>
      </p>
      {isAddress ? (
        <Found wanted={wanted} />
      ) : (
        <Empty title={say('log.one.not-an-address')}>
          <p className="nl-paragraph">{say('log.one.missing-detail')}</p>
        </Empty>
      )}
    </Page>
  )
}

function Found({ wanted }: { readonly wanted: string }) {
  const { say } = useWords()
  const { allowed } = useHouse().session
  const [isFiner, setFiner] = useState(false)
  const titles = useMeasureTitles()
  const answer = useResource<EntryAnswer>(`/log/${isFiner ? 'detailed-entries' : 'entries'}/${wanted}`)
  return (
    <>
      <ResourceView
        resource={answer}
        missing={
          <Empty title={say('log.one.missing')}>
            <p className="nl-paragraph">{say('log.one.missing-detail')}</p>
          </Empty>
        }
      >
        {(found) => <Shown found={found} titles={titles} />}
      </ResourceView>
      {allowed.includes('log.see-details') && (
        <Section id="finer" title={say('log.one.outside')}>
          <p className="nl-paragraph ow-note">{say('log.list.finer-note')}</p>
          <Button onClick={() => setFiner(!isFiner)}>{say(isFiner ? 'log.list.coarser' : 'log.list.finer')}</Button>
        </Section>
      )}
    </>
  )
}

type ShownProps = { readonly found: EntryAnswer; readonly titles: MeasureTitles | undefined }

function Shown({ found: { entry, leaf, proof }, titles }: ShownProps) {
  const { say, day } = useWords()
  const { nameOf, sentenceOf, officesOf, dayOf } = useEntryWords()
  const { index, id, kind, facts, about, delayed, closes, closedBy, outside, details, measure } = entry
  const hashes = fingerprints.flatMap((name) => {
    const value = facts[name]
    return value === undefined ? [] : [{ name, value }]
  })
  const file = `/log/entries/${id}/proof`
  return (
    <>
      <Section id="entry" title={nameOf(kind)}>
        <p className="nl-paragraph nl-paragraph--lead log-sentence">{sentenceOf(entry)}</p>
        <DescriptionList
          literal
          entries={[
            {
              term: say('log.list.number'),
              detail:
                index === null || proof === null
                  ? say('log.one.not-placed')
                  : say('log.one.number-told', { index, size: proof.size }),
            },
            { term: say(details?.hour === undefined ? 'log.list.day' : 'log.list.day-hour'), detail: dayOf(entry) },
            ...(measure === null
              ? []
              : [{ term: say('log.list.measure'), detail: <MeasureName measure={measure} titles={titles} /> }]),
            {
              term: say(details?.office === undefined ? 'log.list.offices' : 'log.list.office'),
              detail: officesOf(entry) ?? say('log.list.no-office'),
            },
            { term: say('log.one.about'), detail: say('log.one.about-told', { count: about }) },
            ...(delayed === null
              ? []
              : [
                  {
                    term: say('log.one.delay'),
                    detail: delayed.ended
                      ? say('log.one.delay-over')
                      : say('log.one.delay-waits', { until: day(delayed.until) }),
                  },
                ]),
            ...(details === null ? [{ term: say('log.one.outside'), detail: say(`log.one.outside.${outside}`) }] : []),
            ...(closes === null
              ? []
              : [
                  {
                    term: say('log.one.closes'),
                    detail: <TextLink to={`/transparency/entries/${closes}`}>{say('log.one.earlier')}</TextLink>,
                  },
                ]),
            ...(closedBy === null
              ? []
              : [
                  {
                    term: say('log.one.closed-by'),
                    detail: <TextLink to={`/transparency/entries/${closedBy.id}`}>{nameOf(closedBy.kind)}</TextLink>,
                  },
                ]),
            ...hashes.map(({ name, value }) => ({
              term: say(`log.fact.${name}`),
              detail: <code className="log-hash">{value}</code>,
            })),
          ]}
        />
        {hashes.length > 0 && <p className="nl-paragraph ow-note">{say('log.one.fingerprint')}</p>}
      </Section>
      <Section id="proof" title={say('log.proof.title')}>
        {proof === null ? (
          <p className="nl-paragraph">{say('log.proof.none')}</p>
        ) : (
          <>
            <p className="nl-paragraph">{say('log.proof.lead', { size: proof.size })}</p>
            {!proof.witnessed && <p className="nl-paragraph">{say('log.own.not-witnessed')}</p>}
            <CheckProof file={file} name={`entry-${id.slice(0, 8)}.tlog-proof`} leaf={leaf} />
            <Disclosure summary={say('log.proof.technical')}>
              <DescriptionList
                literal
                entries={[
                  { term: say('log.proof.root'), detail: <code className="log-hash">{proof.root}</code> },
                  { term: say('log.proof.leaf-hash'), detail: <code className="log-hash">{proof.leafHash}</code> },
                  { term: say('log.proof.path'), detail: say('log.proof.hashes', { count: proof.path.length }) },
                ]}
              />
              <p className="nl-paragraph">{say('log.proof.checkpoint')}</p>
              <pre className="ow-code log-command">{proof.checkpoint}</pre>
              <p className="nl-paragraph">{say('log.proof.leaf')}</p>
              <pre className="ow-code log-command">{leaf}</pre>
            </Disclosure>
          </>
        )}
      </Section>
    </>
  )
}

type MeasureNameProps = { readonly measure: string; readonly titles: MeasureTitles | undefined }

/** A measure by its title, with the way to it; by its number where the person may not read it. */
function MeasureName({ measure, titles }: MeasureNameProps) {
  const title = titles?.get(measure)
  if (titles === undefined) return <span aria-busy="true">{measure}</span>
  return title === undefined ? measure : <TextLink to={`/measures/${measure}`}>{title}</TextLink>
}
