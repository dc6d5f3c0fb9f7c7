import './dialog.css'
import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import { type ReactElement, type ReactNode, useLayoutEffect, useRef } from 'react'
import { mayLeave, takeFocus } from './focus.js'

interface DialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly className?: string
  /** A click outside does not close it, because it holds what the user has typed. */
  readonly isForm?: boolean
  readonly children: ReactNode
}

/**
 * A modal panel. Escape or a click outside closes it (a form only Escape), and the focus returns to where it was. On opening, the element
 * marked `data-first-focus` gets the focus, else the panel itself; never the Close button.
 */
export function Dialog({ isOpen, onClose, className = '', isForm = false, children }: DialogProps) {
  const popup = useRef<HTMLDivElement>(null)
  const before = useRef<Element>(null)
  const firstFocus = () => {
    before.current = document.activeElement
    return takeFocus(popup.current?.querySelector<HTMLElement>('[data-first-focus]') ?? popup.current)
  }
  useLayoutEffect(() => {
    const { current: place } = before
    if (!isOpen && place instanceof HTMLElement && mayLeave(popup.current)) place.focus({ preventScroll: true })
    if (!isOpen) before.current = null
  }, [isOpen])
  return (
    <BaseDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()} disablePointerDismissal={isForm}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="dialog-backdrop" />
        <BaseDialog.Popup ref={popup} className={`dialog ${className}`} initialFocus={firstFocus} finalFocus={false}>
          {children}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}

export const DialogTitle = ({ children }: { readonly children: ReactNode }) => (
  <BaseDialog.Title className="dialog-title">{children}</BaseDialog.Title>
)

/** Makes its one child close the dialog. */
export const DialogClose = ({ children }: { readonly children: ReactElement<Record<string, unknown>> }) => (
  <BaseDialog.Close render={children} />
)
