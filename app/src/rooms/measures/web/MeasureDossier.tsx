import { Button } from '../../../web/components/Button.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import type { ScreenProps } from '../../../web/screen-components.ts'
import { useWords } from '../../../web/words.tsx'
import type { MeasureAnswer, VersionAnswer } from '../shapes.ts'
import { ComparedVersions, versionsAtIssue } from './ComparedVersions.tsx'
import { DeclarationView } from './DeclarationView.tsx'
import { Fingerprint } from './Fingerprint.tsx'
import { LegalGround, RepresentativesRoute } from './GroundAndRoute.tsx'
import { History } from './History.tsx'
import { textIn } from './part-words.ts'
import { useRegister } from './register.ts'
import { StandingNow } from './StandingNow.tsx'
import { VersionList } from './VersionList.tsx'
import { WhatItSees } from './WhatItSees.tsx'
import './measures.css'

/** Everything about a measure on paper, in the order in which a council reads it: first what changed since it was agreed. */
export function MeasureDossier({ params }: ScreenProps) {
  const { say, language } = useWords()
  const register = useRegister()
  const id = params.id ?? ''
  const measure = useResource<MeasureAnswer>(`${register}/${encodeURIComponent(id)}`)
  const loaded = measure.state.kind === 'loaded' ? measure.state.value.measure : undefined
  return (
    <Page
      title={
        loaded === undefined
          ? say('measures.dossier.title')
          : say('measures.dossier.of', { title: textIn(loaded.title, language) })
      }
      {...(loaded === undefined ? {} : { lead: textIn(loaded.summary, language) })}
    >
      <p className="nl-paragraph">
        <TextLink to={`/measures/${id}`}>{say('measures.plain.back-to-one')}</TextLink>
      </p>
      <ResourceView resource={measure}>{(answer) => <Loaded id={id} answer={answer} />}</ResourceView>
    </Page>
  )
}

function Loaded({ id, answer }: { readonly id: string; readonly answer: MeasureAnswer }) {
  const { say, day } = useWords()
  const { measure, on, versions, steps } = answer
  const { candidate, running } = measure
  const atIssue = versionsAtIssue(measure)
  const version = candidate?.version ?? running?.version ?? versions.at(-1)?.version
  return (
    <>
      <p className="nl-paragraph">{say('measures.dossier.made-on', { day: day(on) })}</p>
      <div className="ow-actions">
        <Button kind="primary" onClick={() => window.print()}>
          {say('measures.plain.print')}
        </Button>
      </div>
      <Section id="changed" title={say('measures.changes.since-agreed')}>
        {atIssue !== undefined ? (
          <ComparedVersions id={id} from={atIssue.from} to={atIssue.to} />
        ) : (
          <p className="nl-paragraph">{say(running === null ? 'measures.changes.first' : 'measures.changes.none')}</p>
        )}
      </Section>
      <StandingNow measure={measure} on={on} openPoints={answer.openPoints} />
      {version === undefined ? (
        <p className="nl-paragraph">{say('measures.versions.none')}</p>
      ) : (
        <Version id={id} version={version} answer={answer} />
      )}
      <Section id="history" title={say('measures.one.history')}>
        <History steps={steps} whole />
      </Section>
      <Section id="versions" title={say('measures.one.versions')}>
        <VersionList id={id} versions={versions} />
        <p className="nl-paragraph">{say('measures.dossier.digests')}</p>
        <dl className="measures-digests">
          {versions.map((one) => (
            <div key={one.version}>
              <dt>{say('measures.versions.one', { version: one.version })}</dt>
              <dd className="measures-code">{one.digest}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section id="sign" title={say('measures.dossier.sign')}>
        <p className="nl-paragraph">{say('measures.dossier.sign-detail')}</p>
        <div className="measures-sign" aria-hidden="true" />
      </Section>
    </>
  )
}

type VersionProps = { readonly id: string; readonly version: number; readonly answer: MeasureAnswer }

function Version({ id, version, answer }: VersionProps) {
  const { say } = useWords()
  const register = useRegister()
  const loaded = useResource<VersionAnswer>(`${register}/${id}/versions/${version}`)
  return (
    <ResourceView resource={loaded}>
      {(shown) => (
        <>
          <Section id="sees" title={say('measures.one.sees')}>
            <WhatItSees version={shown} whole />
          </Section>
          <LegalGround version={shown} />
          <RepresentativesRoute answer={answer} />
          <DeclarationView version={shown} />
          <Section id="fingerprint" title={say('measures.dossier.fingerprint', { version })}>
            <Fingerprint version={shown} />
          </Section>
        </>
      )}
    </ResourceView>
  )
}
