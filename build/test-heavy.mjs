/**
 * `npm run test:heavy [-- PART [options]]`: what takes too long for `npm test`. Each part prints one JSON document and
 * says by the exit code whether all held. Without a part every one runs, with its usual options.
 */
import { launchInfo } from './launch.mjs'
import { SetupError } from './setup/run.mjs'
import { main } from './setup/set-up.mjs'

/** A part is given its options and what starts the app, and answers `{ isGood, …what it measured }`. */
const parts = {
  harmony: async () => (await import('./heavy/harmony.mjs')).harmony(),
  parity: async (options) => (await import('./heavy/parity.mjs')).parity(options),
  life: async (options, info) => (await import('./heavy/life.mjs')).life(options, info),
  steady: async (options, info) => (await import('./heavy/steady.mjs')).steady(options, info),
}

await main(async () => {
  const [first, ...options] = process.argv.slice(2)
  if (first !== undefined && !(first in parts)) {
    throw new SetupError(`There is no part "${first}". The parts are ${Object.keys(parts).join(', ')}.`)
  }
  const info = await launchInfo()
  let isGood = true
  for (const name of first === undefined ? Object.keys(parts) : [first]) {
    const result = await parts[name](options, info)
    process.stdout.write(`${JSON.stringify({ part: name, ...result }, null, 2)}\n`)
    isGood &&= result.isGood
  }
  return isGood ? 0 : 1
})
