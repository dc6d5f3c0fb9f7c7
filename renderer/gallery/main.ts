/** The window without main, for work on its looks: `npm run gallery`. `?settings` opens Settings. Never part of the app. */
import { makeDouble } from './double.js'

const options = new URLSearchParams(location.search)
Object.defineProperty(window, 'parley', { value: makeDouble(options) })
if (options.has('settings')) await import('../settings/main.js')
else await import('../main.js')
