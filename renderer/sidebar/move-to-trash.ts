import { trashConversation } from '../stores/conversations.js'
import { isTextField } from '../ui/text-field.js'

/**
 * The focus goes to the next conversation, and after Undo to the one that came back. Whoever writes while it goes, goes
 * on writing.
 */
export async function moveToTrash(id: string): Promise<void> {
  const isWriting = isTextField(document.activeElement)
  let isBack = false
  await trashConversation(id, (next) => {
    if (!isWriting || isBack) focusConversation(next)
    isBack = true
  })
}

/**
 * Puts the focus on the conversation's row, where that can be seen; else on what the title offers, and where no
 * conversation is left, on New chat.
 */
function focusConversation(id: string | null): void {
  // The composer takes it when another conversation is opened.
  requestAnimationFrame(() => {
    const row = id === null ? [] : document.querySelectorAll<HTMLElement>(`nav [data-row="${CSS.escape(id)}"]`)
    const others = ['main [aria-label="Conversation options"]', '[aria-label="New chat"]'].flatMap((selector) => [
      ...document.querySelectorAll<HTMLElement>(selector),
    ])
    for (const element of [...row, ...others]) {
      element.focus()
      if (document.activeElement === element) return
    }
  })
}
