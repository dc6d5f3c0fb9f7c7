import './settings.css'
import { type ReactElement, useId } from 'react'
import type { Effort } from '../../contract/engine.js'
import type { Setting, SettingValue } from '../../contract/setting.js'
import { type ReplySettingName, type ReplySettings, replySettingNames, replySettings } from '../../contract/settings.js'
import { Disclosure } from '../ui/disclosure.js'
import { effortControl } from '../ui/efforts.js'
import { optionsOf } from '../ui/options.js'
import { Segmented } from '../ui/segmented.js'
import { NumberField, TextField } from './text-setting.js'

interface ReplySettingsFormProps {
  readonly value: ReplySettings
  readonly onChange: (change: Partial<ReplySettings>) => void
  /** Those of the model that the settings are for: the effort is shown as a choice of them. */
  readonly efforts: readonly Effort[]
  /** A sentence below the effort. */
  readonly effortHint?: string | undefined
}

const namesIn = (group: 'basic' | 'advanced') => replySettingNames.filter((name) => replySettings[name].group === group)

const basicNames = namesIn('basic')
const advancedNames = namesIn('advanced')

/** The reply settings of one conversation, or the defaults for new ones. */
export function ReplySettingsForm({ value, onChange, efforts, effortHint }: ReplySettingsFormProps) {
  const otherField = (name: ReplySettingName) => (
    <Field
      key={name}
      setting={replySettings[name]}
      value={value[name]}
      // The field of a setting returns a value of its kind.
      onChange={(next) => onChange({ [name]: next } as Partial<ReplySettings>)}
    />
  )
  const field = (name: ReplySettingName) =>
    name === 'effort' ? (
      <EffortField
        key={name}
        efforts={efforts}
        hint={effortHint}
        value={value.effort}
        onChange={(effort) => onChange({ effort })}
      />
    ) : (
      otherField(name)
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

interface EffortFieldProps {
  readonly efforts: readonly Effort[]
  readonly hint: string | undefined
  readonly value: Effort
  readonly onChange: (effort: Effort) => void
}

/** Nothing for a model that has no choice of it. */
function EffortField({ efforts, hint, value, onChange }: EffortFieldProps) {
  const id = useId()
  const control = effortControl(efforts)
  if (!control) return null
  const { label, options, optionOf } = control
  return (
    <div className="setting">
      <span aria-hidden="true">{label}</span>
      <Segmented label={label} options={options} value={optionOf(value)} onChange={onChange} describedBy={hint && id} />
      {hint && (
        <p id={id} className="setting-hint">
          {hint}
        </p>
      )}
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
