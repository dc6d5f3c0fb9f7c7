import { join } from 'node:path'
import { root } from '../setup/places.mjs'

/** A module for -r, relative to the repository. */
export const untilDriven = 'build/electron-shell/wait-for-driver.cjs'

/**
 * The arguments of an app that Playwright starts: it has no window before the driver is attached.
 * @param {readonly string[]} args
 * @returns {string[]}
 */
export const drivenArgs = (args) => ['-r', join(root, untilDriven), ...args]
