import { useId } from 'react'
import type { Settings } from '../../contract/settings.js'
import { changeSettings, useSettings } from '../stores/settings.js'
import { optionsOf } from '../ui/options.js'

type ChoiceName = { [Name in keyof Settings]: Settings[Name] extends string ? Name : never }[keyof Settings]

interface ChoiceControlProps<Name extends ChoiceName> {
  readonly name: Name
  readonly label: string
  readonly options: Readonly<Record<Settings[Name], string>>
  /** The hint. */
  readonly children?: string
}

/** A setting with one of a few values. */
export function ChoiceControl<Name extends ChoiceName>({ name, label, options, children }: ChoiceControlProps<Name>) {
  const value = useSettings(({ settings }) => settings[name])
  const id = useId()
  const choices = optionsOf(options)
  return (
    <div className="setting">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="setting-field setting-select"
        aria-describedby={children === undefined ? undefined : `${id}-hint`}
        value={value}
        onChange={({ target }) => {
          const chosen = choices.find((each) => each.value === target.value)
          if (chosen) void changeSettings(() => ({ [name]: chosen.value }))
        }}
      >
        {choices.map((each) => (
          <option key={each.value} value={each.value}>
            {each.label}
          </option>
        ))}
      </select>
      {children !== undefined && (
        <p id={`${id}-hint`} className="setting-hint">
          {children}
        </p>
      )}
    </div>
  )
}
