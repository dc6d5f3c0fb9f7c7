import { type ReactNode, useId, useState } from 'react'
import { DisclosureButton } from './disclosure-button.js'

interface DisclosureProps {
  readonly label: string
  /** Something within is set: it opens by itself, and closes only by its button. */
  readonly isSet: boolean
  readonly children: ReactNode
}

/** A button that shows and hides what is below it. */
export function Disclosure({ label, isSet, children }: DisclosureProps) {
  const [isOpen, setOpen] = useState(isSet)
  const [wasSet, setWasSet] = useState(isSet)
  const id = useId()
  // A preset was applied, or another window changed it.
  if (wasSet !== isSet) {
    setWasSet(isSet)
    if (isSet) setOpen(true)
  }
  return (
    <>
      <DisclosureButton isOpen={isOpen} controls={id} onToggle={() => setOpen(!isOpen)}>
        {label}
      </DisclosureButton>
      <div id={id} hidden={!isOpen}>
        {children}
      </div>
    </>
  )
}
