import { describeFault } from '../contract/fault.js'
import { request } from './bridge.js'

/** Puts an error into the log of the app, without its message. */
export function reportFault(error: unknown): void {
  request.reportFault(describeFault(error)).catch(() => undefined) // nobody is left to tell
}

/** Reports what nobody catches in this window. */
export function watchFaults(): void {
  window.addEventListener('error', ({ error }) => reportFault(error))
  window.addEventListener('unhandledrejection', ({ reason }) => reportFault(reason))
}
