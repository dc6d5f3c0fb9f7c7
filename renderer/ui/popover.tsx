import './popover.css'
import { Popover as BasePopover } from '@base-ui/react/popover'
import { type ReactNode, type RefObject, useRef } from 'react'
import { drawThenFocus, isFocusLost, takeFocus } from './focus.js'

interface PopoverProps {
  readonly label: string
  /** The element that it stands beside. */
  readonly anchor: RefObject<HTMLElement | null>
  /** Selects what takes the focus; by default the first button that can. */
  readonly firstFocus?: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/**
 * A small panel beside an element, open for as long as it is drawn. Escape gives the focus back to the element; a click
 * elsewhere leaves it where it went.
 */
export function Popover({ label, anchor, firstFocus = 'button:enabled', onClose, children }: PopoverProps) {
  const popup = useRef<HTMLDivElement>(null)
  const close = (isByKey: boolean) =>
    drawThenFocus(onClose, () => (isByKey || isFocusLost() ? anchor.current : undefined))
  return (
    <BasePopover.Root open onOpenChange={(isOpen, { reason }) => !isOpen && close(reason === 'escape-key')}>
      <BasePopover.Portal>
        <BasePopover.Positioner anchor={anchor} sideOffset={6} align="start" className="popover-positioner">
          <BasePopover.Popup
            ref={popup}
            className="popover"
            aria-label={label}
            initialFocus={() => takeFocus(popup.current?.querySelector<HTMLElement>(firstFocus) ?? popup.current)}
            finalFocus={false}
          >
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  )
}
