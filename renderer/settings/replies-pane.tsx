import { initialSettings } from '../../contract/settings.js'
import { useModels } from '../stores/models.js'
import { changeSettings, replaceDefaults, useSettings } from '../stores/settings.js'
import { Button } from '../ui/button.js'
import { allEffortNames } from '../ui/efforts.js'
import { FilterSection } from './filter-section.js'
import { ReplySettingsForm } from './reply-settings-form.js'
import { effortHint, isSame } from './reply-settings-words.js'

/** The reply settings of new conversations. */
export function RepliesPane() {
  const defaults = useSettings(({ settings }) => settings.defaults)
  const chosen = useModels(({ choice }) => choice?.models.find(({ id }) => id === choice.chosenId))
  const isOwn = isSame(defaults, initialSettings.defaults)
  const restore = () => void replaceDefaults(initialSettings.defaults, 'Parley’s own settings are restored')
  return (
    <>
      <p className="settings-lead">New conversations start with these settings. Existing conversations keep theirs.</p>
      <ReplySettingsForm
        value={defaults}
        // The defaults are for every model.
        efforts={allEffortNames}
        effortHint={chosen && effortHint(chosen)}
        onChange={(change) => void changeSettings((settings) => ({ defaults: { ...settings.defaults, ...change } }))}
      />
      <Button className="settings-restore" aria-disabled={isOwn} onClick={isOwn ? undefined : restore}>
        Restore Parley’s own
      </Button>
      <FilterSection />
    </>
  )
}
