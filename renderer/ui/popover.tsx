import './popover.css'
import { Popover as BasePopover } from '@base-ui/react/popover'
import type { ReactNode, RefObject } from 'react'

interface PopoverProps {
  readonly label: string
  /** The element that it stands beside. */
  readonly anchor: RefObject<HTMLElement | null>
  /** What has the focus at first; else the first that can. */
  readonly initialFocus?: () => HTMLElement | null
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A small panel beside an element, open for as long as it is drawn. */
export function Popover({ label, anchor, initialFocus, onClose, children }: PopoverProps) {
  return (
    <BasePopover.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <BasePopover.Portal>
        <BasePopover.Positioner anchor={anchor} sideOffset={6} align="start" className="popover-positioner">
          <BasePopover.Popup className="popover" aria-label={label} initialFocus={initialFocus} finalFocus={anchor}>
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  )
}
