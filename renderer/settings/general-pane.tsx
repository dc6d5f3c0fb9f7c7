import { Fragment, type ReactElement, useId } from 'react'
import { type AppSettingName, appSettingNames, type Settings } from '../../contract/settings.js'
import { changeSettings, useSettings } from '../stores/settings.js'

/** The control of each app setting, in the order of the table. */
const controls: Readonly<Record<AppSettingName, ReactElement>> = {
  writesTitles: (
    <SwitchControl name="writesTitles" heading="Titles" label="The model writes titles">
      It writes in the background, when it has nothing else to do. When off, a title is the first words of the
      conversation. Titles that you write are never changed. The demonstration model writes none.
    </SwitchControl>
  ),
}

export function GeneralPane() {
  return appSettingNames.map((name) => <Fragment key={name}>{controls[name]}</Fragment>)
}

type SwitchName = { [Name in AppSettingName]: Settings[Name] extends boolean ? Name : never }[AppSettingName]

interface SwitchControlProps {
  readonly name: SwitchName
  readonly heading: string
  readonly label: string
  /** The hint. */
  readonly children: string
}

function SwitchControl({ name, heading, label, children }: SwitchControlProps) {
  const isOn = useSettings(({ settings }) => settings[name])
  const hint = useId()
  return (
    <div className="setting">
      <span>{heading}</span>
      <label className="setting-check">
        <input
          type="checkbox"
          checked={isOn}
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
