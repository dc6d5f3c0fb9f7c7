import { changeReplySettings, useReplySettings } from '../../stores/reply-settings.js'
import { efforts } from '../../ui/efforts.js'
import { Segmented } from '../../ui/segmented.js'

/** Sets the effort of the open conversation, from its next reply on. */
export function EffortChoice() {
  const own = useReplySettings()
  return (
    <div className="effort-choice" data-tip="Effort: how long the model thinks before it answers">
      <Segmented
        label="Effort"
        options={efforts}
        value={own.settings.effort}
        onChange={(value) => changeReplySettings(own, { effort: value })}
      />
    </div>
  )
}
