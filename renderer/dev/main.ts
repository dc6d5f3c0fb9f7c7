/** The window without main: `npx vite renderer/dev`, for work on how it looks. Never part of the app. */
import { makeDouble } from './double.js'

const options = new URLSearchParams(location.search)
Object.defineProperty(window, 'parley', { value: makeDouble(options) })
await import('../main.js')
