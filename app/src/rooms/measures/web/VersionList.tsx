import { Badge } from '../../../web/components/Badge.tsx'
import { type Column, Table } from '../../../web/components/Table.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { useWords } from '../../../web/words.tsx'
import type { MeasureAnswer } from '../shapes.ts'

type Line = MeasureAnswer['versions'][number]

/** The versions of a declaration, the last first, each with a way to what it changed. */
export function VersionList({ id, versions }: { readonly id: string; readonly versions: readonly Line[] }) {
  const { say, day } = useWords()
  if (versions.length === 0) return <p className="nl-paragraph">{say('measures.versions.none')}</p>
  const columns: readonly Column<Line>[] = [
    {
      id: 'version',
      header: say('measures.one.version'),
      namesRow: true,
      cell: ({ version }) => (
        <TextLink to={`/measures/${id}/versions/${version}`}>{say('measures.versions.one', { version })}</TextLink>
      ),
    },
    { id: 'on', header: say('measures.versions.on'), cell: ({ on }) => day(on) },
    {
      id: 'state',
      header: say('measures.register.state'),
      cell: ({ state }) => (
        <Badge kind={state === 'in-force' ? 'ok' : 'neutral'}>{say(`measures.versions.${state}`)}</Badge>
      ),
    },
    {
      id: 'changes',
      header: say('measures.versions.changed'),
      cell: ({ version, verdict }) =>
        verdict === null || version === 1 ? (
          say('measures.versions.first')
        ) : (
          <TextLink to={`/measures/${id}/changes?from=${version - 1}&to=${version}`}>
            {say(`measures.changes.${verdict}`)}
          </TextLink>
        ),
    },
  ]
  return (
    <Table
      caption={say('measures.versions.caption')}
      columns={columns}
      rows={versions.toSorted((a, b) => b.version - a.version)}
      keyOf={({ version }) => String(version)}
    />
  )
}
