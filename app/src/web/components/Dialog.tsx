import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'

type DialogProps = {
  readonly title: string
  readonly children: ReactNode
  /** Hides what lies behind it: for when it is not certain who sits at the screen. */
  readonly covers?: boolean
  /** Escape, or a button of yours. */
  readonly onClose: () => void
}

/** A question that comes before everything else. Rendered means open; the browser gives the focus back after it. */
export function Dialog({ title, children, covers = false, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  // Before the page is drawn: closed after it has left the document, it would give the focus to nobody.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog
      className={covers ? 'ow-dialog ow-dialog--covers' : 'ow-dialog'}
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <h2 className="nl-heading nl-heading--level-2" id={titleId}>
        {title}
      </h2>
      {children}
    </dialog>
  )
}
