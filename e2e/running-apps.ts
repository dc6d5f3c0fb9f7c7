import { ChildProcess } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import type { ElectronApplication } from 'playwright'

/** An app that a test started, with its output. It is kept after it exits, because its exit may make a test fail. */
export interface StartedApp {
  readonly process: ChildProcess
  /** Number of the test that started it; 0 before the first test. */
  readonly test: number
  /** Output to stdout and stderr, in order. */
  readonly output: string[]
  readonly console: string[]
  /** Missing until Playwright is connected. */
  electron?: ElectronApplication
}

const started: StartedApp[] = []
let currentTest = 0

/** Finds processes before their first output, even if Playwright never connects to them. */
subscribe('child_process', (message) => {
  if (!(message instanceof Object && 'process' in message && message.process instanceof ChildProcess)) return
  const child = message.process
  child.once('spawn', () => {
    if (!child.spawnargs.some((argument) => argument.startsWith('--remote-debugging-port'))) return
    const app: StartedApp = { process: child, test: currentTest, output: [], console: [] }
    started.push(app)
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => app.output.push(String(data)))
  })
})

/** Records the console output of the app's windows. */
export function watchApp(electron: ElectronApplication): void {
  const app = started.find(({ process }) => process === electron.process())
  if (!app) return
  app.electron = electron
  electron.context().on('console', (message) => {
    app.console.push(`${message.page()?.url() ?? 'unknown window'} ${message.type()}: ${message.text()}`)
  })
  electron.context().on('weberror', (event) => {
    const { message, stack } = event.error()
    app.console.push(`${event.page()?.url() ?? 'unknown window'} uncaught: ${stack ?? message}`)
  })
}

const hasEnded = ({ process }: StartedApp) => process.exitCode !== null || process.signalCode !== null

export function beginTest(): void {
  currentTest++
  const last = started.at(-1)
  started.splice(0, started.length, ...started.filter((app) => app === last || !hasEnded(app)))
}

/** The apps that are running or that the test started; if there are none, the last one, whose exit may fail the test. */
export function appsOfTest(): readonly StartedApp[] {
  const own = started.filter((app) => app.test === currentTest || !hasEnded(app))
  return own.length > 0 ? own : started.slice(-1)
}
