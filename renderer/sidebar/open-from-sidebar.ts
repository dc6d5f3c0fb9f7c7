import { composerField } from '../chat/composer/composer-field.js'
import { useView } from '../stores/view.js'
import { drawThenFocus } from '../ui/focus.js'

/** Opens what a row stands for. A sidebar over the window closes with it, and the composer takes the focus. */
export function goTo(open: () => void): void {
  const { isOverlayOpen } = useView.getState()
  drawThenFocus(open, () => (isOverlayOpen ? composerField() : undefined))
}
