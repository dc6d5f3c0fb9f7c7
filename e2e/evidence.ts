import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeEach } from 'vitest'
import { fileName } from '../build/testing/file-name.mjs'
import { repository } from './app.js'
import { appsOfTest, beginTest, type StartedApp } from './running-apps.js'

/**
 * Saves logs, screenshots and accessibility trees of the app when a test fails. Vitest runs these hooks before those of the
 * spec, which quit the app (`sequence.hooks` in `vitest.config.mts`).
 */

const failures = process.env.PARLEY_FAILURES ?? join(repository, 'out', 'failures')
const stepMs = 5_000

interface TestError {
  readonly message: string
  readonly stack?: string
}

interface Outcome {
  readonly state: string
  readonly errors?: readonly TestError[]
}

const taken = new WeakSet<object>()

beforeEach(({ task, onTestFailed }) => {
  beginTest()
  // Handles tests that fail only in an `afterEach` of their spec.
  onTestFailed(() => takeIfFailed(task.file.name, task.fullTestName, task))
})

afterEach(({ task }) => takeIfFailed(task.file.name, task.fullTestName, task))

// biome-ignore lint/correctness/noEmptyPattern: Vitest requires a pattern, and nothing is used
afterAll(({}, suite) => takeIfFailed(suite.file.name, 'before all', suite))

async function takeIfFailed(spec: string, name: string, task: { readonly result?: Outcome }): Promise<void> {
  if (task.result?.state !== 'fail' || taken.has(task)) return
  taken.add(task)
  const folder = join(failures, basename(spec, '.spec.ts'), fileName(name))
  try {
    await takeEvidence(folder, task.result)
  } catch (error) {
    console.warn(`No evidence in ${folder}:`, error)
  }
}

async function takeEvidence(folder: string, { errors = [] }: Outcome): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'error.txt'), stripVTControlCharacters(errors.map(reportOf).join('\n')))
  const missing = await Promise.all(appsOfTest().map((app, index) => takeOfApp(app, join(folder, `app-${index + 1}`))))
  const lines = missing.flat()
  if (lines.length > 0) writeFileSync(join(folder, 'missing.txt'), `${lines.join('\n')}\n`)
}

/** When a test times out, its stack does not contain the message. */
const reportOf = ({ message, stack = '' }: TestError) => `${stack.includes(message) ? '' : `${message}\n`}${stack}\n`

/** Returns one line with the reason for each file that could not be saved. */
async function takeOfApp(app: StartedApp, prefix: string): Promise<string[]> {
  const windows = app.electron?.windows() ?? []
  const missing = await Promise.all(
    windows.map((page, index) => takeOfWindow(page, `${prefix}-${windowName(page, index)}`)),
  )
  const { exitCode, signalCode, pid } = app.process
  const end = exitCode ?? signalCode
  const state = `[process ${pid} ${end === null ? 'is running' : `has ended: ${end}`}]\n`
  writeFileSync(`${prefix}.log`, app.output.join('') + state)
  writeFileSync(`${prefix}-console.log`, app.console.map((line) => `${line}\n`).join(''))
  return missing.flat()
}

const windowName = (page: Page, index: number) => `${fileName(basename(page.url(), '.html'))}-${index + 1}`

async function takeOfWindow(page: Page, prefix: string): Promise<string[]> {
  const steps = {
    [`${prefix}.png`]: (path: string) => page.screenshot({ path, timeout: stepMs }),
    [`${prefix}.yml`]: async (path: string) =>
      writeFileSync(path, `${await page.locator('body').ariaSnapshot({ timeout: stepMs })}\n`),
  }
  const reasons = await Promise.all(Object.entries(steps).map(([path, step]) => reasonOfFailure(path, step)))
  return reasons.filter((reason) => reason !== undefined)
}

/** Has its own timeout, because Playwright's does not work if the app's main process is frozen. */
async function reasonOfFailure(path: string, step: (path: string) => Promise<unknown>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`timed out after ${stepMs} ms`), stepMs)
  })
  const reason = await Promise.race([step(path).then(() => undefined, String), late])
  clearTimeout(timer)
  return reason === undefined ? undefined : `${basename(path)}: ${reason}`
}
