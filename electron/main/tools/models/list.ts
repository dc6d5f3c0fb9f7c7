import { totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { AppError } from '../../../../contract/errors.js'
import { macWith } from '../../../memory/mac-memory.js'
import { catalogue } from '../../models/catalogue/catalogue.js'
import { catalogueFit } from '../../models/catalogue/catalogue-fit.js'

const usage = 'Usage: models list [--memory BYTES]'

/** Returns the catalogue as a Mac with `--memory` bytes sees it, or a Mac with this computer's memory. Throws `refused`. */
export function listModels(args: readonly string[]) {
  const mac = macWith(memoryOf(args))
  return {
    models: catalogue().map((entry) => {
      const { contextLength, fits, needsBytes, reason } = catalogueFit(entry, mac)
      const { id, repository, weightBytes } = entry
      return { id, repository, bytes: weightBytes.value, contextLength, fits, needsBytes, reason }
    }),
  }
}

function memoryOf(args: readonly string[]): number {
  const memory = parseMemory(args)
  if (memory === undefined) return totalmem()
  const bytes = Number(memory)
  if (memory.trim() !== '' && Number.isSafeInteger(bytes) && bytes > 0) return bytes
  throw new AppError('refused', `--memory takes the bytes of a Mac’s memory, a whole number above 0. ${usage}`)
}

function parseMemory(args: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...args], options: { memory: { type: 'string' } } }).values.memory
  } catch (cause) {
    throw new AppError('refused', usage, { cause })
  }
}
