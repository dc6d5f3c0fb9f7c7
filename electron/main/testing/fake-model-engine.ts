import { basename } from 'node:path'
import type { EngineStatus } from '../../../contract/models.js'
import type { ModelToLoad } from '../engine/engine-host.js'
import type { ModelEngine } from '../models/models.js'

/** The status of an engine with a model of this name. */
export const readyWith = (name: string): EngineStatus => ({
  state: 'ready',
  model: { id: name, name, isDemo: false, contextLength: 1, weightBytes: 7, efforts: [] },
})

/** For tests: records which folders are loaded, and loads nothing. */
export class FakeModelEngine implements ModelEngine {
  status: EngineStatus = readyWith('Small')
  readonly used: string[] = []
  loads = 0
  #listener: (status: EngineStatus) => void = () => {}

  onStatus(listener: (status: EngineStatus) => void) {
    this.#listener = listener
    return () => {}
  }

  use({ folder }: ModelToLoad, loads = true) {
    this.used.push(loads ? basename(folder) : `${basename(folder)}, not loaded`)
    if (loads) this.setStatus({ state: 'starting' })
  }

  load() {
    this.loads++
  }

  setStatus(status: EngineStatus) {
    this.status = status
    this.#listener(status)
  }
}
