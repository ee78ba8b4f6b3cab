import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { timeZoneOf } from '../../../platform/time-zone.ts'
import { Button } from '../../../web/components/Button.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { dayOfInstant } from '../../../web/dates.ts'
import { Page } from '../../../web/Page.tsx'
import { ProblemView } from '../../../web/ProblemView.tsx'
import type { Problem } from '../../../web/problem.ts'
import { ResourceView, useAction, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import { openText, valueAt, withValue } from '../draft-text.ts'
import type { MeasuresAnswer } from '../shapes.ts'
import { readTool } from '../tools/read-tool.ts'
import type { ToolSettings } from '../tools/tool-settings.ts'
import { ChooseDeclaration } from './ChooseDeclaration.tsx'
import { freeName } from './free-name.ts'
import { plain, textIn } from './part-words.ts'
import { ToolDraft } from './ToolDraft.tsx'
import './measures.css'

type Models = {
  readonly models: readonly { readonly model: string; readonly title: object; readonly summary: object }[]
}
type Made = { readonly id: string }

/** Begins a draft: from one of the models, or from a file. */
export function NewMeasure() {
  const { say, language } = useWords()
  const { api, session } = useHouse()
  const [, navigate] = useLocation()
  const [begun, setBegun] = useState('')
  const models = useResource<Models>('/measure-models')
  const beginning = useAction(async (text: string) => {
    setBegun(text)
    const { id } = await api.send<Made>('POST', '/measures', { text })
    navigate(`/measures/${id}/edit`)
  })
  const fromModel = useAction(async (model: string) => {
    const { text } = await api.get<{ text: string }>(`/measure-models/${model}`)
    // Several measures can be made from one model; a name is of one.
    await beginning.run(withValue(text, ['id'], await freeName(api, model)))
  })
  const [settings, setSettings] = useState<ToolSettings>()
  const fromTool = useAction(async (text: string) => {
    const typed = openText(text)
    const name = typed.kind === 'open' ? plain(valueAt(typed.value, ['id'])) : ''
    await beginning.run(withValue(text, ['id'], await freeName(api, name)))
  })
  // The draft that a tool makes is made below, and read from its beginning.
  useEffect(() => {
    if (settings !== undefined) document.getElementById('tool-draft')?.focus()
  }, [settings])
  const isBusy = beginning.busy || fromModel.busy || fromTool.busy
  return (
    <Page title={say('measures.new.title')} lead={say('measures.new.lead')}>
      <p className="nl-paragraph">
        <TextLink to="/measures">{say('measures.plain.back')}</TextLink>
      </p>
      {beginning.problem !== undefined && (
        <ProblemView problem={beginning.problem}>
          <Lines problem={beginning.problem} />
          <Taken problem={beginning.problem} text={begun} />
        </ProblemView>
      )}
      {fromModel.problem !== undefined && <ProblemView problem={fromModel.problem} />}
      <Section id="models" title={say('measures.new.models')}>
        <p className="nl-paragraph">{say('measures.new.models-lead')}</p>
        <ResourceView resource={models}>
          {(answer) => (
            <ul className="measures-models">
              {answer.models.map(({ model, title, summary }) => (
                <li key={model} className="measures-model">
                  <h3 className="nl-heading nl-heading--level-3" id={`model-${model}`}>
                    {textIn(title, language)}
                  </h3>
                  <p className="nl-paragraph">{textIn(summary, language)}</p>
                  <Button busy={isBusy} describedBy={`model-${model}`} onClick={() => fromModel.run(model)}>
                    {say('measures.new.from-model')}
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </ResourceView>
      </Section>
      <Section id="file" title={say('measures.new.file')}>
        <p className="nl-paragraph">{say('measures.new.file-lead')}</p>
        <ChooseDeclaration
          submit={say('measures.new.from-file')}
          busy={isBusy}
          accept=".yaml,.yml,.json,.conf,.xml"
          onRead={(text) => {
            const read = readTool(text)
            if (read.kind === 'read') setSettings(read.settings)
            else beginning.run(text)
          }}
        />
      </Section>
      {settings !== undefined && (
        <ToolDraft
          settings={settings}
          on={dayOfInstant(new Date(), timeZoneOf(session.organisation.jurisdiction))}
          busy={isBusy}
          onBegin={(text) => fromTool.run(text)}
        />
      )}
    </Page>
  )
}

/** In which lines of the file something is wrong. */
function Lines({ problem }: { readonly problem: Problem }) {
  const { say } = useWords()
  const reasons = problem.kind === 'said' ? problem.reasons.filter(({ line }) => line !== undefined) : []
  if (reasons.length === 0) return null
  return (
    <p className="nl-paragraph">
      {say('measures.new.lines', { lines: [...new Set(reasons.map(({ line }) => line))].join(', ') })}
    </p>
  )
}

/** The measure that has the name of the file already: that is where its next version is written. */
function Taken({ problem, text }: { readonly problem: Problem; readonly text: string }) {
  const isTaken = problem.kind === 'said' && problem.reasons.some(({ code }) => code === 'name-taken')
  const opened = openText(text)
  return isTaken && opened.kind === 'open' ? <ToNamed name={plain(valueAt(opened.value, ['id']))} /> : null
}

function ToNamed({ name }: { readonly name: string }) {
  const { say } = useWords()
  const { state } = useResource<MeasuresAnswer>('/measures')
  const named = state.kind === 'loaded' ? state.value.measures.find((one) => one.name === name) : undefined
  if (named === undefined) return null
  return (
    <p className="nl-paragraph">
      <TextLink to={`/measures/${named.id}`}>{say('measures.new.taken')}</TextLink>
    </p>
  )
}
