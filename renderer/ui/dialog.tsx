import './dialog.css'
import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import type { ReactElement, ReactNode } from 'react'

interface DialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly className?: string
  readonly children: ReactNode
}

/** A modal panel: Escape and a click beside it close it, and the focus goes back to where it was. */
export function Dialog({ isOpen, onClose, className = '', children }: DialogProps) {
  return (
    <BaseDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="dialog-backdrop" />
        <BaseDialog.Popup className={`dialog ${className}`}>{children}</BaseDialog.Popup>
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
