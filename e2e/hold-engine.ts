import type { App } from './app.js'

/**
 * Freezes the engine until what this answers is called, so that nothing it makes can come first. For main the machine
 * sleeps meanwhile: else it would end an engine that says nothing, before a slow test is done.
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
