import { Alert } from '../../../web/components/Alert.tsx'
import { Button } from '../../../web/components/Button.tsx'
import { ProblemView } from '../../../web/ProblemView.tsx'
import { useWords } from '../../../web/words.tsx'
import type { SaveState } from './autosave.ts'

type SaveLineProps = {
  readonly state: SaveState
  readonly canUndo: boolean
  readonly onUndo: () => void
  readonly onTryAgain: () => void
  readonly onReload: () => void
}

/** Where the draft is kept, always in sight, and the way back from a change. */
export function SaveLine({ state, canUndo, onUndo, onTryAgain, onReload }: SaveLineProps) {
  const { say } = useWords()
  return (
    <div className="measures-save">
      <p className="nl-paragraph" role="status">
        {(state.kind === 'saved' || state.kind === 'waiting') && say(`measures.save.${state.kind}`)}
      </p>
      {canUndo && (
        <Button kind="subtle" onClick={onUndo}>
          {say('measures.save.undo')}
        </Button>
      )}
      {state.kind === 'failed' && (
        <ProblemView problem={state.problem}>
          <p className="nl-paragraph">{say('measures.save.on-device')}</p>
          <Button onClick={onTryAgain}>{say('shell.problem.retry')}</Button>
        </ProblemView>
      )}
      {state.kind === 'overtaken' && (
        <Alert kind="warning" title={say('measures.save.overtaken')}>
          <p className="nl-paragraph">{say('measures.save.overtaken-detail')}</p>
          <Button onClick={onReload}>{say('measures.save.reload')}</Button>
        </Alert>
      )}
    </div>
  )
}
