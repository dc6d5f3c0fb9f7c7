import { useEffect } from 'react'
import { closeSettings } from '../stores/settings.js'
import { undoNewest } from '../stores/view.js'
import { isUndoKey } from '../ui/keys.js'
import { isTextField } from '../ui/text-field.js'

/** Escape closes the window. ⌘Z runs the undo of the newest notice; in a field it undoes typing. */
export function useSettingsKeys(platform: string): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      if (event.key === 'Escape') {
        // A field saves its text when it loses the focus; main receives that before it closes the window.
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
        closeSettings()
      }
      if (isUndoKey(event, platform) && !isTextField(event.target) && undoNewest()) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [platform])
}
