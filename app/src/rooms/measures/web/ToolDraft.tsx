import { useMemo } from 'react'
import { Alert } from '../../../web/components/Alert.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { saveText } from '../../../web/save-text.ts'
import { useWords } from '../../../web/words.tsx'
import { check } from '../checking.ts'
import { usualControlNotice } from '../legal-context.ts'
import { draftFrom, modelOfTool } from '../tools/drafting-from.ts'
import { toolNames } from '../tools/drift.ts'
import { councilDossier, dpiaSkeleton, questionInWords } from '../tools/papers.ts'
import type { ToolSettings } from '../tools/tool-settings.ts'
import { useRoomSay } from './room-say.ts'

type ToolDraftProps = {
  readonly settings: ToolSettings
  /** The day of the house. */
  readonly on: string
  readonly busy: boolean
  readonly onBegin: (text: string) => void
}

/** What the exported settings of a tool make: a draft with what only people can answer, and the papers that go with it. */
export function ToolDraft({ settings, on, busy, onBegin }: ToolDraftProps) {
  const { say } = useWords()
  const model = useResource<{ text: string }>(`/measure-models/${modelOfTool[settings.tool]}`)
  return (
    <Section id="tool-draft" title={say('measures.tool.title', { tool: toolNames[settings.tool] })}>
      <p className="nl-paragraph">{say('measures.tool.lead')}</p>
      <ResourceView resource={model}>
        {({ text }) => <Made settings={settings} model={text} on={on} busy={busy} onBegin={onBegin} />}
      </ResourceView>
    </Section>
  )
}

function Made({ settings, model, on, busy, onBegin }: ToolDraftProps & { readonly model: string }) {
  const { say } = useWords()
  const speak = useRoomSay()
  const draft = useMemo(() => draftFrom(settings, model), [settings, model])
  const checked = useMemo(() => check(draft.text, { on, controlNotice: usualControlNotice }), [draft, on])
  const { declaration, refusals } = checked
  const papers =
    declaration === undefined
      ? []
      : ([
          ['dpia', dpiaSkeleton(declaration, settings, draft.questions, speak)],
          ['dossier', councilDossier(declaration, settings, draft.questions, refusals, speak)],
        ] as const)
  return (
    <>
      <Alert kind="info" title={say('measures.tool.questions', { count: draft.questions.length })}>
        <p className="nl-paragraph">{say('measures.tool.questions-lead')}</p>
      </Alert>
      <ul className="ow-list">
        {draft.questions.map((question) => (
          <li key={`${question.code} ${question.path} ${question.subject}`}>{questionInWords(question, speak)}</li>
        ))}
      </ul>
      <div className="ow-actions">
        <Button kind="primary" busy={busy} onClick={() => onBegin(draft.text)}>
          {say('measures.tool.begin')}
        </Button>
        {papers.map(([name, text]) => (
          <Button key={name} onClick={() => saveText(text, `${name}.md`, 'text/markdown')}>
            {say(`measures.tool.${name}`)}
          </Button>
        ))}
      </div>
    </>
  )
}
