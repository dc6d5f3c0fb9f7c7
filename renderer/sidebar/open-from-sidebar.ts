import { composerField } from '../chat/composer/composer-field.js'
import { useView } from '../stores/view.js'
import { drawThenFocus } from '../ui/focus.js'

/** Opens the item of a row. If the sidebar covers the window, it closes and the composer gets the focus. */
export function openFromSidebar(open: () => void): void {
  const { isOverlayOpen } = useView.getState()
  drawThenFocus(open, () => (isOverlayOpen ? composerField() : undefined))
}
