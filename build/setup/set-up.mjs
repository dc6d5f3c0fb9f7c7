import { buildAddon } from './addon.mjs'
import { installSystemPackages } from './debian.mjs'
import { fetchElectron } from './electron.mjs'
import { fetchMlx } from './mlx.mjs'
import { checkNode, installPackages } from './npm.mjs'
import { SetupError, say } from './run.mjs'

/**
 * Installs and builds all that the app needs on a fresh machine; skips the steps that are already done.
 * @returns {Promise<{ electron: string, addon: string }>} paths of Electron and of the compiled engine
 */
export async function setUp() {
  checkNode()
  await installSystemPackages()
  await installPackages()
  const electron = await fetchElectron()
  const addon = await buildAddon(await fetchMlx())
  const { bundle } = await import('../bundle.mjs')
  await bundle()
  return { electron, addon }
}

/** Runs a command's main function and sets the exit code. A SetupError prints only its message. */
export async function main(work) {
  try {
    const code = await work()
    if (typeof code === 'number') exitWith(code)
  } catch (error) {
    if (error instanceof SetupError) say(error.message)
    else say(error?.stack ?? String(error))
    exitWith(1)
  }
}

/** Sets the exit code again on exit, because electron-builder ends the process with 0. */
function exitWith(code) {
  process.exitCode = code
  process.once('exit', () => {
    process.exitCode = code
  })
}
