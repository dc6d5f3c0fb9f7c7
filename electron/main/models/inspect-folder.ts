import type { InspectedModel } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import { deadlines } from '../engine/deadlines.js'
import { gone, quit } from '../engine/ending.js'
import { EngineProcess } from '../engine/engine-process.js'

const open = new Set<EngineProcess>()

/**
 * Looks into a model folder in an engine process of its own: what is strange about its files can do no harm to the
 * loaded model or to main. Throws the `model-*` codes, `engine-gone`.
 */
export function inspectFolder(folder: string): Promise<InspectedModel> {
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown) => reject(error instanceof AppError && error.code === gone.code ? notSeen() : error)
    const process = new EngineProcess(deadlines, {
      onSpawn: () => {
        process
          .ask('inspect', folder)
          .then(resolve, refuse)
          .finally(() => process.kill(quit))
      },
      onEnding: () => {},
      onEnd: () => {
        open.delete(process)
        reject(notSeen())
      },
    })
    open.add(process)
  })
}

/** The app quits: none of these processes may stay behind. */
export function endInspections(): void {
  for (const process of open) process.kill(quit)
}

const notSeen = () => new AppError('engine-gone', 'Parley could not look into this folder. Try again.')
