import { app } from 'electron'
import { emitToFront } from '../ipc.js'
import { isNewerVersion } from '../updates/is-newer-version.js'
import type { ViewStateFile } from './view-state.js'

interface AtStart {
  /** What was planned before the app ended and is done now. */
  readonly done: readonly string[]
  /** What was found when files were opened. */
  readonly found: readonly (string | undefined)[]
  readonly viewState: ViewStateFile
}

/** Says in notices what happened before the window was open, and that this version is a newer one. */
export function sayAtStart({ done, found, viewState }: AtStart): void {
  for (const message of done) emitToFront('notice', { message, tone: 'info' })
  for (const message of found)
    if (message !== undefined) emitToFront('notice', { message, tone: 'warning', offers: 'show-data' })
  const version = app.getVersion()
  if (isNewerVersion(version, viewState.changeVersion(version)))
    emitToFront('notice', { message: `Parley is now version ${version}.`, tone: 'info', offers: 'whats-new' })
}
