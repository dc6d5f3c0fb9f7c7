import { useEffect } from 'react'
import { runMenuCommand } from './menu-commands.js'
import { takenCommand } from './menu-keys.js'

export function useMenuKeys(platform: string): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = event.isComposing ? undefined : takenCommand(event, platform)
      if (command === undefined) return
      // Else the native menu would run it once more.
      event.preventDefault()
      event.stopPropagation()
      runMenuCommand(command)
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [platform])
}
