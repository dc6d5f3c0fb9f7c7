/** `npm run bench -- NAME [OPTIONS]`: prints the measurements of one benchmark as JSON. */
import { SetupError } from './setup/run.mjs'
import { main, setUp } from './setup/set-up.mjs'

const benchmarks = {
  parser: withoutOptions(async () => {
    await setUp()
    return (await import('./bench/parser.mjs')).parser()
  }),
  preflight: withoutOptions(async () => {
    await setUp()
    return (await import('./bench/preflight.mjs')).preflight()
  }),
  'first-token': withoutOptions(async () => (await import('./bench/first-token.mjs')).firstToken()),
  documents: async (args) => (await import('./bench/documents.mjs')).documents(args),
  window: withoutOptions(async () => (await import('./bench/window.mjs')).windowStates()),
  history: withoutOptions(async () => (await import('./bench/history.mjs')).history()),
  view: withoutOptions(async () => (await import('./bench/view.mjs')).view()),
  engine: async (args) => (await import('./bench/engine.mjs')).engine(args),
  notes: async (args) => (await import('./bench/notes.mjs')).notes(args),
}

function withoutOptions(benchmark) {
  return (args) => {
    if (args.length > 0) throw new SetupError(`“${args[0]}” is not an option: this benchmark takes none.`)
    return benchmark()
  }
}

await main(async () => {
  const [name, ...args] = process.argv.slice(2)
  const benchmark = Object.hasOwn(benchmarks, name ?? '') ? benchmarks[name] : undefined
  if (!benchmark) throw new SetupError(`Name a benchmark: ${Object.keys(benchmarks).join(', ')}.`)
  process.stdout.write(`${JSON.stringify(await benchmark(args), null, 2)}\n`)
})
