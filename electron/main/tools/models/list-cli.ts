import { toFailure } from '../../../../contract/errors.js'
import { listModels } from './list.js'

// `models list`, without Electron; build/models.mjs starts it.
try {
  print(listModels(process.argv.slice(2)))
} catch (error) {
  const { code, message } = toFailure(error)
  if (code === 'unknown') console.error(error)
  print({ error: { code, message } })
  process.exitCode = 1
}

function print(result: unknown): void {
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
}
