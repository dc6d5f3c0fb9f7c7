import { useEffect } from 'react'
import { runMenuCommand } from './menu-commands.js'
import { commandOfKey } from './menu-keys.js'

export function useMenuKeys(platform: string): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = event.isComposing ? undefined : commandOfKey(event, platform)
      if (command === undefined) return
      // Otherwise the native menu would run the command again.
      event.preventDefault()
      event.stopPropagation()
      runMenuCommand(command)
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [platform])
}
