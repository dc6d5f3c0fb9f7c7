import { type Place, showPlace } from '../stores/conversations.js'
import { drawThenFocus } from '../ui/focus.js'

/** Shows the conversations or the Trash, and moves the focus to its first row, else to a button of it. */
export function goToPlace(place: Place): void {
  const find = (selector: string) => document.querySelector<HTMLElement>(`nav ${selector}`)
  drawThenFocus(
    () => showPlace(place),
    () => find('[data-row][tabindex="0"]') ?? find('[aria-label="Back to conversations"]') ?? find('.sidebar-place'),
  )
}
