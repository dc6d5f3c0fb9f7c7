import './tip.css'
import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'

export const tipDelayMs = 600

interface TipProps {
  readonly label: ReactNode
  readonly shortcut?: string
  readonly children: ReactElement<Record<string, unknown>>
}

/** A tooltip for sighted users; the name for everyone else is the element's own. */
export function Tip({ label, shortcut, children }: TipProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className="tip-positioner">
          <Tooltip.Popup className="tip" aria-hidden="true">
            {label}
            {shortcut && <kbd className="tip-shortcut">{shortcut}</kbd>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}

/** Around the window: tooltips wait, and follow one another at once. */
export function TipProvider({ children }: { readonly children: ReactNode }) {
  return <Tooltip.Provider delay={tipDelayMs}>{children}</Tooltip.Provider>
}
