import { type Column, Table } from '../../../web/components/Table.tsx'
import { ServerLink, TextLink } from '../../../web/components/TextLink.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import type { ScreenProps } from '../../../web/screen-components.ts'
import { useWords } from '../../../web/words.tsx'
import type { OversightReport as Report } from '../shapes.ts'
import './measures.css'

type Row = Report['sections'][number]['rows'][number]

/** The report of a year: how often what happened. Small numbers are left out, so that nobody can be found in them. */
export function OversightReport({ params }: ScreenProps) {
  const { say, day, number, language } = useWords()
  const year = params.year ?? ''
  const report = useResource<Report>(`/oversight-reports/${encodeURIComponent(year)}`)
  const columns: readonly Column<Row>[] = [
    { id: 'what', header: say('measures.report-screen.what'), namesRow: true, cell: ({ what }) => what },
    {
      id: 'count',
      header: say('measures.report-screen.count'),
      numeric: true,
      cell: ({ count }) => (count === null ? say('measures.report-screen.few') : number(count)),
    },
  ]
  return (
    <Page title={say('measures.report-screen.title', { year })} lead={say('measures.report-screen.lead')}>
      <p className="nl-paragraph">
        <TextLink to="/measures">{say('measures.plain.back')}</TextLink>
      </p>
      <ResourceView resource={report}>
        {({ complete, until, sections }) => (
          <>
            <p className="nl-paragraph">
              {say(complete ? 'measures.report-screen.whole' : 'measures.report-screen.until', { day: day(until) })}
            </p>
            <div className="ow-actions">
              <ServerLink href={`/documents/oversight-reports/${year}?language=${language}`} inNewTab>
                {say('measures.report-screen.document')}
              </ServerLink>
            </div>
            {sections.map(({ title, rows }, index) => (
              <Section key={title} id={`report-${index + 1}`} title={title}>
                <Table caption={title} columns={columns} rows={rows} keyOf={({ what }) => what} />
              </Section>
            ))}
          </>
        )}
      </ResourceView>
    </Page>
  )
}
