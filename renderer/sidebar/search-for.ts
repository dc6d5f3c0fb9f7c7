import { search } from '../stores/conversations.js'
import { queryLike } from '../stores/like.js'
import { notify, reportError, showSidebar } from '../stores/view.js'
import { drawThenFocus } from '../ui/focus.js'
import { searchField } from './search-field.js'

/** Searches all conversations for words that stand somewhere in the window. */
export function searchFor(words: string): void {
  drawThenFocus(() => {
    showSidebar()
    search(words.replace(/\s+/g, ' '))
  }, searchField)
}

/** Searches for messages that share the most telling words of this one. */
export async function findLike(messageId: string): Promise<void> {
  try {
    const query = await queryLike(messageId)
    if (query === undefined) notify({ message: 'No other message has the words of this one.' })
    else searchFor(query)
  } catch (error) {
    reportError(error)
  }
}
