import { changeReplySettings, useReplySettings } from '../../stores/reply-settings.js'
import { useEfforts } from '../../stores/wanted-model.js'
import { effortControl } from '../../ui/efforts.js'
import { Segmented } from '../../ui/segmented.js'

/** Sets the effort of the open conversation, from its next reply on. Nothing for a model that has no choice of it. */
export function EffortChoice() {
  const own = useReplySettings()
  const control = effortControl(useEfforts())
  if (!control) return null
  return (
    <div className="effort-choice" data-tip={control.tip}>
      <span className="effort-label" aria-hidden="true">
        {control.label}
      </span>
      <Segmented
        label={control.label}
        options={control.options}
        value={control.optionOf(own.settings.effort)}
        onChange={(value) => changeReplySettings(own, { effort: value })}
      />
    </div>
  )
}
