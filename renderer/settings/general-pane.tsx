import { useId } from 'react'
import { changeSettings, useSettings } from '../stores/settings.js'

export function GeneralPane() {
  const writesTitles = useSettings(({ settings }) => settings.writesTitles)
  const hint = useId()
  return (
    <div className="setting">
      <span>Titles</span>
      <label className="setting-check">
        <input
          type="checkbox"
          checked={writesTitles}
          aria-describedby={hint}
          onChange={(event) => void changeSettings(() => ({ writesTitles: event.target.checked }))}
        />
        The model writes titles
      </label>
      <p id={hint} className="setting-hint">
        In the background, while nothing waits for it. Else a title is the first words of a conversation. A title of
        your own always stays. The demonstration model writes none.
      </p>
    </div>
  )
}
