import type { InspectedModel } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import { deadlines } from '../engine/deadlines.js'
import { gone, quit } from '../engine/ending.js'
import { EngineProcess } from '../engine/engine-process.js'

const open = new Set<EngineProcess>()

/**
 * Reads a model folder in a separate engine process, so that a malformed file cannot harm the loaded model or main.
 * Throws the `model-*` codes, `engine-gone`.
 */
export function inspectFolder(folder: string): Promise<InspectedModel> {
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown) =>
      reject(error instanceof AppError && error.code === gone.code ? inspectionFailed() : error)
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
        reject(inspectionFailed())
      },
    })
    open.add(process)
  })
}

/** Kills the processes of running inspections when the app quits. */
export function stopInspections(): void {
  for (const process of open) process.kill(quit)
}

const inspectionFailed = () => new AppError('engine-gone', 'Parley could not check this folder. Try again.')
