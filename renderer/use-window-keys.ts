import { useEffect } from 'react'
import { composerField } from './chat/composer/composer-field.js'
import { isReplying, stopReply, useConversations } from './stores/conversations.js'
import { closeOverlay, useView } from './stores/view.js'

/**
 * Handles keys of the whole window that are in no menu: Escape stops a reply, and a letter typed on a row of the sidebar
 * goes into the message.
 */
export function useWindowKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      if (event.key === 'Escape' && !isPanelOpen() && closeOrStop()) event.preventDefault()
      if (isLetter(event) && isRow(event.target)) composerField()?.focus()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

const isLetter = ({ key, metaKey, ctrlKey, altKey }: KeyboardEvent) =>
  key.length === 1 && key !== ' ' && !metaKey && !ctrlKey && !altKey

const isRow = (target: EventTarget | null) => target instanceof HTMLElement && target.matches('nav [data-row]')

/** Closes the sidebar if it covers the window, else stops the reply. Returns whether there was anything to do. */
function closeOrStop(): boolean {
  if (useView.getState().isOverlayOpen) closeOverlay()
  else if (isReplying(useConversations.getState())) stopReply()
  else return false
  return true
}

/** A panel that is fading out no longer handles keys. */
const isPanelOpen = () => document.querySelector(':is([role=dialog], [role=menu]):not([data-closed])') !== null
