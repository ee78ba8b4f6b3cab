import type { RunningConfiguration } from '../answers.ts'
import { type Column, Table } from '../components/Table.tsx'
import { Page } from '../Page.tsx'
import { ResourceView, useResource } from '../resource.tsx'
import { Section } from '../Section.tsx'
import { useHouse } from '../session.tsx'
import { useWords } from '../words.tsx'

type Setting = RunningConfiguration['settings'][number]

/** What this is, how accessible it is, what it cannot do yet, and how it is set up here. */
export function About() {
  const { say } = useWords()
  const { session } = useHouse()
  return (
    <Page title={say('shell.about.title')} lead={say('shell.about.lead')}>
      <Section id="what" title={say('shell.about.what.title')}>
        <p className="nl-paragraph">{say('shell.about.what.desk', { organisation: session.organisation.name })}</p>
        <p className="nl-paragraph">{say('shell.about.what.idea')}</p>
        <p className="nl-paragraph">{say('shell.about.what.licence')}</p>
      </Section>
      <Section id="accessibility" title={say('shell.about.accessibility.title')}>
        <p className="nl-paragraph">{say('shell.about.accessibility.aim')}</p>
        <p className="nl-paragraph">{say('shell.about.accessibility.tested')}</p>
        <p className="nl-paragraph">{say('shell.about.accessibility.not-tested')}</p>
        <p className="nl-paragraph">{say('shell.about.accessibility.report')}</p>
      </Section>
      <Section id="limits" title={say('shell.about.limits.title')}>
        <p className="nl-paragraph">{say('shell.about.limits.lead')}</p>
        <ul className="ow-list">
          <li>{say('shell.about.limits.house')}</li>
          <li>{say('shell.about.limits.translation')}</li>
          <li>{say('shell.about.limits.offline')}</li>
          <li>{say('shell.about.limits.keys')}</li>
        </ul>
      </Section>
      <Section id="privacy" title={say('shell.about.privacy.title')}>
        <p className="nl-paragraph">{say('shell.about.privacy.detail')}</p>
      </Section>
      <Section id="configuration" title={say('shell.about.configuration.title')}>
        <p className="nl-paragraph">{say('shell.about.configuration.lead')}</p>
        {session.employee === null ? (
          <p className="nl-paragraph">{say('shell.about.configuration.sign-in')}</p>
        ) : (
          <Configuration />
        )}
      </Section>
    </Page>
  )
}

function Configuration() {
  const configuration = useResource<RunningConfiguration>('/configuration')
  return <ResourceView resource={configuration}>{(running) => <Settings {...running} />}</ResourceView>
}

function Settings({ version, settings }: RunningConfiguration) {
  const { say } = useWords()
  const columns: readonly Column<Setting>[] = [
    {
      id: 'key',
      header: say('shell.about.configuration.key'),
      namesRow: true,
      cell: ({ key }) => <code className="ow-code ow-code--inline">{key}</code>,
    },
    {
      id: 'value',
      header: say('shell.about.configuration.value'),
      cell: ({ value }) => (value === '' ? say('shell.about.configuration.empty') : value),
    },
    {
      id: 'what',
      header: say('shell.about.configuration.what'),
      // Settings are described once, in the language of those who write the file.
      cell: ({ what }) => <span lang="en">{what}</span>,
    },
  ]
  return (
    <>
      <p className="nl-paragraph">{say('shell.about.configuration.version', { version })}</p>
      <Table
        caption={say('shell.about.configuration.caption')}
        columns={columns}
        rows={settings}
        keyOf={({ key }) => key}
      />
    </>
  )
}
