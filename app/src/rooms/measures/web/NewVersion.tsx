import { useLocation } from 'wouter'
import { Button } from '../../../web/components/Button.tsx'
import { ProblemView } from '../../../web/ProblemView.tsx'
import { useAction } from '../../../web/resource.tsx'
import { useApi } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { MeasureAnswer, VersionAnswer } from '../shapes.ts'

type NewVersionProps = {
  readonly id: string
  /** Number of the latest version. */
  readonly latest: number
  readonly draft: MeasureAnswer['draft']
}

/** Begins a draft from the latest version, to change what was agreed; a draft that somebody is writing already goes on. */
export function NewVersion({ id, latest, draft }: NewVersionProps) {
  const { say } = useWords()
  const api = useApi()
  const [, navigate] = useLocation()
  const beginning = useAction(async () => {
    const textOf = async (version: number) => (await api.get<VersionAnswer>(`/measures/${id}/versions/${version}`)).text
    // Conditions make a version of their own, so what was proposed can be the one before the latest.
    const texts = await Promise.all([latest, latest - 1].filter((version) => version > 0).map(textOf))
    const isWritten = draft !== null && !texts.includes(draft.text)
    if (!isWritten && draft?.text !== texts[0]) {
      await api.send('PUT', `/measures/${id}/draft`, { text: texts[0], revision: draft?.revision ?? 0 })
    }
    navigate(`/measures/${id}/edit`)
  })
  return (
    <>
      {beginning.problem !== undefined && <ProblemView problem={beginning.problem} />}
      <Button kind="subtle" busy={beginning.busy} onClick={() => beginning.run()}>
        {say('measures.one.new-version')}
      </Button>
    </>
  )
}
