import { useEffect } from 'react'
import { nameUndo, redoNewest, undoNewest, useUndo } from './stores/undo.js'
import { newestNoticeId, useView } from './stores/view.js'
import { isRedoKey, isUndoKey } from './ui/keys.js'
import { isTextField } from './ui/text-field.js'

/**
 * ⌘Z takes back what the user did last, ⇧⌘Z does it again. In a text field they undo typing, unless the field is empty and
 * what the user did last came after the last typing. The Edit menu names what they would do.
 */
export function useUndoKey(platform: string): void {
  useEffect(() => {
    let newestBeforeTyping = 0
    const isTyping = (target: EventTarget | null) => isTextField(target) && target.value !== ''
    const name = () => nameUndo(isTyping(document.activeElement))
    const onInput = () => {
      newestBeforeTyping = newestNoticeId()
      name()
    }
    const onKeyDown = (event: KeyboardEvent) => {
      const isRedo = isRedoKey(event, platform)
      if (event.defaultPrevented || event.isComposing || !(isRedo || isUndoKey(event, platform))) return
      const { target } = event
      if (isTyping(target)) return
      const isDone = isRedo ? redoNewest() : undoNewest(isTextField(target) ? newestBeforeTyping : undefined)
      if (isDone) event.preventDefault()
    }
    const unfollow = [
      useUndo.subscribe(name),
      useView.subscribe(({ notices }, before) => notices !== before.notices && name()),
    ]
    window.addEventListener('input', onInput, { capture: true })
    window.addEventListener('focusin', name)
    window.addEventListener('keydown', onKeyDown)
    return () => {
      for (const end of unfollow) end()
      window.removeEventListener('input', onInput, { capture: true })
      window.removeEventListener('focusin', name)
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [platform])
}
