import { useId } from 'react'
import { appSettings, type Settings } from '../../contract/settings.js'
import { changeSettings, useSettings } from '../stores/settings.js'
import { optionsOf } from '../ui/options.js'

type ChoiceName = {
  [Name in keyof typeof appSettings]: (typeof appSettings)[Name]['kind'] extends 'choice' ? Name : never
}[keyof typeof appSettings]

interface ChoiceControlProps {
  readonly name: ChoiceName
  readonly label: string
  /** The hint. */
  readonly children?: string
}

/** A choice of one of a few values. */
export function ChoiceControl({ name, label, children }: ChoiceControlProps) {
  const chosen = useSettings(({ settings }) => settings[name])
  const id = useId()
  const options: Readonly<Record<string, string>> = appSettings[name].options
  return (
    <div className="setting">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="setting-field setting-select"
        aria-describedby={children === undefined ? undefined : `${id}-hint`}
        value={chosen}
        onChange={({ target: { value } }) => void changeSettings(() => ({ [name]: value }) as Partial<Settings>)}
      >
        {optionsOf(options).map(({ value, label: words }) => (
          <option key={value} value={value}>
            {words}
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
