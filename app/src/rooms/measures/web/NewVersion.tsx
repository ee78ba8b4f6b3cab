import { useLocation } from 'wouter'
import { Button } from '../../../web/components/Button.tsx'
import { ProblemView } from '../../../web/ProblemView.tsx'
import { useAction } from '../../../web/resource.tsx'
import { useApi } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { VersionAnswer } from '../shapes.ts'

/** Begins a draft from the latest version, to change what was agreed. */
export function NewVersion({ id, from }: { readonly id: string; readonly from: number }) {
  const { say } = useWords()
  const api = useApi()
  const [, navigate] = useLocation()
  const beginning = useAction(async () => {
    const { text } = await api.get<VersionAnswer>(`/measures/${id}/versions/${from}`)
    await api.send('PUT', `/measures/${id}/draft`, { text, revision: 0 })
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
