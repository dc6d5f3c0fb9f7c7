import { spawn } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { countTests } from '../count-tests.mjs'
import { isLinux, out, root } from '../setup/places.mjs'
import { failuresOf } from './failures.mjs'

const program = join(root, 'node_modules', 'vitest', 'vitest.mjs')

/** Vitest arguments of each suite. `packaged.spec.ts` needs a package, so it is a suite of its own. */
export const suites = {
  unit: ['--config', 'vitest.config.mts'],
  e2e: ['--config', 'e2e/vitest.config.mts', '--exclude', 'packaged.spec.ts'],
  packaged: ['--config', 'e2e/vitest.config.mts', 'packaged.spec.ts'],
}

/** The environment of the tests. The override keeps the npm package `electron` from downloading its binary. */
export function testEnvironment(info) {
  const override = isLinux ? { ELECTRON_OVERRIDE_DIST_PATH: dirname(info.executable) } : {}
  return { ...override, PARLEY_LAUNCH_INFO: JSON.stringify(info) }
}

/**
 * Runs Vitest, writes its output to `screen` and to a log in `folder`. A run without a report crashed and counts as a
 * failure.
 * @param {string} name name of the report and the log
 * @returns {Promise<{ passed: number, failed: number, failures: import('./failures.mjs').Failure[], log: string }>}
 */
export async function runVitest(name, args, { env = {}, folder = out, screen = process.stdout } = {}) {
  mkdirSync(folder, { recursive: true })
  const report = join(folder, `tests-${name}.json`)
  const log = join(folder, `tests-${name}.log`)
  rmSync(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const colour = screen.isTTY ? ['--color'] : []
  const child = spawn(process.execPath, [program, 'run', ...args, ...reporters, ...colour], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = () => child.kill()
  process.once('exit', stop)
  const code = await copyOutput(child, screen, log)
  process.off('exit', stop)

  const isReported = existsSync(report)
  const content = isReported ? JSON.parse(readFileSync(report, 'utf8')) : { testResults: [] }
  const counted = countTests(content, code === 0)
  const failures = failuresOf(content, root)
  if (failures.length === 0 && counted.failed > 0) {
    const message = isReported ? `Vitest ended with code ${code}` : 'Vitest left no report'
    failures.push({ file: 'Vitest', name: 'the run itself', message })
  }
  return { ...counted, failures, log }
}

/** Copies the output of a process to the screen and the log until it exits, and returns its exit code. */
async function copyOutput(child, screen, log) {
  const file = createWriteStream(log)
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text) => {
      screen.write(text)
      file.write(stripVTControlCharacters(text))
    })
  }
  const closed = new Promise((resolve) => child.once('close', resolve))
  const code = await new Promise((resolve) => child.once('exit', resolve))
  // A process that a test left behind may keep the pipe open, so don't wait for `close` alone.
  await Promise.race([closed, wait(2_000, undefined, { ref: false })])
  child.stdout.destroy()
  child.stderr.destroy()
  await new Promise((resolve) => file.end(resolve))
  return code
}
