import './popover.css'
import { Popover as BasePopover } from '@base-ui/react/popover'
import { type ReactNode, type RefObject, useRef } from 'react'
import { drawThenFocus, isFocusLost, takeFocus } from './focus.js'

interface PopoverProps {
  readonly label: string
  /** The element beside which the panel opens. */
  readonly anchor: RefObject<HTMLElement | null>
  /** CSS selector of the element that gets the focus; by default the first enabled button. */
  readonly firstFocus?: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/**
 * A small panel beside an element, open while it is mounted. Escape returns the focus to the element; a click elsewhere
 * leaves the focus where the click put it.
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
