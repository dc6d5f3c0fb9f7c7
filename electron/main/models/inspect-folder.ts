import type { ConfigSizes, InspectedModel } from '../../../contract/engine.js'
import { AppError } from '../../../contract/errors.js'
import { deadlines } from '../engine/deadlines.js'
import { gone, quit } from '../engine/ending.js'
import { EngineProcess } from '../engine/engine-process.js'
import type { FolderInspector } from './found/found-models.js'

const open = new Set<EngineProcess>()

/**
 * Reads model folders in a separate engine process, so that a malformed file cannot harm the loaded model or main. The
 * process starts with the first folder, and again after one that ended it.
 */
export class ProcessInspector implements FolderInspector {
  #process: Promise<EngineProcess> | undefined

  inspect(folder: string, adapter?: string): Promise<InspectedModel> {
    return this.#ask((process) => process.ask('inspect', folder, adapter))
  }

  readConfig(json: unknown): Promise<ConfigSizes> {
    return this.#ask((process) => process.ask('readConfig', json))
  }

  async #ask<T>(question: (process: EngineProcess) => Promise<T>): Promise<T> {
    this.#process ??= this.#start()
    try {
      return await question(await this.#process)
    } catch (error) {
      throw error instanceof AppError && error.code === gone.code ? inspectionFailed() : error
    }
  }

  close(): void {
    void this.#process?.then(
      (process) => process.kill(quit),
      () => {},
    )
  }

  #start(): Promise<EngineProcess> {
    const started = new Promise<EngineProcess>((resolve, reject) => {
      const forget = () => {
        if (this.#process === started) this.#process = undefined
      }
      const process = new EngineProcess(deadlines, {
        onSpawn: () => resolve(process),
        onEnding: forget,
        onEnd: () => {
          open.delete(process)
          forget()
          reject(inspectionFailed())
        },
      })
      open.add(process)
    })
    return started
  }
}

/** Reads one folder, with an adapter if one is named. Throws the `model-*` codes, `engine-gone`. */
export const inspectFolder = (folder: string, adapter?: string) =>
  once((inspector) => inspector.inspect(folder, adapter))

/** Reads what a config.json from outside says of a model's size. Throws the `model-*` codes, `engine-gone`. */
export const readConfig = (json: unknown) => once((inspector) => inspector.readConfig(json))

async function once<T>(work: (inspector: ProcessInspector) => Promise<T>): Promise<T> {
  const inspector = new ProcessInspector()
  try {
    return await work(inspector)
  } finally {
    inspector.close()
  }
}

/** Kills the processes of running inspections when the app quits. */
export function stopInspections(): void {
  for (const process of open) process.kill(quit)
}

const inspectionFailed = () => new AppError('engine-gone', 'Parley could not check this folder. Try again.')
