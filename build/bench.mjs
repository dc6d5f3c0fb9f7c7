/** `npm run bench -- NAME`: prints the measurements of one benchmark as JSON. */
import { withDisplay } from './display.mjs'
import { launchInfo } from './launch.mjs'
import { SetupError } from './setup/run.mjs'
import { main } from './setup/set-up.mjs'

const benchmarks = {
  parser: async () => (await import('./bench/parser.mjs')).parser(),
  preflight: async () => (await import('./bench/preflight.mjs')).preflight(),
  'first-token': async (info) => (await import('./bench/first-token.mjs')).firstToken(info),
}

await main(async () => {
  const [name] = process.argv.slice(2)
  const benchmark = benchmarks[name]
  if (!benchmark) throw new SetupError(`Name a benchmark: ${Object.keys(benchmarks).join(', ')}.`)
  const info = await launchInfo()
  const result = await withDisplay(() => benchmark(info))
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
})
