import { buildAddon } from './addon.mjs'
import { installSystemPackages } from './debian.mjs'
import { fetchElectron } from './electron.mjs'
import { fetchMlx } from './mlx.mjs'
import { checkNode, installPackages } from './npm.mjs'
import { SetupError, say } from './run.mjs'

/**
 * Brings a fresh machine to a working state; each step is skipped when it is done.
 * @returns {Promise<{ electron: string, addon: string }>} the program to run the app with, and the compiled engine
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

/** Runs a command's main function; a failure is one message and exit code 1, not a stack. */
export async function main(work) {
  try {
    const code = await work()
    if (typeof code === 'number') endWith(code)
  } catch (error) {
    if (error instanceof SetupError) say(error.message)
    else say(error?.stack ?? String(error))
    endWith(1)
  }
}

/** electron-builder ends the process with 0, whatever came before: the last word is ours. */
function endWith(code) {
  process.exitCode = code
  process.once('exit', () => {
    process.exitCode = code
  })
}
