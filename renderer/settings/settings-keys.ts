import { useEffect } from 'react'
import { closeSettings } from '../stores/settings.js'

/** Escape closes the window. */
export function useSettingsKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      if (event.key === 'Escape') {
        // A field saves its text when it loses the focus; main receives that before it closes the window.
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
        closeSettings()
      }
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
