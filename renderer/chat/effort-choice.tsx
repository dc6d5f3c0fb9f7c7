import type { Effort } from '../../contract/engine.js'
import { changeReplySettings, useReplySettings } from '../stores/reply-settings.js'
import { Segmented } from '../ui/segmented.js'

export const efforts: readonly { readonly value: Effort; readonly label: string }[] = [
  { value: 'low', label: 'Low' },
  { value: 'medium', label: 'Medium' },
  { value: 'high', label: 'High' },
]

/** How long the model may think, in the open conversation from its next reply on. */
export function EffortChoice() {
  const { effort } = useReplySettings()
  return (
    <div className="effort-choice" data-tip="Effort: how long the model thinks before it answers">
      <Segmented
        label="Effort"
        options={efforts}
        value={effort}
        onChange={(value) => changeReplySettings({ effort: value })}
      />
    </div>
  )
}
