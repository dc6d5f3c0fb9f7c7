import { create } from 'zustand'
import type { Effort } from '../../contract/engine.js'
import { AppError } from '../../contract/errors.js'
import type { EngineStatus, KnownModel, Model, ModelChoice, ModelSpeed, OfferedModel } from '../../contract/models.js'
import type { QueueEntry } from '../../contract/queue.js'
import { listen, request } from '../bridge.js'
import { allEffortNames } from '../ui/efforts.js'
import { useConversations } from './conversations.js'
import { dismissNoticesAbout, notify, reportError } from './view.js'

interface ModelsStore {
  readonly status: EngineStatus
  /** The model that was ready last; kept while the engine restarts. */
  readonly model: Model | null
  /** `null` until loaded from main. */
  readonly choice: ModelChoice | null
  /** The catalogue; `null` until the pane of models asked for it. */
  readonly offered: readonly OfferedModel[] | null
  /** What was measured on this computer, by the ids of models. */
  readonly speeds: Readonly<Record<string, ModelSpeed>>
  /** Runs that use the engine or wait for it, in order. */
  readonly queue: readonly QueueEntry[]
}

export const useModels = create<ModelsStore>(() => ({
  status: { state: 'starting' },
  model: null,
  choice: null,
  offered: null,
  speeds: {},
  queue: [],
}))

/** The efforts of the model with this name; those of gpt-oss while they are not known. */
export function effortsOf({ choice, model }: Pick<ModelsStore, 'choice' | 'model'>, name: string): readonly Effort[] {
  const known = choice?.models.find((each) => each.name === name)?.efforts
  return known ?? (model?.name === name ? model.efforts : allEffortNames)
}

export function setEngineStatus(status: EngineStatus): void {
  useModels.setState(status.state === 'ready' ? { status, model: status.model } : { status })
}

export async function followEngine(): Promise<void> {
  let hasEvent = false
  listen('engineStatus', (status) => {
    hasEvent = true
    setEngineStatus(status)
  })
  const status = await request.getEngineStatus()
  if (!hasEvent) setEngineStatus(status)
}

export function loadModel(): void {
  request.loadModel().catch(reportError)
}

/** Unloads the model, or cancels loading it. */
export function unloadModel(): void {
  request.unloadModel().catch(reportError)
}

export async function followModels(): Promise<void> {
  listen('modelsChanged', setChoice)
  await lookForModels()
}

/** Reloads the list of models; main checks which of their folders exist. */
export async function lookForModels(): Promise<void> {
  setChoice(await request.getModels())
}

export async function loadSpeeds(): Promise<void> {
  useModels.setState({ speeds: await request.getModelSpeeds() })
}

/** Measures how fast a model is on this computer. Resolves when it is measured, or was ended. */
export async function measureModel(modelId: string): Promise<void> {
  try {
    const measured = await request.measureModel(modelId)
    useModels.setState(({ speeds }) => ({ speeds: { ...speeds, [modelId]: measured } }))
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'interrupted')) reportError(error)
  }
}

/** Ends a measurement, whether it runs or waits. */
export async function stopMeasuring(): Promise<void> {
  try {
    const queue = await request.getQueue()
    for (const { id } of queue.filter(({ purpose }) => purpose === 'benchmark')) await request.cancelRun(id)
  } catch (error) {
    reportError(error)
  }
}

/** Loads the catalogue, with what fits this computer now. */
export async function loadOffered(): Promise<void> {
  useModels.setState({ offered: await request.getOfferedModels() })
}

function setChoice(choice: ModelChoice): void {
  const before = useModels.getState().choice
  const isNewlyLoaded = before !== null && before.loadedId !== choice.loadedId
  useModels.setState(isNewlyLoaded ? { choice, model: null } : { choice })
}

/** Chooses the model of the open conversation, and of new ones. */
export function chooseModel(modelId: string): void {
  request.chooseModel(modelId, useConversations.getState().openId).catch(reportError)
}

/** Lets the user choose a model folder, then calls `use` with its model. */
export async function addModel(use: (modelId: string) => void): Promise<void> {
  const before = useModels.getState().choice?.models ?? []
  const about = 'add-model'
  const added = await request.addModel().catch((error: unknown) => reportError(error, about))
  if (!added) return
  dismissNoticesAbout(about)
  if (before.some(({ id, isAdded }) => id === added.id && isAdded)) {
    notify({ message: `“${added.name}” is already in the list`, about })
  }
  use(added.id)
}

/** Lets the user choose the folder of an adapter; the model with it joins the list. */
export async function addAdapter({ id }: KnownModel): Promise<void> {
  const added = await request.addAdapter(id).catch((error: unknown) => reportError(error, 'add-model'))
  if (!added) return
  dismissNoticesAbout('add-model')
  notify({ message: `“${added.name}” can now be chosen in any conversation` })
}

/** Returns whether the model was removed. */
export async function removeModel({ id, name }: KnownModel): Promise<boolean> {
  try {
    await request.removeModel(id)
  } catch (error) {
    reportError(error)
    return false
  }
  const undo = () => void request.restoreModel(id).catch(reportError)
  notify({ message: `“${name}” was removed from the list`, isUndo: true, action: { label: 'Undo', run: undo } })
  return true
}

/** Moves a downloaded model into the Trash, after a question. Returns whether it was. */
export async function trashModel({ id, name }: KnownModel): Promise<boolean> {
  const isTrashed = await request.trashModel(id).catch((error: unknown) => {
    reportError(error)
    return false
  })
  if (isTrashed) notify({ message: `“${name}” was moved to the Trash` })
  return isTrashed
}

/** Loads the model again, whose files have changed. */
export function reloadModel(): void {
  request.reloadModel().catch(reportError)
}

export async function followQueue(): Promise<void> {
  let hasEvent = false
  listen('queueChanged', (queue) => {
    hasEvent = true
    useModels.setState({ queue })
  })
  const queue = await request.getQueue()
  if (!hasEvent) useModels.setState({ queue })
}

/** Stops or pauses a run, whether it is running or waiting. */
export function cancelRun(entryId: string): void {
  request.cancelRun(entryId).catch(reportError)
}
