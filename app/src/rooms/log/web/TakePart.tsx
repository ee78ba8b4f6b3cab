import { Disclosure } from '../../../web/components/Disclosure.tsx'
import { Section } from '../../../web/Section.tsx'
import { useWords } from '../../../web/words.tsx'

/** How a council or anybody else can remember outside what the log said: three ways, the lightest first, and what to do when something is wrong. */
export function TakePart() {
  const { say } = useWords()
  const address = `${location.origin}/log`
  return (
    <Section id="take-part" title={say('log.part.title')}>
      <p className="nl-paragraph">{say('log.part.lead')}</p>
      <Disclosure summary={say('log.part.minutes')}>
        <ol className="ow-list">
          {(['minutes-1', 'minutes-2', 'minutes-3'] as const).map((step) => (
            <li key={step}>{say(`log.part.${step}`)}</li>
          ))}
        </ol>
      </Disclosure>
      <Disclosure summary={say('log.part.neighbour')}>
        <ol className="ow-list">
          <li>
            {say('log.part.neighbour-1')} <code className="ow-code ow-code--inline">{address}</code>
          </li>
          <li>{say('log.part.neighbour-2')}</li>
          <li>{say('log.part.neighbour-3')}</li>
        </ol>
      </Disclosure>
      <Disclosure summary={say('log.part.own')}>
        <ol className="ow-list">
          <li>{say('log.part.own-1')}</li>
          <li>
            {say('log.part.own-2')}
            <pre className="ow-code log-command">
              {[
                'npx openwacht witness make --name council.example --url https://witness.example',
                `npx openwacht witness add ${address}`,
                'npx openwacht witness run --listen 127.0.0.1:7380',
              ].join('\n')}
            </pre>
          </li>
          <li>{say('log.part.own-3')}</li>
          <li>{say('log.part.own-4')}</li>
        </ol>
      </Disclosure>
      <Disclosure summary={say('log.part.wrong')}>
        <ol className="ow-list">
          {(['wrong-1', 'wrong-2', 'wrong-3'] as const).map((step) => (
            <li key={step}>{say(`log.part.${step}`)}</li>
          ))}
        </ol>
      </Disclosure>
      <p className="nl-paragraph">{say('log.part.limits')}</p>
    </Section>
  )
}
