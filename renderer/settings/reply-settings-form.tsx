import './settings.css'
import type { ReplySettings } from '../../contract/settings.js'
import { Segmented } from '../ui/segmented.js'
import { efforts } from './efforts.js'
import { rules } from './setting-text.js'
import { Instructions, NumberSetting } from './text-setting.js'

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
      <NumberSetting
        label="Temperature"
        rule={rules.temperature}
        placeholder="The model’s own"
        value={value.temperature}
        onChange={(temperature) => onChange({ temperature })}
      />
      <NumberSetting
        label="Top-p"
        rule={rules.topP}
        placeholder="The model’s own"
        value={value.topP}
        onChange={(topP) => onChange({ topP })}
      />
      <NumberSetting
        label="Tokens at most"
        rule={rules.maxTokens}
        placeholder="What there is room for"
        value={value.maxTokens}
        onChange={(maxTokens) => onChange({ maxTokens })}
      />
      <NumberSetting
        label="Seed"
        rule={rules.seed}
        placeholder="Another one each time"
        value={value.seed}
        onChange={(seed) => onChange({ seed })}
      />
    </div>
  )
}
