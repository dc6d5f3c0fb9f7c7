import './settings.css'
import type { ReactElement } from 'react'
import type { Setting, SettingValue } from '../../contract/setting.js'
import { type ReplySettingName, type ReplySettings, replySettingNames, replySettings } from '../../contract/settings.js'
import { Disclosure } from '../ui/disclosure.js'
import { optionsOf } from '../ui/options.js'
import { Segmented } from '../ui/segmented.js'
import { NumberField, TextField } from './text-setting.js'

interface ReplySettingsFormProps {
  readonly value: ReplySettings
  readonly onChange: (change: Partial<ReplySettings>) => void
}

const namesIn = (group: 'basic' | 'advanced') => replySettingNames.filter((name) => replySettings[name].group === group)

const basicNames = namesIn('basic')
const advancedNames = namesIn('advanced')

/** The reply settings of one conversation, or the defaults for new ones. */
export function ReplySettingsForm({ value, onChange }: ReplySettingsFormProps) {
  const field = (name: ReplySettingName) => (
    <Field
      key={name}
      setting={replySettings[name]}
      value={value[name]}
      // The field of a setting returns a value of its kind.
      onChange={(next) => onChange({ [name]: next } as Partial<ReplySettings>)}
    />
  )
  const isAdvanced = advancedNames.some((name) => value[name] !== replySettings[name].default)
  return (
    <div className="settings-form">
      {basicNames.map(field)}
      <Disclosure label="Advanced" isSet={isAdvanced}>
        <div className="settings-form">{advancedNames.map(field)}</div>
      </Disclosure>
    </div>
  )
}

interface FieldProps {
  readonly setting: Setting & { readonly label: string; readonly placeholder?: string }
  readonly value: SettingValue
  readonly onChange: (value: SettingValue) => void
}

function Field({ setting, value, onChange }: FieldProps): ReactElement {
  const { label, placeholder } = setting
  switch (setting.kind) {
    case 'text':
      return (
        <TextField
          label={label}
          placeholder={placeholder}
          maxLength={setting.maxLength}
          value={String(value)}
          onChange={onChange}
        />
      )
    case 'choice':
      return (
        <div className="setting">
          <span aria-hidden="true">{label}</span>
          <Segmented label={label} options={optionsOf(setting.options)} value={String(value)} onChange={onChange} />
        </div>
      )
    case 'number':
      return (
        <NumberField
          label={label}
          placeholder={placeholder}
          setting={setting}
          value={typeof value === 'number' ? value : null}
          onChange={onChange}
        />
      )
    case 'switch':
      return (
        <label className="setting setting-check">
          <span>{label}</span>
          <input type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked)} />
        </label>
      )
  }
}
