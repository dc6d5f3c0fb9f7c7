import './disclosure.css'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

interface DisclosureButtonProps {
  readonly isOpen: boolean
  /** The id of what it shows and hides. */
  readonly controls: string
  readonly onToggle: () => void
  readonly children: ReactNode
}

/** A quiet button that shows and hides what is below it. */
export const DisclosureButton = ({ isOpen, controls, onToggle, children }: DisclosureButtonProps) => (
  <button type="button" className="disclosure" aria-expanded={isOpen} aria-controls={controls} onClick={onToggle}>
    <ChevronRight className="disclosure-chevron" />
    {children}
  </button>
)
