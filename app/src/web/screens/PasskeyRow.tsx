import { useState } from 'react'
import type { OwnPasskeys } from '../answers.ts'
import { Button } from '../components/Button.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { InputField } from '../components/Field.tsx'
import { ProblemView } from '../ProblemView.tsx'
import { maxLabelLength } from '../passkey.ts'
import { useAction } from '../resource.tsx'
import { useApi } from '../session.tsx'
import { useWords } from '../words.tsx'

type PasskeyRowProps = {
  readonly passkey: OwnPasskeys['passkeys'][number]
  readonly isLast: boolean
  readonly onChanged: () => Promise<void>
}

/** One passkey: its name, when it was used, and buttons to rename and remove it. */
export function PasskeyRow({ passkey, isLast, onChanged }: PasskeyRowProps) {
  const { say, instant } = useWords()
  const [open, setOpen] = useState<'rename' | 'remove'>()
  const { id, label, createdAt, lastUsedAt, backedUp } = passkey
  const nameId = `passkey-${id}`
  const close = () => setOpen(undefined)
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
        <Button describedBy={nameId} onClick={() => setOpen('rename')}>
          {say('shell.passkeys.rename')}
        </Button>
        <Button negative describedBy={nameId} onClick={() => setOpen('remove')}>
          {say('shell.passkeys.remove')}
        </Button>
      </div>
      {open === 'rename' && <Rename id={id} label={label} onClose={close} onChanged={onChanged} />}
      {open === 'remove' && <Remove id={id} label={label} isLast={isLast} onClose={close} onChanged={onChanged} />}
    </li>
  )
}

type ChangeProps = {
  readonly id: string
  readonly label: string
  readonly onClose: () => void
  readonly onChanged: () => Promise<void>
}

function Rename({ id, label, onClose, onChanged }: ChangeProps) {
  const { say } = useWords()
  const api = useApi()
  const [wish, setWish] = useState(label)
  const rename = useAction(async () => {
    await api.send('PATCH', `/passkeys/${encodeURIComponent(id)}`, { label: wish.trim() })
    onClose()
    await onChanged()
  })
  const fault = wish.trim() === '' ? say('shell.passkeys.name-missing') : undefined
  return (
    <Dialog title={say('shell.passkeys.rename-title', { label })} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (fault === undefined) rename.run()
        }}
      >
        <InputField
          id={`rename-${id}`}
          label={say('shell.passkeys.name')}
          error={fault}
          value={wish}
          onChange={setWish}
          maxLength={maxLabelLength}
        />
        {rename.problem !== undefined && <ProblemView problem={rename.problem} />}
        <div className="ow-actions">
          <Button kind="primary" type="submit" busy={rename.busy}>
            {say('shell.save')}
          </Button>
          <Button onClick={onClose}>{say('shell.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

function Remove({ id, label, isLast, onClose, onChanged }: ChangeProps & { readonly isLast: boolean }) {
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
