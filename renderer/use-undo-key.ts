import { useEffect } from 'react'
import { newestNoticeId, undoNewest } from './stores/view.js'
import { isUndoKey } from './ui/keys.js'
import { isTextField } from './ui/text-field.js'

/**
 * ⌘Z runs the Undo of the newest notice. In a text field it undoes typing, unless the field is empty and the notice came
 * after the last typing: then the last thing that the user did is what the notice is about.
 */
export function useUndoKey(platform: string): void {
  useEffect(() => {
    let newestBeforeTyping = 0
    const onInput = () => {
      newestBeforeTyping = newestNoticeId()
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || !isUndoKey(event, platform)) return
      const { target } = event
      if (isTextField(target) && target.value !== '') return
      if (undoNewest(isTextField(target) ? newestBeforeTyping : undefined)) event.preventDefault()
    }
    window.addEventListener('input', onInput, { capture: true })
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('input', onInput, { capture: true })
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [platform])
}
