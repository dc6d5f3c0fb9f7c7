import type { App } from './app.js'

/**
 * Freezes the engine so that a reply can't progress. Returns a function that lets it continue. Main gets a suspend event,
 * because otherwise it kills a silent engine before a slow test is done.
 */
export async function holdEngine(app: App): Promise<() => Promise<void>> {
  const pid = await app.electron.evaluate(({ app: electronApp, powerMonitor }) => {
    const engine = electronApp
      .getAppMetrics()
      .find(({ name, serviceName }) => name === 'Parley engine' || serviceName === 'Parley engine')
    if (!engine) throw new Error('There is no engine.')
    powerMonitor.emit('suspend')
    process.kill(engine.pid, 'SIGSTOP')
    return engine.pid
  })
  return async () => {
    process.kill(pid, 'SIGCONT')
    await app.electron.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'))
  }
}
