import { AppError } from '../../contract/errors.js'
import { describeFault, faultMark } from '../../contract/fault.js'
import { Engine } from './engine.js'
import { openAddon } from './native-engine.js'
import { serve } from './serve.js'

process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)

serve(process.parentPort, new Engine({ openAddon: (activity) => openAddon(addonPath(), activity) }))

function addonPath(): string {
  const path = process.env.PARLEY_NATIVE
  if (!path) throw new AppError('engine-failed', 'PARLEY_NATIVE does not name the engine’s addon.')
  return path
}

/** Tells main why, and exits. Main keeps the text of the reply and starts the engine again. */
function fail(error: unknown): never {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(
    `engine: ${message.replaceAll('\n', ' | ')}\n${faultMark}${JSON.stringify(describeFault(error))}\n`,
  )
  process.exit(1)
}
