import type { App } from './app.js'

/**
 * Sends keys to the main window without waiting for their effects. `text:…` is a key for each character, `Control+Shift+F`
 * is a key with modifiers. Control is ⌘ on a Mac, except for Tab.
 */
export const pressKeys = (app: App, ...keys: readonly string[]) => pressKeysIn('index.html', app, ...keys)

/** Presses the keys in the window that shows `page`. */
export function pressKeysIn(page: 'index.html' | 'settings.html', app: App, ...keys: readonly string[]): Promise<void> {
  const presses = keys.flatMap((key) => (key.startsWith('text:') ? [...key.slice('text:'.length)] : [key]))
  return app.electron.evaluate(
    ({ BrowserWindow }, { file, given }) => {
      const windows = BrowserWindow.getAllWindows()
      const contents = windows.find(({ webContents }) => webContents.getURL().endsWith(`/${file}`))?.webContents
      const typed: Readonly<Record<string, string>> = { Enter: '\r', Tab: '\t', Space: ' ' }
      for (const press of given) {
        const parts = press === '+' ? ['+'] : press.split('+')
        const key = parts.pop() ?? ''
        const isMac = process.platform === 'darwin' && key !== 'Tab'
        const modifiers = parts.map((part) => (part === 'Control' && isMac ? 'meta' : part.toLowerCase()) as 'shift')
        const isCommand = parts.includes('Control')
        const character = typed[key] ?? (key.length === 1 ? key : undefined)
        contents?.sendInputEvent({ type: 'keyDown', keyCode: key, modifiers })
        if (character !== undefined && !isCommand) {
          contents?.sendInputEvent({ type: 'char', keyCode: character, modifiers })
        }
        contents?.sendInputEvent({ type: 'keyUp', keyCode: key, modifiers })
      }
    },
    { file: page, given: presses },
  )
}
