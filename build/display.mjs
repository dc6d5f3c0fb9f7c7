import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { isLinux } from './setup/places.mjs'
import { SetupError } from './setup/run.mjs'

export const hasDisplay = () => !isLinux || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/**
 * Starts a virtual display on a free number. It stops by `stop` or with this process. Access control is off because tests
 * show windows as another user; the server listens on no network socket.
 * @returns {Promise<{ name: string, stop: () => void }>} `name` is the value of DISPLAY
 */
async function startDisplay() {
  const screen = ['-screen', '0', '1600x1000x24']
  // Without -noreset the server restarts when its last window closes, and refuses windows during the restart.
  const server = spawn('Xvfb', ['-displayfd', '3', ...screen, '-nolisten', 'tcp', '-ac', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const number = await new Promise((resolve, reject) => {
    server.once('error', () => reject(new SetupError('Xvfb is missing. Install the package xvfb.')))
    server.once('exit', () => reject(new SetupError('The virtual display could not be started.')))
    // The server writes the line in two parts; closing the pipe between them would kill it.
    createInterface({ input: server.stdio[3] }).once('line', resolve)
  })
  const stop = () => server.kill()
  process.once('exit', stop)
  server.unref()
  server.stdio[3].destroy()
  const end = () => {
    process.off('exit', stop)
    stop()
  }
  return { name: `:${number}`, stop: end }
}

/** Runs `work` with a display; starts a virtual one if there is none. */
export async function withDisplay(work) {
  return withDisplays(1, () => work())
}

/**
 * Runs `work` with the names of `count` displays, of which DISPLAY is the first. Where there is a real one, it is the only
 * one.
 */
export async function withDisplays(count, work) {
  if (hasDisplay()) return work([])
  const signals = ['SIGTERM', 'SIGHUP']
  const exit = () => process.exit(1) // runs the exit handlers, which stop the displays
  for (const signal of signals) process.on(signal, exit)
  const displays = await Promise.all(Array.from({ length: count }, startDisplay))
  process.env.DISPLAY = displays[0].name
  try {
    return await work(displays.map(({ name }) => name))
  } finally {
    for (const { stop } of displays) stop()
    for (const signal of signals) process.off(signal, exit)
    delete process.env.DISPLAY
  }
}
