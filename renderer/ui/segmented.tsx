import './segmented.css'
import { useId } from 'react'
import type { Option } from './options.js'

interface SegmentedProps<T extends string> {
  readonly label: string
  readonly options: readonly Option<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
  /** The id of the element that says more. */
  readonly describedBy?: string | undefined
}

/** A row of choices of which one is selected. Arrow keys move the selection. */
export function Segmented<T extends string>({ label, options, value, onChange, describedBy }: SegmentedProps<T>) {
  const name = useId()
  return (
    <div className="segmented" role="radiogroup" aria-label={label} aria-describedby={describedBy}>
      {options.map((option) => (
        <label key={option.value} className="segmented-option" data-chosen={option.value === value}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.label}
        </label>
      ))}
    </div>
  )
}
