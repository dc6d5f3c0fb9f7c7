import { useEffect } from 'react'
import { isReplying, stopReply, useConversations } from './stores/conversations.js'
import { closeOverlay, undoNewest, useView } from './stores/view.js'
import { isUndoKey } from './ui/keys.js'
import { isTextField } from './ui/text-field.js'

let lastEditMs = 0
const sameKeyMs = 400

/** Whether ⌘⌫ was pressed in a text field just now: there it deletes to the start of the line and not a conversation. */
export const wasDeletingText = () => performance.now() - lastEditMs < sameKeyMs

/** Keys that belong to the whole window and to no menu: Escape stops a reply, ⌘Z undoes what a notice offers to undo. */
export function useWindowKeys(platform: string): void {
  useEffect(() => {
    const onKeyDownFirst = (event: KeyboardEvent) => {
      if (event.key === 'Backspace' && isTextField(event.target)) lastEditMs = performance.now()
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      if (event.key === 'Escape' && !isPanelOpen() && closeOrStop()) event.preventDefault()
      if (isUndoKey(event, platform) && !isTextField(event.target) && undoNewest()) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDownFirst, { capture: true })
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('keydown', onKeyDownFirst, { capture: true })
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [platform])
}

/** What is open closes before a reply stops. */
function closeOrStop(): boolean {
  if (useView.getState().isOverlayOpen) closeOverlay()
  else if (isReplying(useConversations.getState())) stopReply()
  else return false
  return true
}

/** One that fades out takes no keys any more. */
const isPanelOpen = () => document.querySelector(':is([role=dialog], [role=menu]):not([data-closed])') !== null
