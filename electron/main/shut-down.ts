import { app } from 'electron'
import { report } from './log/report.js'

/** A longer shutdown is cut off. Nothing is lost, because acknowledged data is already stored. */
const maxShutDownMs = 15_000

/** Delays quitting until `shutDown` has stopped and stored everything, at most `maxShutDownMs`. Then calls `close`. */
export function shutDownBeforeQuit(shutDown: () => Promise<void>, close: () => void): void {
  let state: 'running' | 'closing' | 'closed' = 'running'
  const deadline = () => new Promise<void>((resolve) => setTimeout(resolve, maxShutDownMs))
  const onFailure = (error: unknown) => report('Parley could not shut down cleanly.', error)
  app.on('before-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    Promise.race([shutDown(), deadline()])
      .catch(onFailure)
      .then(close)
      .catch(onFailure)
      .finally(() => {
        state = 'closed'
        app.quit()
      })
  })
}
