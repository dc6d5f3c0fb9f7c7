/**
 * `npm run test:heavy [-- PART [options]]`: tests that take too long for `npm test`. Each part prints one JSON document;
 * the exit code is 1 if any part failed. Without PART all parts run with their default options.
 */
import { launchInfo } from './launch.mjs'
import { SetupError } from './setup/run.mjs'
import { main } from './setup/set-up.mjs'

/** A part gets its options and the launch info of the app, and returns `{ isGood, …measurements }`. */
const parts = {
  harmony: async () => (await import('./heavy/harmony.mjs')).harmony(),
  formats: async () => (await import('./heavy/formats.mjs')).formats(),
  markdown: async () => (await import('./heavy/markdown.mjs')).markdown(),
  payloads: async (_, info) => (await import('./heavy/payloads.mjs')).payloads(info),
  texts: async () => (await import('./heavy/texts.mjs')).texts(),
  downloads: async () => (await import('./heavy/downloads.mjs')).downloads(),
  documents: async (_, info) => (await import('./heavy/documents.mjs')).documents(info),
  mutants: async () => (await import('./heavy/mutants.mjs')).mutants(),
  parity: async (options) => (await import('./heavy/parity.mjs')).parity(options),
  'small-model': async (options, info) => (await import('./heavy/small-model.mjs')).smallModel(options, info),
  store: async () => (await import('./heavy/store.mjs')).store(),
  torture: async (options, info) => (await import('./heavy/torture.mjs')).torture(options, info),
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
