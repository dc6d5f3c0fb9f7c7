import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from 'playwright'
import { driverArgs } from '../testing/wait-for-driver.mjs'

/** Starts the real app with this home folder. */
export const launchIn = (home, { executable, args, env }) =>
  _electron.launch({
    executablePath: executable,
    chromiumSandbox: true,
    args: driverArgs(args),
    env: { ...process.env, ...env, PARLEY_HOME: home },
  })

/**
 * Starts the real app with a home folder of its own and calls `work` with the app and its window when the engine is ready.
 * `prepare` may fill the home folder first; `work` gets its result as `prepared`.
 * @param {Awaited<ReturnType<typeof import('../launch.mjs').launchInfo>>} info
 */
export async function withApp(info, work, prepare = () => {}) {
  const home = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  try {
    const prepared = prepare(home)
    const app = await launchIn(home, info)
    try {
      const page = await app.firstWindow()
      await page.getByRole('textbox', { name: 'Message' }).waitFor()
      await page.waitForFunction(async () => (await window.parley.request.getEngineStatus()).value?.state === 'ready')
      return await work({ app, page, prepared })
    } finally {
      await app.close()
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
