import { useId } from 'react'
import type { Settings } from '../../contract/settings.js'
import { changeSettings, useSettings } from '../stores/settings.js'

type SwitchName = { [Name in keyof Settings]: Settings[Name] extends boolean ? Name : never }[keyof Settings]

interface SwitchControlProps {
  readonly name: SwitchName
  readonly heading: string
  readonly label: string
  /** The hint. */
  readonly children: string
  readonly isDisabled?: boolean
}

export function SwitchControl({ name, heading, label, children, isDisabled = false }: SwitchControlProps) {
  const isOn = useSettings(({ settings }) => settings[name])
  const hint = useId()
  return (
    <div className="setting">
      <span>{heading}</span>
      <label className="setting-check">
        <input
          type="checkbox"
          checked={isOn}
          disabled={isDisabled}
          aria-describedby={hint}
          onChange={(event) => void changeSettings(() => ({ [name]: event.target.checked }))}
        />
        {label}
      </label>
      <p id={hint} className="setting-hint">
        {children}
      </p>
    </div>
  )
}
