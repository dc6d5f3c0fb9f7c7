import { search } from '../stores/conversations.js'
import { showSidebar } from '../stores/view.js'
import { drawThenFocus } from '../ui/focus.js'
import { searchField } from './search-field.js'

/** Searches all conversations for words that stand somewhere in the window. */
export function searchFor(words: string): void {
  drawThenFocus(() => {
    showSidebar()
    search(words.replace(/\s+/g, ' '))
  }, searchField)
}
