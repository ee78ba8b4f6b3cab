import { Alert } from '../../../web/components/Alert.tsx'
import { DescriptionList } from '../../../web/components/DescriptionList.tsx'
import { ServerLink, TextLink } from '../../../web/components/TextLink.tsx'
import { Section } from '../../../web/Section.tsx'
import { useWords } from '../../../web/words.tsx'
import type { LogState } from '../shapes.ts'
import { useEntryWords } from './entry-words.ts'

/** How the log is: how large, when it was last signed, who signed with it, and what is wrong. */
export function LogStanding({ log }: { readonly log: LogState }) {
  const { say, day } = useWords()
  const { size, days, waiting, stopped, forks } = log
  return (
    <>
      {(forks.length > 0 || stopped === 'fork') && <ForkAlarm log={log} />}
      {stopped !== null && stopped !== 'fork' && (
        <Alert
          kind={stopped === 'no-witness' || stopped === 'slow' ? 'warning' : 'error'}
          title={say('log.stop.title')}
        >
          <p className="nl-paragraph">{say(`log.stop.${stopped}`)}</p>
        </Alert>
      )}
      <Section id="standing" title={say('log.list.state')}>
        <DescriptionList
          entries={[
            { term: say('log.list.size'), detail: say('log.list.size-told', { size }) },
            {
              term: say('log.list.signed'),
              detail: days === null ? say('log.list.never-signed') : say('log.list.signed-on', { day: day(days.last) }),
            },
            ...(days === null ? [] : [{ term: say('log.list.began'), detail: day(days.first) }]),
            { term: say('log.list.cosigned'), detail: <Cosigned log={log} /> },
            ...(waiting === 0
              ? []
              : [{ term: say('log.list.waits'), detail: say('log.list.waiting', { count: waiting }) }]),
          ]}
        />
        <div className="ow-actions">
          <TextLink to="/transparency/me">{say('log.list.own')}</TextLink>
          <TextLink to="/verify">{say('log.list.verify')}</TextLink>
          <TextLink to="/verify#take-part">{say('log.list.take-part')}</TextLink>
        </div>
      </Section>
    </>
  )
}

function Cosigned({ log: { witnessed, witnesses } }: { readonly log: LogState }) {
  const { say, day } = useWords()
  const sentence =
    witnessed.kind === 'none-needed' && witnesses.length === 0
      ? say('log.list.cosigned.nobody')
      : witnessed.kind === 'yes'
        ? say('log.list.cosigned.yes')
        : witnessed.size > 0
          ? say('log.list.cosigned.part', { size: witnessed.size })
          : say('log.list.cosigned.not-yet')
  return (
    <>
      {sentence}
      {witnesses.length > 0 && (
        <ul className="ow-list">
          {witnesses.map(({ name, state, size, day: on }) => (
            <li key={name}>
              {say('log.list.witness', { name, state, size, day: on === null ? say('log.list.no-day') : day(on) })}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** What to know and do when two histories were seen. */
function ForkAlarm({ log: { forks, kinds } }: { readonly log: LogState }) {
  const { say } = useWords()
  const { nameOf } = useEntryWords()
  const stopped = kinds.filter(({ needs }) => needs === 'witness').map(({ kind }) => nameOf(kind))
  return (
    <Alert kind="error" title={say('log.fork.title')}>
      {forks.map(({ number, witness, ours, theirs }) => (
        <div key={number}>
          <p className="nl-paragraph">{say('log.fork.what', { witness })}</p>
          <ul className="ow-list">
            {ours !== null && (
              <li>
                <ServerLink href={`/log/fork/${number}/ours`}>{say('log.fork.ours')}</ServerLink>
              </li>
            )}
            {theirs !== null && (
              <li>
                <ServerLink href={`/log/fork/${number}/theirs`}>{say('log.fork.theirs')}</ServerLink>
              </li>
            )}
            <li>
              <ServerLink href={`/log/fork/${number}/answer`}>{say('log.fork.answer')}</ServerLink>
            </li>
          </ul>
        </div>
      ))}
      <p className="nl-paragraph">{say(forks.length === 0 ? 'log.stop.fork' : 'log.fork.kept')}</p>
      <p className="nl-paragraph">
        {stopped.length === 0 ? say('log.fork.stops-nothing') : say('log.fork.stops', { kinds: stopped.join(', ') })}
      </p>
      <p className="nl-paragraph">{say('log.fork.who')}</p>
    </Alert>
  )
}
