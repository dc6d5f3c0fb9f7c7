import type { LookedUpModel, SuggestedModel } from './downloads.js'
import type { EngineStatus, KnownModel, ModelChoice, ModelSpeed, OfferedModel } from './models.js'

/** Calls from a window to main about models and their downloads (requests.ts). */
export interface ModelRequests {
  /** The model that suits this computer; `null` when it is too small for any. */
  suggestModel(): Promise<SuggestedModel | null>
  /**
   * Looks at a repository "owner/name", or at its address, before a download. Fails with `refused`, `network-off`, `not-a-model`,
   * the `hub-*` and the `model-*` codes.
   */
  lookUpModel(repository: string): Promise<LookedUpModel>
  /**
   * Queues the download of a repository "owner/name", or resumes it. The model then joins the list of models.
   * @param bytes what it is expected to have, until its list of files is known
   * Fails with `refused`, `network-off`, `disk-full`.
   */
  startDownload(repository: string, bytes?: number): Promise<{ id: string }>
  /** What has arrived is kept. */
  pauseDownload(id: string): Promise<void>
  /** Also tries a failed one again. Fails with `network-off`. */
  resumeDownload(id: string): Promise<void>
  /** Removes the download and what has arrived of it. */
  cancelDownload(id: string): Promise<void>
  /** Moves a download to another place in the order. */
  moveDownload(id: string, index: number): Promise<void>
  /**
   * Moves all downloaded models into the folder from the native dialog, which new ones go into as well; returns false when the
   * dialog is cancelled. Fails with `refused`, `disk-full`, `download-damaged`; what is moved by then stays moved.
   */
  moveModels(): Promise<boolean>
  /** Bytes a second for all downloads; `null` removes the limit. */
  limitDownloads(bytesPerSecond: number | null): Promise<void>
  /** Sets the token of Hugging Face; `null` removes it. Fails with `refused`. */
  setHubToken(token: string | null): Promise<void>
  /** Returns the last `engineStatus`. */
  getEngineStatus(): Promise<EngineStatus>
  /** Loads the model after `failed` or `unloaded`. */
  loadModel(): Promise<void>
  /** Cancels a load or unloads the model. The current reply ends and keeps its text. */
  unloadModel(): Promise<void>
  /** Checks again which model folders exist. */
  getModels(): Promise<ModelChoice>
  /** The catalogue. */
  getOfferedModels(): Promise<readonly OfferedModel[]>
  /**
   * Loads a model: immediately, or after the replies that were requested before. Loads the same model again only after
   * `failed` or `unloaded`.
   */
  chooseModel(modelId: string, conversationId: string | null): Promise<void>
  /**
   * Inspects and adds a folder from the native dialog; returns a folder that is already in the list unchanged.
   * `null` when the dialog is cancelled. Fails with the `model-*` codes.
   */
  addModel(): Promise<KnownModel | null>
  /**
   * Adds a model with the LoRA adapter from the native dialog as another model; `null` when the dialog is cancelled. Fails with
   * the `model-*` codes.
   */
  addAdapter(modelId: string): Promise<KnownModel | null>
  /** Removes an added model from the list; its folder stays. Fails with `refused` while it is chosen or loaded. */
  removeModel(modelId: string): Promise<void>
  /**
   * Moves a model that Parley downloaded into the Trash, after a question in a native dialog; returns whether it was. Fails
   * with `refused` while it is chosen or loaded.
   */
  trashModel(modelId: string): Promise<boolean>
  /**
   * Reads all files of a model that Parley downloaded again; returns the names of those that are damaged. Takes as long as the
   * disk needs. Fails with `refused` for another model.
   */
  verifyModel(modelId: string): Promise<{ repository: string; damaged: readonly string[] }>
  /** Whether the repository of a downloaded model has another version. Fails with `refused`, `network-off`, the `hub-*` codes. */
  checkModelVersion(modelId: string): Promise<{ repository: string; isNewer: boolean }>
  /** What was measured on this computer, by the ids of models. */
  getModelSpeeds(): Promise<Readonly<Record<string, ModelSpeed>>>
  /**
   * Measures how fast a model is; replies go first. Takes up to some minutes; `cancelRun` ends it. Fails with `interrupted` and
   * the `model-*` codes.
   */
  measureModel(modelId: string): Promise<ModelSpeed>
  /** Loads the loaded model again, whose files have changed, after the replies that were requested before. */
  reloadModel(): Promise<void>
  /** Restores a model that was removed since the app started. Fails with `not-found`, `refused`, `disk-full`. */
  restoreModel(modelId: string): Promise<void>
}

export const modelRequestNames = {
  suggestModel: true,
  lookUpModel: true,
  startDownload: true,
  pauseDownload: true,
  resumeDownload: true,
  cancelDownload: true,
  moveDownload: true,
  moveModels: true,
  limitDownloads: true,
  setHubToken: true,
  getEngineStatus: true,
  loadModel: true,
  unloadModel: true,
  getModels: true,
  getOfferedModels: true,
  chooseModel: true,
  addModel: true,
  addAdapter: true,
  removeModel: true,
  trashModel: true,
  verifyModel: true,
  checkModelVersion: true,
  getModelSpeeds: true,
  measureModel: true,
  reloadModel: true,
  restoreModel: true,
} satisfies Record<keyof ModelRequests, true>
