import './popover.css'
import { Popover as BasePopover } from '@base-ui/react/popover'
import { type ReactNode, type RefObject, useRef } from 'react'
import { flushSync } from 'react-dom'
import { rememberFocus, takeFocus } from './focus.js'

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
 * A small panel beside an element, open while it is mounted. Escape returns the focus to where it was; a click elsewhere
 * puts it there.
 */
export function Popover({ label, anchor, firstFocus = 'button:enabled', onClose, children }: PopoverProps) {
  const popup = useRef<HTMLDivElement>(null)
  const returnFocus = useRef(() => {})
  const firstElement = () => popup.current?.querySelector<HTMLElement>(firstFocus) ?? popup.current
  return (
    <BasePopover.Root
      open
      onOpenChange={(isOpen, { reason }) => {
        if (isOpen) return
        flushSync(onClose)
        if (reason === 'escape-key') returnFocus.current()
      }}
    >
      <BasePopover.Portal>
        <BasePopover.Positioner anchor={anchor} sideOffset={6} align="start" className="popover-positioner">
          <BasePopover.Popup
            ref={popup}
            className="popover"
            aria-label={label}
            initialFocus={() => {
              returnFocus.current = rememberFocus(() => anchor.current)
              return takeFocus(firstElement())
            }}
            finalFocus={false}
          >
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  )
}
