import { useState } from 'react'
import { Alert } from '../../../web/components/Alert.tsx'
import { Badge } from '../../../web/components/Badge.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import type { ScreenProps } from '../../../web/screen-components.ts'
import { useWords } from '../../../web/words.tsx'
import type { Declaration } from '../declaration.ts'
import type { MeasureAnswer, VersionAnswer } from '../shapes.ts'
import { type Drift, driftOf, toolNames } from '../tools/drift.ts'
import { readTool } from '../tools/read-tool.ts'
import type { ReadTool } from '../tools/tool-settings.ts'
import { ChooseDeclaration } from './ChooseDeclaration.tsx'
import { textIn } from './part-words.ts'
import './measures.css'

const badges = { beyond: 'error', short: 'warning', unclear: 'neutral' } as const

/** Holds the settings that a tool has now against what was agreed. The file is read here and goes nowhere. */
export function MeasureDrift({ params }: ScreenProps) {
  const { say, language } = useWords()
  const id = params.id ?? ''
  const measure = useResource<MeasureAnswer>(`/measures/${encodeURIComponent(id)}`)
  const loaded = measure.state.kind === 'loaded' ? measure.state.value.measure : undefined
  return (
    <Page
      title={say('measures.drift-screen.title')}
      {...(loaded === undefined ? {} : { lead: textIn(loaded.title, language) })}
    >
      <p className="nl-paragraph">
        <TextLink to={`/measures/${id}`}>{say('measures.plain.back-to-one')}</TextLink>
      </p>
      <p className="nl-paragraph ow-note">{say('measures.drift-screen.lead')}</p>
      <ResourceView resource={measure}>
        {({ measure: { running }, versions }) => {
          const version = running?.version ?? versions.at(-1)?.version
          return version === undefined ? (
            <p className="nl-paragraph">{say('measures.versions.none')}</p>
          ) : (
            <Against id={id} version={version} />
          )
        }}
      </ResourceView>
    </Page>
  )
}

function Against({ id, version }: { readonly id: string; readonly version: number }) {
  const { say } = useWords()
  const declared = useResource<VersionAnswer>(`/measures/${id}/versions/${version}`)
  const [read, setRead] = useState<ReadTool>()
  return (
    <>
      <ChooseDeclaration
        submit={say('measures.drift-screen.compare', { version })}
        accept=".json,.conf,.xml,.txt"
        hint={say('measures.drift-screen.which')}
        onRead={(text) => setRead(readTool(text))}
      />
      <div role="status">
        {read?.kind === 'fault' && (
          <Alert kind="error" title={say(`measures.tool-fault.${read.fault.code}`)}>
            <p className="nl-paragraph">
              {say('measures.drift-screen.at', { line: read.fault.line, column: read.fault.column })}
            </p>
          </Alert>
        )}
      </div>
      {read?.kind === 'read' && (
        <ResourceView resource={declared}>
          {({ declaration }) => (
            // The server gives the declaration of a version as its schema says, less the parts that this reader may not see.
            <Found tool={toolNames[read.settings.tool]} found={driftOf(read.settings, declaration as Declaration)} />
          )}
        </ResourceView>
      )}
    </>
  )
}

function Found({ tool, found }: { readonly tool: string; readonly found: readonly Drift[] }) {
  const { say } = useWords()
  const beyond = found.filter(({ kind }) => kind === 'beyond').length
  return (
    <Section id="drift" title={say('measures.drift-screen.found', { tool })}>
      <Alert kind={beyond === 0 ? 'ok' : 'warning'} title={say('measures.drift-count.beyond', { count: beyond })} />
      <ul className="measures-found">
        {found.map(({ kind, code, path, where }) => (
          <li key={`${code} ${path} ${where}`} className="measures-found__one">
            <p className="measures-found__place">
              <Badge kind={badges[kind]}>{say(`measures.drift-screen.${kind}`)}</Badge>
            </p>
            <p className="nl-paragraph">{say(`measures.drift.${code}`, { where })}</p>
          </li>
        ))}
      </ul>
    </Section>
  )
}
