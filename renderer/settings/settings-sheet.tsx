import { X } from 'lucide-react'
import { changeSettings, useSettings } from '../stores/settings.js'
import { closeSettings, useView } from '../stores/view.js'
import { Dialog, DialogClose, DialogTitle } from '../ui/dialog.js'
import { IconButton } from '../ui/icon-button.js'
import { PresetList } from './preset-list.js'
import { ReplySettingsForm } from './reply-settings-form.js'

/** What holds for the whole app: what new conversations begin with, and the presets. */
export function SettingsSheet() {
  const isOpen = useView((state) => state.isSettingsOpen)
  return (
    <Dialog isOpen={isOpen} onClose={closeSettings} className="sheet">
      <header className="sheet-head">
        <DialogTitle>Settings</DialogTitle>
        <DialogClose>
          <IconButton label="Close">
            <X />
          </IconButton>
        </DialogClose>
      </header>
      <Content />
    </Dialog>
  )
}

function Content() {
  const { defaults, writesTitles } = useSettings(({ settings }) => settings)
  return (
    <div className="sheet-content">
      <section aria-labelledby="settings-defaults">
        <h2 id="settings-defaults">New conversations begin with</h2>
        <ReplySettingsForm
          value={defaults}
          onChange={(change) => changeSettings((settings) => ({ defaults: { ...settings.defaults, ...change } }))}
        />
      </section>
      <section aria-labelledby="settings-titles">
        <h2 id="settings-titles">Titles</h2>
        <label className="setting-check">
          <input
            type="checkbox"
            checked={writesTitles}
            onChange={(event) => changeSettings(() => ({ writesTitles: event.target.checked }))}
          />
          The model writes titles in the background
        </label>
      </section>
      <section aria-labelledby="settings-presets">
        <h2 id="settings-presets">Presets</h2>
        <PresetList />
      </section>
    </div>
  )
}
