import { join } from 'node:path'
import { root } from '../setup/places.mjs'

/** A module for Electron's -r option, relative to the repository. */
export const waitForDriver = 'build/electron-shell/wait-for-driver.cjs'

/**
 * The arguments for an app that Playwright starts: the app opens no window before the driver is attached.
 * @param {readonly string[]} args
 * @returns {string[]}
 */
export const driverArgs = (args) => ['-r', join(root, waitForDriver), ...args]
