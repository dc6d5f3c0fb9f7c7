import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { attach } from './inspector.mjs'
import { asOrdinaryUser } from './ordinary-user.mjs'
import { family, listeningPorts } from './processes.mjs'

const deadlineMs = 120_000

/**
 * Starts a packaged app as an ordinary user, with Chromium's sandbox, in a home folder of its own.
 * @param {string} executable
 * @param {{ home: string, args?: readonly string[], env?: Record<string, string>, before?: readonly string[] }} options
 *   `before` is a command that starts the app, such as strace; it must change the user itself
 */
export function startApp(executable, { home, args = [], env = {}, before = asOrdinaryUser }) {
  const [program, ...rest] = [...before, executable, ...args]
  const app = spawn(program, rest, {
    cwd: home,
    env: { ...plainEnvironment(home), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errorOutput = ''
  app.stderr.setEncoding('utf8').on('data', (text) => {
    errorOutput += text
  })
  const ended = new Promise((done) => app.once('exit', (code, signal) => done(code ?? signal)))
  const kill = () => {
    for (const pid of family(app.pid ?? 0).reverse()) tryToKill(pid)
  }
  return { pid: app.pid ?? 0, ended, kill, errorOutput: () => errorOutput, onError: app.stderr }
}

const dataFolder = (home) => join(home, 'data')

/** Of this process the app gets only what a program needs to find its display and its libraries. */
function plainEnvironment(home) {
  const kept = ['PATH', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'LANG']
  const own = Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
  return { ...own, HOME: home, PARLEY_HOME: dataFolder(home) }
}

function tryToKill(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended in the meantime.
  }
}

/**
 * Runs the smoke test of a packaged app: it loads the model, makes a reply, and quits.
 * @returns {Promise<{ code: number | string, report: any, ports: string[], errorOutput: string }>}
 */
export async function runSmoke(executable, options) {
  const reportFile = join(dataFolder(options.home), 'report.json')
  const app = startApp(executable, { ...options, env: { ...options.env, PARLEY_SMOKE: reportFile } })
  const ports = new Set()
  const watch = setInterval(() => {
    for (const port of listeningPorts(app.pid)) ports.add(port)
  }, 100)
  const deadline = setTimeout(app.kill, deadlineMs)
  const code = await app.ended
  clearInterval(watch)
  clearTimeout(deadline)
  const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : undefined
  return { code, report, ports: [...ports], errorOutput: app.errorOutput() }
}

/** Starts the twin and attaches to its main process. */
export async function driveApp(executable, options) {
  mkdirSync(options.home, { recursive: true })
  const app = startApp(executable, { ...options, args: ['--inspect=127.0.0.1:0', ...(options.args ?? [])] })
  const address = await new Promise((done, fail) => {
    const look = () => {
      const found = /ws:\/\/127\.0\.0\.1:\d+\/[\w-]+/.exec(app.errorOutput())?.[0]
      if (found) done(found)
    }
    app.onError.on('data', look)
    void app.ended.then((code) => fail(new Error(`The app ended with ${code}.\n${app.errorOutput()}`)))
  })
  const { evaluate, close } = await attach(address)
  await until(() => evaluate((electron) => electron?.app.isReady() ?? false))
  const quit = async () => {
    await evaluate(({ app: electronApp }) => {
      setTimeout(() => electronApp.quit())
    }).catch(() => undefined)
    close()
    const deadline = setTimeout(app.kill, deadlineMs)
    const code = await app.ended
    clearTimeout(deadline)
    return code
  }
  return { ...app, evaluate, quit }
}

const pollMs = 100

/** Resolves with the first true result of `look`, which is asked again and again. Throws when none comes in two minutes. */
export async function until(look) {
  const end = Date.now() + deadlineMs
  while (Date.now() < end) {
    const found = await look()
    if (found) return found
    await wait(pollMs)
  }
  throw new Error(`What it waits for did not come within ${deadlineMs / 1_000} seconds.`)
}
