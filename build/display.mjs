import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { isLinux } from './setup/places.mjs'
import { SetupError } from './setup/run.mjs'

export const hasDisplay = () => !isLinux || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/**
 * Starts a virtual display on a free number and sets DISPLAY; it ends with this process or by the function returned.
 * Access control is off so that tests can show a window as another user; it listens on no network socket.
 */
export async function startDisplay() {
  const screen = ['-screen', '0', '1600x1000x24']
  // Without -noreset it starts anew when a window has gone, and refuses the next one that comes just then.
  const server = spawn('Xvfb', ['-displayfd', '3', ...screen, '-nolisten', 'tcp', '-ac', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const number = await new Promise((resolve, reject) => {
    server.once('error', () => reject(new SetupError('Xvfb is missing. Install the package xvfb.')))
    server.once('exit', () => reject(new SetupError('The virtual display could not be started.')))
    // The line comes in two writes; a pipe that is closed between them ends the server.
    createInterface({ input: server.stdio[3] }).once('line', resolve)
  })
  process.env.DISPLAY = `:${number}`
  const stop = () => server.kill()
  process.once('exit', stop)
  for (const signal of ['SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1))
  server.unref()
  server.stdio[3].destroy()
  return stop
}

/** Runs `work` with a display, a virtual one where there is none. */
export async function withDisplay(work) {
  if (hasDisplay()) return work()
  const stop = await startDisplay()
  try {
    return await work()
  } finally {
    stop()
    delete process.env.DISPLAY
  }
}
