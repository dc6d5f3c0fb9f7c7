import { create } from 'zustand'
import type { EngineStatus, Model } from '../../contract/models.js'
import { listen, request } from '../bridge.js'
import { reportError } from './view.js'

interface ModelsStore {
  readonly status: EngineStatus
  /** The model that was ready last: its name stays while the engine starts again. */
  readonly model: Model | null
}

export const useModels = create<ModelsStore>(() => ({ status: { state: 'starting' }, model: null }))

export function setEngineStatus(status: EngineStatus): void {
  useModels.setState(status.state === 'ready' ? { status, model: status.model } : { status })
}

export async function followEngine(): Promise<void> {
  let isTold = false
  listen('engineStatus', (status) => {
    isTold = true
    setEngineStatus(status)
  })
  const status = await request.getEngineStatus()
  if (!isTold) setEngineStatus(status)
}

export function loadModel(): void {
  request.loadModel().catch(reportError)
}

/** Also gives up a load. */
export function unloadModel(): void {
  request.unloadModel().catch(reportError)
}
