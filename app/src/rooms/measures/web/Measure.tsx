import { useSearch } from 'wouter'
import { Alert } from '../../../web/components/Alert.tsx'
import { ServerLink, TextLink } from '../../../web/components/TextLink.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import type { ScreenProps } from '../../../web/screen-components.ts'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { MeasureAnswer, VersionAnswer } from '../shapes.ts'
import { ChangedSinceAgreed } from './ComparedVersions.tsx'
import { Follows } from './Follows.tsx'
import { LegalGround, RepresentativesRoute } from './GroundAndRoute.tsx'
import { History } from './History.tsx'
import { lifeSteps } from './life-steps.ts'
import { NewVersion } from './NewVersion.tsx'
import { Promises } from './Promises.tsx'
import { textIn } from './part-words.ts'
import { ListTable } from './RowsTable.tsx'
import { useRegister } from './register.ts'
import { StandingNow } from './StandingNow.tsx'
import { useStepWords } from './step-words.ts'
import { VersionList } from './VersionList.tsx'
import { WhatItSees } from './WhatItSees.tsx'
import './measures.css'

/** One measure: how it stands, what it sees, what one can do now, and everything that happened to it. */
export function Measure({ params }: ScreenProps) {
  const { say, language } = useWords()
  const register = useRegister()
  const id = params.id ?? ''
  const measure = useResource<MeasureAnswer>(`${register}/${encodeURIComponent(id)}`)
  const loaded = measure.state.kind === 'loaded' ? measure.state.value.measure : undefined
  const stepWord = useStepWords()
  const done = new URLSearchParams(useSearch()).get('done')
  return (
    <Page
      title={loaded === undefined ? say('measures.one.title') : textIn(loaded.title, language)}
      {...(loaded === undefined ? {} : { lead: textIn(loaded.summary, language) })}
    >
      <p className="nl-paragraph">
        <TextLink to="/measures">{say('measures.plain.back')}</TextLink>
      </p>
      {done !== null && doneSteps.includes(done) && <Alert kind="ok" title={stepWord(`${done}.done`)} />}
      <ResourceView resource={measure}>{(answer) => <Loaded id={id} answer={answer} />}</ResourceView>
    </Page>
  )
}

const doneSteps = ['proposed', ...lifeSteps.map(({ path }) => path)]

function Loaded({ id, answer }: { readonly id: string; readonly answer: MeasureAnswer }) {
  const { say } = useWords()
  const { allowed } = useHouse().session
  const { on, measure, steps, versions } = answer
  const { candidate, running } = measure
  const shown = running?.version ?? candidate?.version ?? versions.at(-1)?.version
  return (
    <>
      <StandingNow measure={measure} on={on} openPoints={answer.openPoints} />
      <Doable id={id} answer={answer} />
      <ChangedSinceAgreed id={id} measure={measure} />
      {shown !== undefined && <Version id={id} version={shown} answer={answer} />}
      <Section id="history" title={say('measures.one.history')}>
        <History steps={steps} />
      </Section>
      <Section id="versions" title={say('measures.one.versions')}>
        <VersionList id={id} versions={versions} />
      </Section>
      <Section id="paper" title={say('measures.one.paper')}>
        <ul className="ow-list">
          <li>
            <TextLink to={`/measures/${id}/dossier`}>{say('measures.one.to-dossier')}</TextLink>
          </li>
          {measure.since !== null && (
            <li>
              <ServerLink href={`/api/v1/register/${id}/processing-activity`} inNewTab>
                {say('measures.one.as-processing')}
              </ServerLink>
            </li>
          )}
          {allowed.includes('measures.check') && versions.length > 0 && (
            <li>
              <TextLink to={`/measures/${id}/drift`}>{say('measures.one.to-drift')}</TextLink>
            </li>
          )}
        </ul>
      </Section>
    </>
  )
}

/** What follows, and what of it whoever looks can do now. */
function Doable({ id, answer }: { readonly id: string; readonly answer: MeasureAnswer }) {
  const { possible, measure, draft, versions } = answer
  const { say } = useWords()
  const stepWord = useStepWords()
  const usual = lifeSteps.filter(({ kind, negative }) => possible.includes(kind) && negative !== true)
  const stopping = lifeSteps.filter(({ kind, negative }) => possible.includes(kind) && negative === true)
  const latest = versions.map(({ version }) => version).toSorted((a, b) => b - a)[0]
  const isAsked = usual.length + stopping.length > 0 || draft !== null
  if (measure.follows.length === 0 && !isAsked) return null
  return (
    <Section id="now" title={say(isAsked ? 'measures.one.now' : 'measures.register.next')}>
      <Follows measure={measure} />
      {isAsked && (
        <ul className="measures-doable">
          {draft !== null && latest === undefined && (
            <li>
              <TextLink to={`/measures/${id}/edit`}>{say('measures.one.write-on')}</TextLink>
            </li>
          )}
          {latest !== undefined && possible.includes('proposed') && (
            <li>
              <NewVersion id={id} latest={latest} draft={draft} />
            </li>
          )}
          {[...usual, ...stopping].map(({ path, negative }) => (
            <li key={path} className={negative ? 'measures-doable__stop' : undefined}>
              <TextLink to={`/measures/${id}/steps/${path}`}>{stepWord(`${path}.title`)}</TextLink>
            </li>
          ))}
        </ul>
      )}
    </Section>
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
            <WhatItSees version={shown} />
          </Section>
          <Section id="never" title={say('measures.one.never')}>
            <Promises never={shown.never} />
          </Section>
          <LegalGround version={shown} />
          <RepresentativesRoute answer={answer} />
          <Section id="looks" title={say('measures.form.section.looks')}>
            <ListTable version={shown} list="looks" columns={['offices', 'subject', 'level', 'groupBy', 'precision']} />
          </Section>
          <Section id="responses" title={say('measures.form.section.responses')}>
            <ListTable version={shown} list="responses" columns={['response', 'offices', 'term', 'employeeTold']} />
          </Section>
          <Section id="retention" title={say('measures.form.section.retention')}>
            <ListTable version={shown} list="retention" columns={['kind', 'keep', 'why']} />
          </Section>
          <p className="nl-paragraph">
            <TextLink to={`/measures/${id}/versions/${version}`}>{say('measures.one.read-all')}</TextLink>
          </p>
        </>
      )}
    </ResourceView>
  )
}
