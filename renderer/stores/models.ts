import { create } from 'zustand'
import type { EngineStatus, KnownModel, Model, ModelChoice } from '../../contract/models.js'
import type { QueueEntry } from '../../contract/queue.js'
import { listen, request } from '../bridge.js'
import { dismissAbout, notify, reportError } from './view.js'

interface ModelsStore {
  readonly status: EngineStatus
  /** The model as it was when it was ready last: what is known of it stays while the engine starts again. */
  readonly model: Model | null
  /** Null until main has told it. */
  readonly choice: ModelChoice | null
  /** Everything that has the engine or waits for it, in order. */
  readonly queue: readonly QueueEntry[]
}

export const useModels = create<ModelsStore>(() => ({
  status: { state: 'starting' },
  model: null,
  choice: null,
  queue: [],
}))

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

export async function followModels(): Promise<void> {
  listen('modelsChanged', setChoice)
  await lookForModels()
}

/** Which models there are, and which of their folders can be reached now. */
export async function lookForModels(): Promise<void> {
  setChoice(await request.getModels())
}

function setChoice(choice: ModelChoice): void {
  const before = useModels.getState().choice
  const isOther = before !== null && before.loadedId !== choice.loadedId
  useModels.setState(isOther ? { choice, model: null } : { choice })
}

export function chooseModel(modelId: string): void {
  request.chooseModel(modelId).catch(reportError)
}

/** Has the user choose a folder, and then does `use` with its model. */
export async function addModel(use: (modelId: string) => void): Promise<void> {
  const before = useModels.getState().choice?.models ?? []
  const about = 'add-model'
  const added = await request.addModel().catch((error: unknown) => reportError(error, about))
  if (!added) return
  dismissAbout(about)
  if (before.some(({ id, isAdded }) => id === added.id && isAdded)) {
    notify({ message: `“${added.name}” is in the list already`, about })
  }
  use(added.id)
}

/** Answers whether it is off the list. */
export async function removeModel({ id, name }: KnownModel): Promise<boolean> {
  try {
    await request.removeModel(id)
  } catch (error) {
    reportError(error)
    return false
  }
  const undo = () => void request.restoreModel(id).catch(reportError)
  notify({ message: `“${name}” is off the list`, isUndo: true, action: { label: 'Undo', run: undo } })
  return true
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
