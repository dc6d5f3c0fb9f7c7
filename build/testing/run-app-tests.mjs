import { availableParallelism } from 'node:os'
import { withDisplays } from '../display.mjs'
import { runVitest } from './run-vitest.mjs'

/**
 * Runs tests that start the app, two files at a time where each can have a display of its own: on a shared one the windows
 * would take the focus and the clipboard from each other.
 */
export function runAppTests(name, args, options = {}) {
  const workers = Math.min(2, availableParallelism())
  return withDisplays(workers, (displays) => {
    const env = { ...options.env, PARLEY_TEST_DISPLAYS: displays.join(',') }
    return runVitest(name, args, { ...options, env })
  })
}
