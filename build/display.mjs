import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { isLinux } from './setup/places.mjs'
import { SetupError } from './setup/run.mjs'

export const hasDisplay = () => !isLinux || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/**
 * Starts a virtual display on a free number and sets DISPLAY. Returns a function that stops it; it also stops with this
 * process. Access control is off because tests show windows as another user; the server listens on no network socket.
 */
export async function startDisplay() {
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
  process.env.DISPLAY = `:${number}`
  const stop = () => server.kill()
  process.once('exit', stop)
  for (const signal of ['SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1))
  server.unref()
  server.stdio[3].destroy()
  return stop
}

/** Runs `work` with a display; starts a virtual one if there is none. */
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
