import { Disclosure } from '../../../web/components/Disclosure.tsx'
import { Section } from '../../../web/Section.tsx'
import { useWords } from '../../../web/words.tsx'

/** How a council or anybody else can remember outside what the log said: three ways, the lightest first. */
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
        <p className="nl-paragraph">{say('log.part.own-1')}</p>
        <pre className="ow-code log-command">
          {[
            'npx openwacht witness make --name council.example --url https://witness.example',
            `npx openwacht witness add ${address}`,
            'npx openwacht witness run --listen 127.0.0.1:7380',
          ].join('\n')}
        </pre>
        <p className="nl-paragraph">{say('log.part.own-2')}</p>
      </Disclosure>
      <p className="nl-paragraph">{say('log.part.limits')}</p>
      <p className="nl-paragraph">{say('log.part.whole')}</p>
    </Section>
  )
}
