import { create } from 'zustand'
import type { EngineStatus, Model } from '../../contract/models.js'
import type { QueueEntry } from '../../contract/queue.js'
import { listen, request } from '../bridge.js'
import { reportError } from './view.js'

interface ModelsStore {
  readonly status: EngineStatus
  /** The model that was ready last: its name stays while the engine starts again. */
  readonly model: Model | null
  /** Everything that has the engine or waits for it, in order. */
  readonly queue: readonly QueueEntry[]
}

export const useModels = create<ModelsStore>(() => ({ status: { state: 'starting' }, model: null, queue: [] }))

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

export async function followQueue(): Promise<void> {
  let isTold = false
  listen('queueChanged', (queue) => {
    isTold = true
    useModels.setState({ queue })
  })
  const queue = await request.getQueue()
  if (!isTold) useModels.setState({ queue })
}

/** Stops or pauses what has the engine or waits for it. */
export function cancelRun(entryId: string): void {
  request.cancelRun(entryId).catch(reportError)
}
