import { app } from 'electron'
import { report } from './report.js'

/** Reports what nobody catches in main, and Chromium’s own processes that end by themselves. Call before the app is ready. */
export function watchProcesses(): void {
  process.on('uncaughtExceptionMonitor', (error) => report('Main threw an error that nobody caught.', error))
  process.on('unhandledRejection', (error) => report('A promise of main failed and nobody asked why.', error))
  app.on('web-contents-created', (_, contents) => {
    contents.on('preload-error', (_event, _path, error) => report('The preload of a page failed.', error))
  })
  app.on('child-process-gone', (_, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') report(`A process of type ${type} ended: ${reason}.` as const, undefined, { exitCode })
  })
}
