import { initialSettings } from '../../contract/settings.js'
import { changeSettings, replaceDefaults, useSettings } from '../stores/settings.js'
import { Button } from '../ui/button.js'
import { ReplySettingsForm } from './reply-settings-form.js'
import { isSame } from './reply-settings-words.js'

/** How replies are made in conversations that are yet to begin. */
export function RepliesPane() {
  const defaults = useSettings(({ settings }) => settings.defaults)
  const isOwn = isSame(defaults, initialSettings.defaults)
  const restore = () => void replaceDefaults(initialSettings.defaults, 'These are Parley’s own settings again')
  return (
    <>
      <p className="settings-lead">New conversations begin with this. Those that have begun keep what they have.</p>
      <ReplySettingsForm
        value={defaults}
        onChange={(change) => void changeSettings((settings) => ({ defaults: { ...settings.defaults, ...change } }))}
      />
      <Button className="settings-restore" aria-disabled={isOwn} onClick={isOwn ? undefined : restore}>
        Restore Parley’s own
      </Button>
    </>
  )
}
