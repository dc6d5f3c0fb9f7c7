import './settings.css'
import type { ReplySettings } from '../../contract/settings.js'
import { efforts } from '../ui/efforts.js'
import { Segmented } from '../ui/segmented.js'
import { rules } from './setting-text.js'
import { Instructions, NumberSetting } from './text-setting.js'

const numbers = [
  { name: 'temperature', label: 'Temperature', placeholder: 'The model’s own' },
  { name: 'topP', label: 'Top-p', placeholder: 'The model’s own' },
  { name: 'maxTokens', label: 'Tokens at most', placeholder: 'What there is room for' },
  { name: 'seed', label: 'Seed', placeholder: 'Another one each time' },
] as const

type NumberChange = Partial<Pick<ReplySettings, (typeof numbers)[number]['name']>>

interface ReplySettingsFormProps {
  readonly value: ReplySettings
  readonly onChange: (change: Partial<ReplySettings>) => void
}

/** How replies are made: of one conversation, or the defaults for new ones. */
export function ReplySettingsForm({ value, onChange }: ReplySettingsFormProps) {
  return (
    <div className="settings-form">
      <Instructions value={value.instructions} onChange={(instructions) => onChange({ instructions })} />
      <div className="setting">
        <span aria-hidden="true">Effort</span>
        <Segmented label="Effort" options={efforts} value={value.effort} onChange={(effort) => onChange({ effort })} />
      </div>
      {numbers.map(({ name, label, placeholder }) => (
        <NumberSetting
          key={name}
          label={label}
          rule={rules[name]}
          placeholder={placeholder}
          value={value[name]}
          onChange={(number) => onChange({ [name]: number } satisfies NumberChange)}
        />
      ))}
    </div>
  )
}
