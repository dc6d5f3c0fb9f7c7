import { useEffect } from 'react'
import { isReplying, stopReply, useConversations } from './stores/conversations.js'
import { closeOverlay, undoNewest, useView } from './stores/view.js'
import { isUndoKey } from './ui/keys.js'
import { isTextField } from './ui/text-field.js'

let lastEditMs = 0
const sameKeyMs = 400

/** Whether ⌘⌫ was just pressed in a text field, where it deletes text and must not trash the conversation. */
export const wasDeletingText = () => performance.now() - lastEditMs < sameKeyMs

/** Handles keys of the whole window that are in no menu: Escape stops a reply, ⌘Z runs the Undo of a notice. */
export function useWindowKeys(platform: string): void {
  useEffect(() => {
    const onKeyDownCapture = (event: KeyboardEvent) => {
      if (event.key === 'Backspace' && isTextField(event.target)) lastEditMs = performance.now()
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      if (event.key === 'Escape' && !isPanelOpen() && closeOrStop()) event.preventDefault()
      if (isUndoKey(event, platform) && !isTextField(event.target) && undoNewest()) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDownCapture, { capture: true })
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('keydown', onKeyDownCapture, { capture: true })
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [platform])
}

/** Closes the sidebar if it covers the window, else stops the reply. Returns whether there was anything to do. */
function closeOrStop(): boolean {
  if (useView.getState().isOverlayOpen) closeOverlay()
  else if (isReplying(useConversations.getState())) stopReply()
  else return false
  return true
}

/** A panel that is fading out no longer handles keys. */
const isPanelOpen = () => document.querySelector(':is([role=dialog], [role=menu]):not([data-closed])') !== null
