import { useEffect } from 'react'
import { answerContextMenu, followContextMenu } from '../stores/context-menu.js'
import { isTextField } from '../ui/text-field.js'
import type { ContextActions } from './context-actions.js'
import { placeActions } from './place-actions.js'

/**
 * Native context menus: main asks what can be done where the pointer is, and writes the words. What that is, is read when
 * the event comes, because text may move until main asks. The keys open the menu of what has the focus.
 */
export function useContextMenu(platform: string): void {
  useEffect(() => {
    let actions: ContextActions = {}
    const onContextMenu = ({ target }: Event) => {
      actions = target instanceof Element ? placeActions(target, platform) : {}
    }
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event
      if (event.defaultPrevented || !opensMenu(event, platform) || !(target instanceof HTMLElement)) return
      // Chromium does it in a field, with the spelling, except on macOS.
      if (isTextField(target) && platform !== 'darwin') return
      event.preventDefault()
      actions = placeActions(target, platform)
      answerContextMenu(Object.keys(actions), placeBelow(target))
    }
    const end = followContextMenu({
      commands: () => Object.keys(actions),
      run: (command) => actions[command]?.(),
    })
    window.addEventListener('contextmenu', onContextMenu, { capture: true })
    window.addEventListener('keydown', onKeyDown)
    return () => {
      end()
      window.removeEventListener('contextmenu', onContextMenu, { capture: true })
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [platform])
}

/** ⇧F10 and the menu key, and ⌃↩ of macOS, which a row of the sidebar takes everywhere. */
const opensMenu = ({ key, shiftKey, ctrlKey, target }: KeyboardEvent, platform: string) =>
  (key === 'F10' && shiftKey) ||
  key === 'ContextMenu' ||
  (key === 'Enter' &&
    ctrlKey &&
    (platform === 'darwin' || (target instanceof Element && target.matches('nav [data-row]'))))

function placeBelow(element: HTMLElement) {
  const { left, top, bottom } = element.getBoundingClientRect()
  const y = Math.min(Math.max(bottom - 4, 0), window.innerHeight - 4, Math.max(top, 0) + 200)
  return {
    x: Math.round(left + 24),
    y: Math.round(y),
    isEditable: isTextField(element),
    selection: String(document.getSelection() ?? '').slice(0, 10_000),
  }
}
