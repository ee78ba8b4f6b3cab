import { useState } from 'react'
import type { OwnPasskeys } from '../answers.ts'
import { Button } from '../components/Button.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { ProblemView } from '../ProblemView.tsx'
import { useAction } from '../resource.tsx'
import { useApi } from '../session.tsx'
import { useWords } from '../words.tsx'

type PasskeyRowProps = {
  readonly passkey: OwnPasskeys['passkeys'][number]
  readonly isLast: boolean
  readonly onChanged: () => Promise<void>
}

/** One passkey: its name, when it was used, and a button to remove it. */
export function PasskeyRow({ passkey, isLast, onChanged }: PasskeyRowProps) {
  const { say, instant } = useWords()
  const [isOpen, setOpen] = useState(false)
  const { id, label, createdAt, lastUsedAt, backedUp } = passkey
  const nameId = `passkey-${id}`
  return (
    <li className="ow-row">
      <div>
        <p className="ow-row__name" id={nameId}>
          {label}
        </p>
        <p className="ow-row__detail">{say('shell.passkeys.made', { instant: instant(createdAt) })}</p>
        <p className="ow-row__detail">
          {lastUsedAt === null
            ? say('shell.passkeys.never-used')
            : say('shell.passkeys.used', { instant: instant(lastUsedAt) })}
        </p>
        <p className="ow-row__detail">{say(backedUp ? 'shell.passkeys.backed-up' : 'shell.passkeys.one-device')}</p>
      </div>
      <div className="ow-actions">
        <Button negative describedBy={nameId} onClick={() => setOpen(true)}>
          {say('shell.passkeys.remove')}
        </Button>
      </div>
      {isOpen && <Remove id={id} label={label} isLast={isLast} onClose={() => setOpen(false)} onChanged={onChanged} />}
    </li>
  )
}

type RemoveProps = {
  readonly id: string
  readonly label: string
  readonly isLast: boolean
  readonly onClose: () => void
  readonly onChanged: () => Promise<void>
}

function Remove({ id, label, isLast, onClose, onChanged }: RemoveProps) {
  const { say } = useWords()
  const api = useApi()
  const remove = useAction(async () => {
    await api.send('DELETE', `/passkeys/${encodeURIComponent(id)}`)
    onClose()
    await onChanged()
  })
  return (
    <Dialog title={say('shell.passkeys.remove-title', { label })} onClose={onClose}>
      <p className="nl-paragraph">{say(isLast ? 'shell.passkeys.remove-last' : 'shell.passkeys.remove-detail')}</p>
      {remove.problem !== undefined && <ProblemView problem={remove.problem} />}
      <div className="ow-actions">
        <Button kind="primary" negative onClick={() => remove.run()} busy={remove.busy}>
          {say('shell.passkeys.remove')}
        </Button>
        <Button onClick={onClose}>{say('shell.cancel')}</Button>
      </div>
    </Dialog>
  )
}
