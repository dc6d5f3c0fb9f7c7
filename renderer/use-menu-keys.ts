import { useEffect } from 'react'
import type { MenuCommand } from '../contract/menu.js'
import { runMenuCommand } from './menu-commands.js'
import { commandOfKey } from './menu-keys.js'
import { isTextField } from './ui/text-field.js'

/** In a text field the key deletes text, and in the sidebar the conversation of the focused row. */
const trashesOpenConversation = (target: EventTarget | null) =>
  !isTextField(target) && !(target instanceof Element && target.closest('nav'))

/** The pane of a page finds in its document, where the others find in the conversation. */
const findsElsewhere = (command: MenuCommand, target: EventTarget | null) =>
  /^find/.test(command) && target instanceof Element && target.closest('.page-view-inner') !== null

export function useMenuKeys(platform: string): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = event.isComposing ? undefined : commandOfKey(event, platform)
      if (command === undefined || findsElsewhere(command, event.target)) return
      if (command === 'trash' && !trashesOpenConversation(event.target)) return
      // Otherwise the native menu would run the command again.
      event.preventDefault()
      event.stopPropagation()
      runMenuCommand(command)
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [platform])
}
