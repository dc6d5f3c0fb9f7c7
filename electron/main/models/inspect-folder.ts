import type { InspectedModel } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import { deadlines } from '../engine/deadlines.js'
import { gone, quit } from '../engine/ending.js'
import { EngineProcess } from '../engine/engine-process.js'

/**
 * Looks into a model folder in an engine process of its own: what is strange about its files can do no harm to the
 * loaded model or to main. Throws the `model-*` codes, `engine-gone`.
 */
export function inspectFolder(folder: string): Promise<InspectedModel> {
  return new Promise((resolve, reject) => {
    const process = new EngineProcess(deadlines, {
      onSpawn: () => {
        process
          .ask('inspect', folder)
          .then(resolve, reject)
          .finally(() => process.kill(quit))
      },
      onEnding: () => {},
      onEnd: () => reject(new AppError(gone.code, 'Parley could not look into this folder. Try again.')),
    })
  })
}
